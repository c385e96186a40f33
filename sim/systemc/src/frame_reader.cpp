#include "frame_reader.hpp"

#include <algorithm>

namespace silipool::systemc {
namespace {

// Bits of the register ERRORS.
constexpr std::uint32_t kEarlyLast = 1, kLateLast = 2, kIndex = 4, kOrder = 8, kKeep = 16;

}  // namespace

FrameReader::FrameReader(std::size_t inputs, std::size_t width)
    : width_(width), beats_((inputs + width - 1) / width), frame_(inputs) {}

bool FrameReader::take(const engine::Beat& beat, bool sparse) {
  if (first_) {
    sparse_ = sparse;
    frame_.clear();
    beat_ = least_index_ = 0;
    errors_ = 0;
  }
  const std::uint32_t all = (1U << (width_ / 8)) - 1U;
  const bool holes = (beat.keep & (beat.keep + 1)) != 0;
  if (beat.last ? holes : beat.keep != all) errors_ |= kKeep;
  if (sparse_)
    take_indices(beat);
  else
    take_bitmap(beat);
  first_ = beat.last;
  return beat.last;
}

void FrameReader::take_bitmap(const engine::Beat& beat) {
  if (beat_ == beats_) {
    errors_ |= kLateLast;
    return;
  }
  const bool last = ++beat_ == beats_;
  if (beat.last && !last) errors_ |= kEarlyLast;
  if (!beat.last && last) errors_ |= kLateLast;
  const std::size_t at = (beat_ - 1) * width_;
  const std::size_t bits = std::min(width_, frame_.size() - at);
  if (beat.last && last && (beat.keep >> ((bits + 7) / 8 - 1) & 1U) == 0) errors_ |= kKeep;
  const std::uint64_t mask = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
  frame_.words()[at / 64] |= (beat.data & mask) << (at % 64);
}

void FrameReader::take_indices(const engine::Beat& beat) {
  for (std::size_t i = 0; i < width_ / 16; ++i) {
    const std::uint32_t kept = beat.keep >> (2 * i) & 3U;
    if (kept == 1 || kept == 2) errors_ |= kKeep;
    if ((kept & 1U) == 0) continue;
    const std::size_t index = beat.data >> (16 * i) & 0xffffU;
    if (index < least_index_) errors_ |= kOrder;
    least_index_ = index + 1;
    if (index >= frame_.size())
      errors_ |= kIndex;
    else
      frame_.set(index);
  }
}

}  // namespace silipool::systemc
