// The state digest (section 8).
#include <silipool/oracle/oracle.hpp>

namespace silipool::oracle {

std::uint64_t Oracle::digest() const {
  std::uint64_t state = 0xcbf29ce484222325;
  const auto append = [&](std::uint64_t value, int bits) {
    for (int shift = 0; shift < bits; shift += 8) {
      state ^= (value >> shift) & 0xff;
      state *= 0x100000001b3;
    }
  };
  const auto append_window = [&](const Window& window) {
    for (const std::vector<bool>& step : window)
      for (std::size_t first = 0; first < columns_; first += 64) {
        std::uint64_t word = 0;
        for (std::size_t c = first; c < columns_ && c < first + 64; ++c)
          if (step[c]) word += std::uint64_t{1} << (c - first);
        append(word, 64);
      }
  };

  append(t_, 32);
  for (std::size_t c = 0; c < columns_; ++c) {
    for (std::size_t s = 0; s < slots_; ++s) append(permanence_[c][s], 16);
    append(duty_[c], 32);
    append(boost_[c], 16);
  }
  if (bumping())
    for (std::size_t c = 0; c < columns_; ++c) append(overlap_duty_[c], 32);
  if (!fixed_radius()) append(radius_, 32);
  if (windowed()) append_window(wins_);
  if (windowed() && bumping()) append_window(overlaps_);
  if (rewarding())
    for (std::size_t c = 0; c < columns_; ++c)
      for (const std::uint64_t count : class_count_[c]) append(count, 16);
  return state;
}

}  // namespace silipool::oracle
