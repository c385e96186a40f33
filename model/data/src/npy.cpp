#include "npy.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include <fmt/ranges.h>

#include <silipool/base/error.hpp>

#include "gz_file.hpp"
#include "number.hpp"

namespace silipool::data {
namespace {

constexpr std::array<std::string_view, 11> dtypes{"|b1", "|u1", "|i1", "<u2", "<i2", "<u4",
                                                  "<i4", "<u8", "<i8", "<f4", "<f8"};

/// The header: {'descr': '<f8', 'fortran_order': False, 'shape': (10, 784), }
class Header {
 public:
  Header(const std::string& name, std::string_view text) : name_(name), text_(text) {}

  void read(Array& array) {
    expect('{');
    while (!take('}')) {
      const std::string key = quoted();
      expect(':');
      if (key == "descr")
        array.dtype = descr();
      else if (key == "fortran_order")
        fortran_ = boolean();
      else if (key == "shape")
        array.shape = tuple();
      else
        wrong(fmt::format("unknown key '{}'", key));
      keys_ += key == "descr" ? 1 : key == "shape" ? 4 : 2;
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    blanks();
    if (keys_ != 7 || !text_.empty()) wrong("descr, fortran_order and shape, each once, are expected");
    if (fortran_ && array.shape.size() > 1)
      base::bad_input("{}: is in Fortran order: C order is needed (numpy.ascontiguousarray)", name_);
    if (std::ranges::find(dtypes, array.dtype) == dtypes.end()) refuse(array.dtype);
  }

 private:
  [[noreturn]] void wrong(const std::string& what) const {
    base::bad_input("{}: its NumPy header cannot be read: {}", name_, what);
  }
  [[noreturn]] void refuse(const std::string& dtype) const {
    const char* why = dtype.starts_with('>')                           ? " (big-endian)"
                      : dtype.find('O') != std::string::npos           ? " (objects)"
                      : dtype.find_first_of("SU") != std::string::npos ? " (text)"
                                                                       : "";
    base::bad_input("{}: its values are of dtype {}{}: legal are {}", name_, dtype, why,
                    fmt::join(dtypes, ", "));
  }
  void blanks() { text_.remove_prefix(std::min(text_.find_first_not_of(" \n"), text_.size())); }
  bool take(char ch) {
    blanks();
    if (!text_.starts_with(ch)) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char ch) {
    if (!take(ch)) wrong(fmt::format("'{}' is missing", ch));
  }
  std::string quoted() {
    expect('\'');
    const std::size_t end = text_.find('\'');
    if (end == std::string_view::npos) wrong("a string does not end");
    std::string out(text_.substr(0, end));
    text_.remove_prefix(end + 1);
    return out;
  }
  std::string descr() {
    blanks();
    if (text_.starts_with('['))
      base::bad_input("{}: is an array of structures: a plain array is needed", name_);
    return quoted();
  }
  bool boolean() {
    blanks();
    for (const auto& [word, value] : {std::pair{"True", true}, std::pair{"False", false}})
      if (text_.starts_with(word)) {
        text_.remove_prefix(std::strlen(word));
        return value;
      }
    wrong("fortran_order is neither True nor False");
  }
  std::vector<std::uint64_t> tuple() {
    std::vector<std::uint64_t> out;
    expect('(');
    while (!take(')')) {
      blanks();
      std::uint64_t value = 0;
      std::size_t digits = 0;
      for (; !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; text_.remove_prefix(1), ++digits)
        value = 10 * value + static_cast<std::uint64_t>(text_[0] - '0');
      if (digits == 0 || digits > 12) wrong("shape is not a tuple of sizes");
      out.push_back(value);
      if (!take(',')) {
        expect(')');
        break;
      }
    }
    return out;
  }

  const std::string& name_;
  std::string_view text_;
  bool fortran_ = false;
  unsigned keys_ = 0;
};

std::size_t item_size(const Array& array) { return static_cast<std::size_t>(array.dtype.back() - '0'); }

std::uint64_t word(const Array& array, std::size_t i) {
  const std::size_t size = item_size(array);
  std::uint64_t value = 0;
  for (std::size_t b = 0; b < size; ++b) value |= std::uint64_t{array.bytes[i * size + b]} << (8 * b);
  return value;
}

/// Item i for arithmetic, and for messages.
struct Item {
  Number number;
  std::string problem;  // "is nan"
};

Item item(const Array& array, std::size_t i) {
  const std::uint64_t bits = word(array, i);
  const unsigned above = 64 - 8 * static_cast<unsigned>(item_size(array));
  switch (array.dtype[1]) {
    case 'f': {
      const double value = above == 0 ? std::bit_cast<double>(bits)
                                      : double{std::bit_cast<float>(static_cast<std::uint32_t>(bits))};
      if (value != value) return {{}, "is not a number (NaN)"};
      if (value - value != 0) return {{}, "is infinite"};
      return {exact(value), ""};
    }
    case 'i':
      return {{static_cast<std::int64_t>(bits << above) >> above, 1}, ""};
    case 'b':
      if (bits > 1) return {{}, fmt::format("is the byte {}, which is no boolean", bits)};
      break;
    default:
      break;
  }
  return {{static_cast<__int128>(bits), 1}, ""};
}

std::string value_text(const Array& array, std::size_t i) {
  const std::uint64_t bits = word(array, i);
  const unsigned above = 64 - 8 * static_cast<unsigned>(item_size(array));
  if (array.dtype[1] == 'i') return fmt::format("{}", static_cast<std::int64_t>(bits << above) >> above);
  if (array.dtype[1] != 'f') return fmt::format("{}", bits);
  return above == 0 ? fmt::format("{}", std::bit_cast<double>(bits))
                    : fmt::format("{}", std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
}

}  // namespace

std::string Array::text() const { return fmt::format("{} ({})", dtype, fmt::join(shape, ", ")); }

Array parse_npy(std::string name, std::span<const std::uint8_t> bytes) {
  constexpr std::string_view magic = "\x93NUMPY";
  if (bytes.size() < magic.size() ||
      !std::ranges::equal(bytes.first(magic.size()), magic, {}, {},
                          [](char ch) { return static_cast<std::uint8_t>(ch); }))
    base::bad_input("{}: is not a NumPy array: it does not begin with \\x93NUMPY", name);
  if (bytes.size() < 8) base::bad_input("{}: truncated: its NumPy header ends too early", name);
  const unsigned version = bytes[6];
  if ((version != 1 && version != 2) || bytes[7] != 0)
    base::bad_input("{}: is in version {}.{} of NumPy's format: 1.0 and 2.0 are read", name, version,
                    bytes[7]);
  const std::size_t start = version == 1 ? 10 : 12;
  std::size_t length = 0;
  for (std::size_t b = 8; b < start && b < bytes.size(); ++b)
    length |= std::size_t{bytes[b]} << (8 * (b - 8));
  if (bytes.size() < start || bytes.size() - start < length)
    base::bad_input("{}: truncated: its NumPy header ends too early", name);

  Array array{std::move(name), "", {}, {}};
  const auto text = bytes.subspan(start, length);
  Header(array.name, {reinterpret_cast<const char*>(text.data()), text.size()}).read(array);
  array.bytes = bytes.subspan(start + length);

  unsigned __int128 expected = item_size(array);
  for (const std::uint64_t extent : array.shape) {
    if (extent == 0)
      base::bad_input("{}: is empty: its shape is ({})", array.name, fmt::join(array.shape, ", "));
    expected = std::min<unsigned __int128>(expected, UINT64_MAX) * extent;
  }
  if (array.bytes.size() < expected)
    base::bad_input("{}: truncated: {} of values are expected, found {} bytes", array.name, array.text(),
                    array.bytes.size());
  if (array.bytes.size() > expected)
    base::bad_input("{}: trailing bytes: {} behind its {}", array.name,
                    array.bytes.size() - static_cast<std::size_t>(expected), array.text());
  return array;
}

Loaded values_of(const Array& array, const LoadOptions& options) {
  if (array.shape.size() != 2 && array.shape.size() != 3)
    base::bad_input("{}: is an array {}: [samples, values] or [samples, height, width] is needed", array.name,
                    array.text());
  Loaded loaded;
  loaded.height = array.shape.size() == 3 ? array.shape[1] : 1;
  loaded.width = array.shape.back();
  const std::size_t count = array.bytes.size() / item_size(array);
  const std::size_t area = loaded.height * loaded.width;
  const bool bits = array.dtype == "|b1";
  const Scale scale(options.format);
  if (array.dtype == "|u1" && scale.plain()) {
    loaded.values.assign(array.bytes.begin(), array.bytes.end());
    return loaded;
  }
  loaded.values.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto [number, problem] = item(array, i);
    std::uint8_t& level = loaded.values[i];
    if (problem.empty() && bits)
      level = number.numerator != 0 ? 255 : 0;
    else if (problem.empty())
      problem = scale.grey(number, level);
    if (!problem.empty())
      base::bad_input("{}: sample {}, value {}, {}, {}", array.name, i / area, i % area, value_text(array, i),
                      problem);
  }
  return loaded;
}

std::vector<std::uint8_t> labels_of(const Array& array) {
  if (array.shape.size() != 1)
    base::bad_input("{}: is an array {}: labels must be an array [samples]", array.name, array.text());
  std::vector<std::uint8_t> labels(array.shape[0]);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    auto [number, problem] = item(array, i);
    if (problem.empty()) problem = parse_label(number, labels[i]);
    if (!problem.empty())
      base::bad_input("{}: sample {}, {}, {}", array.name, i, value_text(array, i), problem);
  }
  return labels;
}

Loaded load_npy(const std::filesystem::path& path, const LoadOptions& options) {
  const std::vector<std::uint8_t> bytes = read_unpacked(path);
  return values_of(parse_npy(path.string(), bytes), options);
}

std::vector<std::uint8_t> load_npy_labels(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = read_unpacked(path);
  return labels_of(parse_npy(path.string(), bytes));
}

bool is_npy_labels(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = read_unpacked(path);
  return parse_npy(path.string(), bytes).shape.size() == 1;
}

}  // namespace silipool::data
