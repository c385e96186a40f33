#pragma once
#include <string>
#include <string_view>

#include <silipool/verilated/foreign.hpp>

namespace silipool::verilated {

/// The top of a design in the XML that Verilator writes of it. Error{bad_input} for a port of a kind that has
/// no bits in an order, or is neither input nor output.
[[nodiscard]] ForeignTop read_elaborated(std::string_view xml);

/// All modules in it, by the names that the sources give them, ascending, each once.
[[nodiscard]] std::vector<std::string> modules_of(std::string_view xml);

}  // namespace silipool::verilated
