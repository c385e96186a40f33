#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>

#include <fmt/ranges.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/shipped.hpp>
#include <silipool/config/document.hpp>
#include <silipool/estimate/fast.hpp>

namespace silipool::estimate {
namespace fs = std::filesystem;
namespace {

using config::DocumentItem;
using config::DocumentTable;

/// One table of the file, of which every key must be asked for.
class Reader {
 public:
  Reader(const DocumentTable& table, const std::string& file)
      : table_(table), file_(file), asked_(table.items.size()) {}

  std::string text(std::string_view key) {
    const DocumentItem& item = required(key);
    const auto* const value = std::get_if<std::string>(&item.value);
    if (value == nullptr || value->empty()) base::bad_input("{} must be a text", place(item));
    return *value;
  }
  double number(std::string_view key) {
    const DocumentItem& item = required(key);
    const auto* const value = std::get_if<double>(&item.value);
    if (value == nullptr || !std::isfinite(*value) || *value < 0)
      base::bad_input("{} must be a number, 0 or more", place(item));
    return *value;
  }
  cost::Range range(std::string_view prefix, double unit = 1) {
    const std::string p(prefix);
    const cost::Range r{number(p + "low"), number(p + "nominal"), number(p + "high")};
    if (r.low > r.nominal || r.nominal > r.high)
      base::bad_input("{}:{}: {}: {}low <= {}nominal <= {}high is legal", file_, table_.line, table_.name, p,
                      p, p);
    return unit * r;
  }
  void finish() const {
    for (std::size_t i = 0; i < asked_.size(); ++i)
      if (!asked_[i]) base::bad_input("{} is an unknown key", place(table_.items[i]));
  }

 private:
  const DocumentItem& required(std::string_view key) {
    for (std::size_t i = 0; i < asked_.size(); ++i)
      if (table_.items[i].key == key) {
        asked_[i] = true;
        return table_.items[i];
      }
    base::bad_input("{}:{}: {}{}{} is missing", file_, std::max(table_.line, 1U), table_.name,
                    table_.name.empty() ? "" : ".", key);
  }
  [[nodiscard]] std::string place(const DocumentItem& item) const {
    return fmt::format("{}:{}: {}{}{}", file_, item.line, table_.name, table_.name.empty() ? "" : ".",
                       item.key);
  }

  const DocumentTable& table_;
  const std::string& file_;
  std::vector<bool> asked_;
};

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
    Reader reader(table, file_name);
    const std::size_t first = table.name.find('.'), second = table.name.find('.', first + 1);
    if (table.name.empty()) {
      fit.name = reader.text("name");
      fit.node = reader.text("node");
      fit.source = reader.text("source");
      fit.process = {reader.number("feature_m"), reader.number("supply_v")};
      fit.registers_below = static_cast<std::size_t>(reader.number("registers_below"));
      fit.held_out = static_cast<std::size_t>(reader.number("held_out"));
      fit.learn_error = reader.number("learn_error");
      fit.infer_error = reader.number("infer_error");
      fit.area_error = reader.number("area_error");
      fit.leakage_error = reader.number("leakage_error");
      fit.fmax_hz = reader.range("fmax_hz_");
      fit.leakage_w_per_m2 = reader.range("leakage_w_per_m2_");
    } else if (second != std::string::npos &&
               (table.name.starts_with("energy.") || table.name.starts_with("area."))) {
      const bool energy = table.name.starts_with("energy.");
      const std::string unit = reader.text("unit");
      if (unit != (energy ? "fJ" : "um2"))
        base::bad_input("{}:{}: {}.unit = \"{}\": \"{}\" is legal", file_name, table.line, table.name, unit,
                        energy ? "fJ" : "um2");
      (energy ? fit.energy : fit.area)
          .push_back({table.name.substr(first + 1, second - first - 1), table.name.substr(second + 1),
                      reader.range("", energy ? 1e-15 : 1e-12)});
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
