#include <algorithm>
#include <charconv>
#include <string>

#include <silipool/base/error.hpp>

#include "loaded.hpp"
#include "number.hpp"
#include "text_file.hpp"

namespace silipool::data {
namespace {

constexpr std::size_t most_bits = 32768;

using Bits = std::vector<std::uint8_t>;  // 0 or 255 each

/// "7: 0110" into label and rest; whether there is a label.
bool split_label(const TextFile& file, std::string_view& rest, std::uint8_t& label) {
  const std::size_t colon = rest.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view text = trimmed(rest.substr(0, colon));
  Number number;
  std::string problem = parse_number(text, number);
  if (problem.empty()) problem = parse_label(number, label);
  if (!problem.empty()) base::bad_input("{}: label {} {}", file.place(), shown(text), problem);
  rest = trimmed(rest.substr(colon + 1));
  return true;
}

/// A whole number in [0, most].
std::size_t whole(const TextFile& file, std::string_view text, std::size_t least, std::size_t most,
                  std::string_view what) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < least ||
      value > most)
    base::bad_input("{}: {} {} is not a whole number {}..{}", file.place(), what, shown(text), least, most);
  return value;
}

/// What a first line "size N" says.
bool is_size(const TextFile& file, std::size_t& size) {
  if (!file.line().starts_with("size ")) return false;
  size = whole(file, trimmed(file.line().substr(5)), 1, most_bits, "size");
  return true;
}

Bits from_bits(const TextFile& file, std::string_view text, std::size_t size) {
  if (size != 0 && text.size() != size)
    base::bad_input("{}: has {} bits, the samples before have {}", file.place(), text.size(), size);
  Bits bits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '0' && text[i] != '1')
      base::bad_input("{}: bit {} is {}: must be 0 or 1", file.place(), i, shown(text.substr(i, 1)));
    bits.push_back(text[i] == '1' ? 255 : 0);
  }
  return bits;
}

/// A number: bit 0 is the lowest of the last digit.
Bits from_hex(const TextFile& file, std::string_view text, std::size_t size) {
  if (size == 0) size = 4 * text.size();
  if (text.size() != (size + 3) / 4)
    base::bad_input("{}: has {} hexadecimal digits: {} are needed for {} bits", file.place(), text.size(),
                    (size + 3) / 4, size);
  Bits bits;
  for (std::size_t i = text.size(); i-- > 0;) {
    unsigned digit = 0;
    const auto [end, error] = std::from_chars(&text[i], &text[i] + 1, digit, 16);
    if (error != std::errc())
      base::bad_input("{}: digit {} is {}: must be 0..9 or a..f", file.place(), i, shown(text.substr(i, 1)));
    for (unsigned b = 0; b < 4; ++b) bits.push_back((digit >> b & 1U) != 0 ? 255 : 0);
  }
  if (std::find(bits.begin() + static_cast<std::ptrdiff_t>(size), bits.end(), 255) != bits.end())
    base::bad_input("{}: has bits past the last of {}: they must be 0", file.place(), size);
  bits.resize(size);
  return bits;
}

std::vector<std::size_t> indices(const TextFile& file, std::string_view text, std::size_t size) {
  std::vector<std::size_t> out;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find_first_of(" \t"));
    const std::size_t index = whole(file, word, 0, (size == 0 ? most_bits : size) - 1, "index");
    out.push_back(index);
    text = trimmed(text.substr(word.size()));
  }
  std::ranges::sort(out);
  if (const auto twice = std::ranges::adjacent_find(out); twice != out.end())
    base::bad_input("{}: has index {} twice", file.place(), *twice);
  return out;
}

/// Samples as they come, of which all or none have a label.
class Samples {
 public:
  void add(const TextFile& file, bool labelled, std::uint8_t label) {
    if (count_ > 0 && labelled == labels_.empty())
      base::bad_input("{}: has {} label, unlike the samples before", file.place(), labelled ? "a" : "no");
    if (labelled) labels_.push_back(label);
    ++count_;
  }
  [[nodiscard]] std::vector<std::uint8_t> take_labels(const TextFile& file) {
    if (count_ == 0) base::bad_input("{}: has no samples", file.name());
    return std::move(labels_);
  }

 private:
  std::size_t count_ = 0;
  std::vector<std::uint8_t> labels_;
};

Loaded load_bitmaps(TextFile& file, FileKind kind) {
  Samples samples;
  Loaded loaded;
  std::size_t size = 0;
  for (bool first = true; file.next(); first = false) {
    if (first && kind == FileKind::hex && is_size(file, size)) continue;
    std::string_view rest = file.line();
    std::uint8_t label = 0;
    const bool labelled = split_label(file, rest, label);
    samples.add(file, labelled, label);
    const Bits bits = kind == FileKind::hex ? from_hex(file, rest, size) : from_bits(file, rest, size);
    size = bits.size();
    if (size == 0 || size > most_bits)
      base::bad_input("{}: has {} bits: 1..{} are legal", file.place(), size, most_bits);
    loaded.values.insert(loaded.values.end(), bits.begin(), bits.end());
  }
  loaded.labels = samples.take_labels(file);
  loaded.height = 1;
  loaded.width = size;
  return loaded;
}

Loaded load_lists(TextFile& file, std::size_t inputs) {
  Samples samples;
  std::vector<std::vector<std::size_t>> lists;
  std::size_t size = inputs;
  for (bool first = true; file.next(); first = false) {
    if (first && is_size(file, size)) continue;
    std::string_view rest = file.line();
    std::uint8_t label = 0;
    const bool labelled = split_label(file, rest, label);
    samples.add(file, labelled, label);
    lists.push_back(indices(file, rest, size));
  }
  Loaded loaded;
  loaded.labels = samples.take_labels(file);
  if (size == 0)
    for (const auto& list : lists)
      for (const std::size_t index : list) size = std::max(size, index + 1);
  if (size == 0) base::bad_input("{}: has no index at all, and no line \"size N\"", file.name());
  loaded.height = 1;
  loaded.width = size;
  loaded.values.resize(lists.size() * size);
  for (std::size_t i = 0; i < lists.size(); ++i)
    for (const std::size_t index : lists[i]) loaded.values[i * size + index] = 255;
  return loaded;
}

}  // namespace

Loaded load_sdrs(const std::filesystem::path& path, FileKind kind, const LoadOptions& options) {
  TextFile file(path);
  return kind == FileKind::sdr ? load_lists(file, options.inputs) : load_bitmaps(file, kind);
}

}  // namespace silipool::data
