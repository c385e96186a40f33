#pragma once
#include <string>
#include <vector>

#include <silipool/cost/cost_table.hpp>

namespace silipool::cost {

/// The names of all cost tables, sorted: the NAME.toml in the folder that the environment variable
/// SILIPOOL_COST_TABLES names, or in model/cost/tables of base::shipped_root(). Error{bad_input} if there is
/// no such folder.
[[nodiscard]] std::vector<std::string> known_technologies();

/// The cost table of that name. Error{bad_input} lists the known ones; or says what is wrong with the file.
[[nodiscard]] CostTable load_cost_table(const std::string& technology);

}  // namespace silipool::cost
