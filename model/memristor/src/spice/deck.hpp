#pragma once
// What decks have in common.
#include <string>
#include <string_view>
#include <vector>

#include "../array/circuit.hpp"

namespace silipool::memristor {

/// Title and wires.
[[nodiscard]] std::string deck_head(const Circuit& circuit, std::string_view title);

/// The values of lines "name = value".
[[nodiscard]] std::vector<double> printed_values(const std::string& content, std::size_t count);

}  // namespace silipool::memristor
