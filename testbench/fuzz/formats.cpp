#include "formats.hpp"

#include <algorithm>
#include <cstdint>

#include <zlib.h>

#include <silipool/base/digest.hpp>
#include <silipool/config/load.hpp>

namespace silipool::fuzz {
namespace {

constexpr std::size_t kFixed = 24;
constexpr std::size_t kChecksum = 8;

constexpr std::string_view kStructure = R"(
name = "fuzz"
[input]
shape = [6]
[pooler]
columns_per_hypercolumn = 4
window = [3]
permanence_bits = 3
active_columns = 2
pool = "sample"
synapses_per_column = 2
[learning]
rule = "draw_per_winner"
[boosting]
rule = "exponential"
strength = 2
duty_period = 8
update_period = 4
)";

void put(std::string& out, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xffU));
}

void put_checksum(std::string& out) {
  base::Digest digest;
  digest.text(out);
  put(out, digest.value(), kChecksum);
}

std::size_t get(std::string_view bytes, std::size_t at, std::size_t size) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < size; ++i)
    value |= std::size_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

}  // namespace

std::pair<std::string_view, std::string_view> split(std::string_view bytes) {
  if (bytes.size() < 2) return {bytes, {}};
  const std::size_t first = std::min(get(bytes, 0, 2), bytes.size() - 2);
  return {bytes.substr(2, first), bytes.substr(2 + first)};
}

std::string join(std::string_view first, std::string_view second) {
  std::string out;
  put(out, first.size(), 2);
  out += first;
  out += second;
  return out;
}

const std::vector<config::Config>& configs() {
  static const std::vector<config::Config> all{
      config::parse_config(kStructure, "fuzz.toml"),
      config::parse_config(kStructure, "fuzz.toml",
                           {{"pooler.inhibition", "local", "fuzz"},
                            {"pooler.radius_rule", "receptive_field", "fuzz"},
                            {"learning.reward", "gate", "fuzz"},
                            {"learning.classes", "3", "fuzz"},
                            {"boosting.duty", "window", "fuzz"},
                            {"bumping.increment", "1", "fuzz"}})};
  return all;
}

std::string state_file(std::string_view texts, std::string_view payload) {
  std::string packed(compressBound(payload.size()), '\0');
  uLongf size = packed.size();
  (void)compress(reinterpret_cast<Bytef*>(packed.data()), &size,
                 reinterpret_cast<const Bytef*>(payload.data()), payload.size());
  packed.resize(size);
  const std::size_t head = kFixed + texts.size() + kChecksum;
  std::string out("\x89SPS\r\n\x1a\n");
  put(out, 1, 4);
  put(out, head, 4);
  put(out, head + size + kChecksum, 8);
  out += texts;
  put_checksum(out);
  out += packed;
  put_checksum(out);
  return out;
}

std::pair<std::string, std::string> state_parts(std::string_view file) {
  const std::size_t head = get(file, 12, 4);
  const std::string_view packed = file.substr(head, file.size() - kChecksum - head);
  std::string payload(std::size_t{1} << 16U, '\0');
  uLongf size = payload.size();
  (void)uncompress(reinterpret_cast<Bytef*>(payload.data()), &size,
                   reinterpret_cast<const Bytef*>(packed.data()), packed.size());
  payload.resize(size);
  return {std::string(file.substr(kFixed, head - kChecksum - kFixed)), payload};
}

}  // namespace silipool::fuzz
