#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace silipool::base {

/// A named, counter-based stream of random numbers: the n-th draw is a function of (seed, name, n)
/// alone, so a new consumer never shifts another's draws. For everything outside docs/spec.md's own
/// hash: generated data, order of samples, stimulus, stalls.
class Stream {
 public:
  constexpr Stream(std::uint64_t seed, std::string_view name) noexcept : key_(mix(seed ^ fnv(name))) {}

  /// The n-th 64-bit word, without advancing.
  [[nodiscard]] constexpr std::uint64_t at(std::uint64_t n) const noexcept {
    return mix(key_ + (n + 1) * 0x9e3779b97f4a7c15ULL);
  }
  [[nodiscard]] constexpr std::uint64_t next() noexcept { return at(counter_++); }
  /// Uniform in [0, n), n >= 1, by the high half of a 64x64 product (bias below n / 2^64).
  [[nodiscard]] constexpr std::uint64_t below(std::uint64_t n) noexcept {
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(next()) * n) >> 64);
  }
  /// Uniform in [0, 1): 53 bits, exact in IEEE double.
  [[nodiscard]] constexpr double unit() noexcept { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  /// Fisher-Yates, from the back.
  template <typename T>
  constexpr void shuffle(std::span<T> items) noexcept {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  // The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
  static constexpr std::uint64_t mix(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  static constexpr std::uint64_t fnv(std::string_view name) noexcept {
    std::uint64_t h = 0xcbf29ce484222325ULL;
    for (const char ch : name) h = (h ^ static_cast<unsigned char>(ch)) * 0x100000001b3ULL;
    return h;
  }
  std::uint64_t key_;
  std::uint64_t counter_ = 0;
};

}  // namespace silipool::base
