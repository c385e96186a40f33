#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include <silipool/base/sdr.hpp>
#include <silipool/dut/wiring.hpp>

namespace silipool::dut {

/// Word `word` of a bitmap onto a port, in the side's order of bits and words.
void put_word(const base::Sdr& bits, const Side& side, const Wiring::Wires& wires, std::size_t word,
              std::span<std::uint64_t> port);
/// And off a port; false where a bit is set that stands for nothing.
[[nodiscard]] bool take_word(base::Sdr& bits, const Side& side, const Wiring::Wires& wires, std::size_t word,
                             std::span<const std::uint64_t> port);

}  // namespace silipool::dut
