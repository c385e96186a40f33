#include <silipool/cost/technology.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <fmt/ranges.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/shipped.hpp>

namespace silipool::cost {
namespace {

std::filesystem::path tables_folder() {
  const char* const given = std::getenv("SILIPOOL_COST_TABLES");
  return given != nullptr && *given != '\0' ? given : base::shipped_root() / "model/cost/tables";
}

}  // namespace

std::vector<std::string> known_technologies() {
  const std::filesystem::path folder = tables_folder();
  std::error_code error;
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  if (error)
    base::bad_input("{}: cannot list the cost tables: {} (SILIPOOL_COST_TABLES names another folder)",
                    folder.string(), error.message());
  std::sort(names.begin(), names.end());  // a folder has no order of its own
  return names;
}

CostTable load_cost_table(const std::string& technology) {
  const std::vector<std::string> known = known_technologies();
  if (!std::binary_search(known.begin(), known.end(), technology))
    base::bad_input("unknown technology '{}': {} has {}", technology, tables_folder().string(),
                    known.empty() ? "no cost tables" : fmt::format("{}", fmt::join(known, ", ")));
  const std::filesystem::path path = tables_folder() / (technology + ".toml");
  CostTable table = parse_cost_table(base::read_file(path), path.string());
  if (table.name != technology)
    base::bad_input("{}: the table is named '{}', it must be '{}' as the file", path.string(), table.name,
                    technology);
  return table;
}

}  // namespace silipool::cost
