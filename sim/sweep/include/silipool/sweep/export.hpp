#pragma once
#include <string>
#include <vector>

#include <silipool/store/store.hpp>

namespace silipool::sweep {

/// A line for each point, in the order of the plan; units stand in the heads of columns. Without `timings` it
/// is the same to the byte however often, by whom and with how many workers the points were run.
[[nodiscard]] std::string to_csv(const std::vector<store::Row>& rows, bool timings);
[[nodiscard]] std::string to_json(const store::Study& study, const std::string& code_version,
                                  const std::vector<store::Row>& rows, bool timings);

}  // namespace silipool::sweep
