#pragma once
#include <vector>

#include <silipool/base/sdr.hpp>

namespace silipool::memristor {

/// Voltages of the rows for an input: `read_v` where it is on, else 0 V. Error{bad_input} for a read_v that
/// is not above 0 and finite.
[[nodiscard]] std::vector<double> row_voltages(const base::Sdr& active, double read_v);

}  // namespace silipool::memristor
