#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace silipool::data {

/// A member of a zip archive.
struct ZipMember {
  std::string name;
  std::uint32_t method = 0, crc = 0, flags = 0;
  std::uint64_t packed = 0, size = 0, header = 0;
};

/// The directory of an archive. Error{bad_input} names `name`: not a zip archive, truncated, or one that
/// needs its 64-bit extension.
[[nodiscard]] std::vector<ZipMember> read_zip(const std::string& name, std::span<const std::uint8_t> archive);

/// A member's bytes, stored or deflated, checked against its CRC-32.
[[nodiscard]] std::vector<std::uint8_t> unpack(const std::string& name, std::span<const std::uint8_t> archive,
                                               const ZipMember& member);

}  // namespace silipool::data
