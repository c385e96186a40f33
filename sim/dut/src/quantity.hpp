#pragma once
#include <silipool/dut/design.hpp>

namespace silipool::dut {

/// The number that an assignment of a table stands for; Error{bad_input} with file and line.
[[nodiscard]] std::uint64_t value_of(const Design& design, const config::Config& config,
                                     std::string_view table, const Assignment& assignment);

}  // namespace silipool::dut
