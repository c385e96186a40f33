#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace silipool::flow {

/// A module of a mapped netlist: bits, and what stands between them.
struct Module {
  struct Instance {
    std::string type;                                         ///< of a cell, a module or a memory
    std::vector<std::pair<std::string, std::uint32_t>> pins;  ///< pin, and the net it is on
  };
  std::string name;
  std::vector<std::string> nets;               ///< names
  std::vector<std::uint32_t> inputs, outputs;  ///< nets
  std::vector<Instance> instances;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> wires;  ///< from, to
  std::vector<std::uint32_t> zeros, ones;                      ///< nets that are constant
};

/// Reads a hierarchical netlist as Yosys writes it with `write_blif`: instances, constants and wires; no
/// logic of its own. Error{check_failed} "file:line: ..." for anything else: the design was not mapped.
[[nodiscard]] std::vector<Module> parse_blif(std::string_view text, const std::string& file);

}  // namespace silipool::flow
