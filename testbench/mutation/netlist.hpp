#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace silipool::mutation {

/// 2 * node + inverted; node 0 is 0.
using Literal = std::uint32_t;

enum class Kind : std::uint8_t {
  zero,
  input,
  held,         ///< what a register of one bit holds
  conjunction,  ///< a, b
  parity,       ///< a, b
  choice,       ///< a ? c : b
  site          ///< a, where mutants act
};

struct Node {
  Kind kind = Kind::zero;
  Literal a = 0, b = 0, c = 0;
};

enum class Fault : std::uint8_t { inverted, zero, one };

/// A netlist of gates with one clock, as mutation.py writes it. Nodes stand behind those that they look at,
/// but for sites at registers.
struct Netlist {
  struct Register {
    std::uint32_t held = 0;  ///< its node
    Literal next = 0;
    std::string name;
  };
  struct Pin {
    std::string name;
    std::uint32_t bit = 0;
    Literal value = 0;
  };
  struct Mutant {
    std::uint64_t number = 0;
    std::uint32_t site = 0;  ///< its node
    Fault fault = Fault::inverted;
  };
  std::vector<Node> nodes;
  std::vector<Register> registers;
  std::vector<Pin> inputs, outputs;
  std::vector<Mutant> mutants;
};

/// Error{bad_input} with the line that is not understood.
[[nodiscard]] Netlist read_netlist(const std::filesystem::path& path);

}  // namespace silipool::mutation
