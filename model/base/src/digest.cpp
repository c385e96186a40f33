#include <silipool/base/digest.hpp>

#include <fmt/format.h>

namespace silipool::base {

void Digest::bytes(std::span<const std::uint8_t> data) noexcept {
  for (const std::uint8_t b : data) byte(b);
}
void Digest::text(std::string_view s) noexcept {
  for (const char ch : s) byte(static_cast<std::uint8_t>(ch));
}
void Digest::u16(std::uint16_t v) noexcept {
  byte(static_cast<std::uint8_t>(v & 0xffU));
  byte(static_cast<std::uint8_t>(v >> 8U));
}
void Digest::u32(std::uint32_t v) noexcept {
  u16(static_cast<std::uint16_t>(v & 0xffffU));
  u16(static_cast<std::uint16_t>(v >> 16U));
}
void Digest::u64(std::uint64_t v) noexcept {
  u32(static_cast<std::uint32_t>(v & 0xffffffffU));
  u32(static_cast<std::uint32_t>(v >> 32U));
}
std::string Digest::hex() const { return hex64(state_); }

std::string hex64(std::uint64_t v) { return fmt::format("{:016x}", v); }

}  // namespace silipool::base
