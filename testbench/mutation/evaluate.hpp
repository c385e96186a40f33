#pragma once
#include <cstdint>
#include <vector>

#include "netlist.hpp"

namespace silipool::mutation {

/// One cycle of 64 states of a netlist beside each other, a bit of each.
struct Evaluation {
  std::vector<std::uint64_t> nodes;  ///< of the netlist
  std::vector<std::uint64_t> next;   ///< of its registers
};
[[nodiscard]] Evaluation evaluate(const Netlist& netlist, const std::vector<std::uint64_t>& held,
                                  const std::vector<std::uint64_t>& inputs);

/// An output, and the pin beside which it means something: 1 where it always does.
struct Watched {
  Literal value = 0, beside = 1;
};
/// What the protocols give a meaning, out of reset.
[[nodiscard]] std::vector<Watched> watched_pins(const Netlist& netlist);
/// The pin that is 0 in reset; 1 where there is none.
[[nodiscard]] Literal out_of_reset(const Netlist& netlist);

}  // namespace silipool::mutation
