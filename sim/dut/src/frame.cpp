#include "frame.hpp"

#include <algorithm>

namespace silipool::dut {
namespace {

/// The bit of the bitmap that stands at bit `b` of a word; at or past the end for none.
std::size_t bit_at(const Side& side, const Wiring::Wires& wires, std::size_t word, std::size_t b) {
  const std::size_t place = side.highest_first ? wires.words - 1 - word : word;
  return place * wires.width + (side.msb_first ? wires.width - 1 - b : b);
}

}  // namespace

void put_word(const base::Sdr& bits, const Side& side, const Wiring::Wires& wires, std::size_t word,
              std::span<std::uint64_t> port) {
  std::ranges::fill(port, 0);
  for (std::size_t b = 0; b < wires.width; ++b)
    if (const std::size_t i = bit_at(side, wires, word, b); i < bits.size() && bits.test(i))
      port[b / 64] |= std::uint64_t{1} << (b % 64);
}

bool take_word(base::Sdr& bits, const Side& side, const Wiring::Wires& wires, std::size_t word,
               std::span<const std::uint64_t> port) {
  for (std::size_t b = 0; b < wires.width; ++b) {
    if ((port[b / 64] >> (b % 64) & 1U) == 0) continue;
    const std::size_t i = bit_at(side, wires, word, b);
    if (i >= bits.size()) return false;
    bits.set(i);
  }
  return true;
}

}  // namespace silipool::dut
