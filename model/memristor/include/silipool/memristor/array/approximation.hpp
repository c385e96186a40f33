#pragma once
#include <cstdint>
#include <vector>

#include <silipool/memristor/array/solver.hpp>

namespace silipool::memristor {

/// Formulas for the column currents that solve nothing; docs/crossbar.md has their measured errors.
enum class Approximation : std::uint8_t {
  ideal,       ///< no wire has resistance
  dmr,         ///< a factor for each row and one for each column, from mean conductances
  alpha_beta,  ///< two factors for each cell, from the conductances of its own row and column
};

/// Column currents in ampere of an array whose cells are taken as linear, in O(rows x columns). All columns
/// must be virtual grounds (Error{bad_input}).
[[nodiscard]] std::vector<double> approximate(Approximation approximation, const Array& array,
                                              const Drive& drive);

}  // namespace silipool::memristor
