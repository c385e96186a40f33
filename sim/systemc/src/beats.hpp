#pragma once
#include <cstddef>
#include <cstdint>

#include <silipool/base/error.hpp>
#include <silipool/base/sdr.hpp>

// A frame is a dense bitmap: bit 0 in bit 0 of the first beat, zeros after the last bit.
namespace silipool::systemc {

/// How many beats a frame takes. The widths are those for which no beat crosses a word of an Sdr.
[[nodiscard]] inline std::size_t beats_of(std::size_t frame_bits, std::size_t stream_bits) {
  if (stream_bits != 8 && stream_bits != 16 && stream_bits != 32 && stream_bits != 64)
    base::bad_input("SystemC testbench: a stream of {} bits (legal: 8, 16, 32, 64)", stream_bits);
  if (frame_bits == 0) base::bad_input("SystemC testbench: a frame of 0 bits (legal: 1 and more)");
  return (frame_bits + stream_bits - 1) / stream_bits;
}

[[nodiscard]] inline std::uint64_t get_beat(const base::Sdr& bits, std::size_t beat,
                                            std::size_t stream_bits) {
  const std::size_t at = beat * stream_bits;
  const std::uint64_t word = bits.words()[at / 64] >> (at % 64);
  return stream_bits == 64 ? word : word & ((std::uint64_t{1} << stream_bits) - 1);
}

/// Into bits that were zero; `data` must have none past the width of the beat.
inline void put_beat(base::Sdr& bits, std::size_t beat, std::size_t stream_bits, std::uint64_t data) {
  const std::size_t at = beat * stream_bits;
  bits.words()[at / 64] |= data << (at % 64);
}

}  // namespace silipool::systemc
