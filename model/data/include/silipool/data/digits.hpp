#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <silipool/data/images.hpp>

namespace silipool::data {

/// 10000 for "train", 2000 for "test".
[[nodiscard]] std::size_t default_digits(std::string_view split);

/// Built-in stand-in for handwritten digits, for where no data set is at hand: 28 x 28 gray images of
/// pen strokes with random slant, size, place, thickness, wobble and noise. Image i is a function of
/// (seed, split, i) alone, so a longer set begins with the shorter one. Every ten images from a
/// multiple of ten on show each digit once, in random order.
/// `split` is "train" or "test", Error{bad_input} otherwise; the two share no random numbers.
[[nodiscard]] Images digits(std::string_view split, std::size_t count, std::uint64_t seed);

}  // namespace silipool::data
