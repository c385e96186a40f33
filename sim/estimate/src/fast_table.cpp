#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>

#include <fmt/ranges.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/shipped.hpp>
#include <silipool/config/document.hpp>
#include <silipool/config/table_reader.hpp>
#include <silipool/estimate/fast.hpp>

namespace silipool::estimate {
namespace fs = std::filesystem;
namespace {

using config::DocumentTable;
using config::TableReader;

double number(TableReader& reader, std::string_view key) {
  const std::optional<double> value = reader.number(key);
  if (!value || !std::isfinite(*value) || *value < 0) reader.refuse(key, "must be a number, 0 or more");
  return *value;
}

/// PREFIXlow, PREFIXnominal and PREFIXhigh.
cost::Range range(TableReader& reader, const std::string& prefix, double unit = 1) {
  const cost::Range r{number(reader, prefix + "low"), number(reader, prefix + "nominal"),
                      number(reader, prefix + "high")};
  if (r.low > r.nominal || r.nominal > r.high)
    reader.refuse(prefix + "low", fmt::format("<= {0}nominal <= {0}high is legal", prefix));
  return unit * r;
}

const FitTable::Coefficient& find(const std::vector<FitTable::Coefficient>& list, const UnitCount& count,
                                  const std::string& table, const char* what) {
  const auto found = std::ranges::find_if(
      list, [&](const FitTable::Coefficient& c) { return c.unit == count.unit && c.name == count.name; });
  if (found == list.end())
    base::bad_input("the fit {} has no {}.{}.{}: a count without a cost", table, what, count.unit,
                    count.name);
  return *found;
}

fs::path fits_folder() { return base::shipped_root() / "sim/estimate/fits"; }

}  // namespace

const FitTable::Coefficient& FitTable::energy_of(const UnitCount& count) const {
  return find(energy, count, name, "energy");
}
const FitTable::Coefficient& FitTable::area_of(const UnitCount& count) const {
  return find(area, count, name, "area");
}

FitTable parse_fit_table(std::string_view text, const std::string& file_name) {
  FitTable fit;
  for (const DocumentTable& table : config::parse_document(text, file_name)) {
    TableReader reader(table, file_name);
    const std::size_t first = table.name.find('.'), second = table.name.find('.', first + 1);
    if (table.name.empty()) {
      fit.name = reader.text("name");
      fit.node = reader.text("node");
      fit.source = reader.text("source");
      fit.process = {number(reader, "feature_m"), number(reader, "supply_v")};
      fit.registers_below = static_cast<std::size_t>(number(reader, "registers_below"));
      fit.held_out = static_cast<std::size_t>(number(reader, "held_out"));
      fit.learn_error = number(reader, "learn_error");
      fit.infer_error = number(reader, "infer_error");
      fit.area_error = number(reader, "area_error");
      fit.leakage_error = number(reader, "leakage_error");
      fit.fmax_hz = range(reader, "fmax_hz_");
      fit.leakage_w_per_m2 = range(reader, "leakage_w_per_m2_");
    } else if (second != std::string::npos &&
               (table.name.starts_with("energy.") || table.name.starts_with("area."))) {
      const bool energy = table.name.starts_with("energy.");
      const std::string unit = reader.text("unit");
      if (unit != (energy ? "fJ" : "um2"))
        base::bad_input("{}:{}: {}.unit = \"{}\": \"{}\" is legal", file_name, table.line, table.name, unit,
                        energy ? "fJ" : "um2");
      (energy ? fit.energy : fit.area)
          .push_back({table.name.substr(first + 1, second - first - 1), table.name.substr(second + 1),
                      range(reader, "", energy ? 1e-15 : 1e-12)});
    } else if (table.name != "energy" && table.name != "area" && !table.name.starts_with("energy.") &&
               !table.name.starts_with("area.")) {
      base::bad_input("{}:{}: unknown table [{}]: [energy.UNIT.COUNT] and [area.UNIT.COUNT] are legal",
                      file_name, table.line, table.name);
    }
    reader.finish();
  }
  return fit;
}

FitTable load_fit_table(const std::string& name) {
  const fs::path file = fits_folder() / (name + ".toml");
  if (!fs::exists(file)) {
    std::vector<std::string> known;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(fits_folder(), ignored))
      known.push_back(entry.path().stem().string());
    std::ranges::sort(known);
    base::bad_input("there is no fit '{}': {} has {}", name, fits_folder().string(),
                    known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", ")));
  }
  return parse_fit_table(base::read_file(file), file.string());
}

}  // namespace silipool::estimate
