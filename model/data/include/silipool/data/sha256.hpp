#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace silipool::data {

/// SHA-256 (FIPS 180-4): to check a fetched file against its published hash.
class Sha256 {
 public:
  void update(std::span<const std::uint8_t> data) noexcept;
  /// 64 lower-case hexadecimal digits of everything given so far. Ends the computation.
  [[nodiscard]] std::string finish();

 private:
  void block() noexcept;

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> buffer_{};
  std::uint64_t length_ = 0;  // bytes so far
};

}  // namespace silipool::data
