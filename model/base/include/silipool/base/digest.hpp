#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace silipool::base {

/// 64-bit FNV-1a over a defined sequence of little-endian integers: a fingerprint that does not
/// depend on the machine. Not cryptographic.
class Digest {
 public:
  void bytes(std::span<const std::uint8_t> data) noexcept;
  void text(std::string_view s) noexcept;
  void u16(std::uint16_t v) noexcept;
  void u32(std::uint32_t v) noexcept;
  void u64(std::uint64_t v) noexcept;
  [[nodiscard]] std::uint64_t value() const noexcept { return state_; }
  /// Sixteen lower-case hexadecimal digits.
  [[nodiscard]] std::string hex() const;

 private:
  void byte(std::uint8_t b) noexcept { state_ = (state_ ^ b) * 0x100000001b3ULL; }
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

[[nodiscard]] std::string hex64(std::uint64_t v);

}  // namespace silipool::base
