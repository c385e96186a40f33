#include <silipool/estimate/published.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <optional>
#include <sstream>

#include <fmt/ranges.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/shipped.hpp>
#include <silipool/config/document.hpp>
#include <silipool/config/table_reader.hpp>
#include <silipool/cost/ledger.hpp>
#include <silipool/cost/technology.hpp>
#include <silipool/flow/sram.hpp>
#include <silipool/memristor/array/energy.hpp>
#include <silipool/memristor/device/card.hpp>

namespace silipool::estimate {
namespace fs = std::filesystem;
namespace {

using config::DocumentTable;
using config::TableReader;

enum class Kind { number, energy, power, area, length, voltage, time, conductance };
struct Unit {
  std::string_view name;
  Kind kind;
  double si;
};
constexpr std::array<Unit, 14> kUnits{{{"1", Kind::number, 1},
                                       {"nJ", Kind::energy, 1e-9},
                                       {"pJ", Kind::energy, 1e-12},
                                       {"mW", Kind::power, 1e-3},
                                       {"uW", Kind::power, 1e-6},
                                       {"mm2", Kind::area, 1e-6},
                                       {"um2", Kind::area, 1e-12},
                                       {"nm", Kind::length, 1e-9},
                                       {"V", Kind::voltage, 1},
                                       {"ns", Kind::time, 1e-9},
                                       {"s", Kind::time, 1},
                                       {"S", Kind::conductance, 1},
                                       {"mS", Kind::conductance, 1e-3},
                                       {"uS", Kind::conductance, 1e-6}}};

double number(TableReader& reader, std::string_view key) {
  const std::optional<double> value = reader.number(key);
  if (!value || !std::isfinite(*value) || *value <= 0) reader.refuse(key, "must be a number above 0");
  return *value;
}

const Unit& unit_of(TableReader& reader) {
  const std::string name = reader.text("unit");
  for (const Unit& unit : kUnits)
    if (unit.name == name) return unit;
  std::vector<std::string_view> names;
  for (const Unit& unit : kUnits) names.push_back(unit.name);
  reader.refuse("unit", fmt::format("= \"{}\": {} are legal", name, fmt::join(names, ", ")));
}

/// What a term counts costs.
struct Price {
  Kind kind = Kind::energy;
  cost::Cost cost;  ///< J; W and m2 stand in its energy
};

/// Energy of one read of an array of cells, every second on and every second row driven, wires of 0 ohm.
double array_read_j(std::size_t rows, std::size_t columns, double on_s, double off_s, double volt,
                    double seconds) {
  memristor::Array array(rows, columns, {});
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c)
      array.set_conductance(r, c, (r / 2 + c) % 2 == 0 ? on_s : off_s);
  std::vector<double> row_v(rows);
  for (std::size_t r = 0; r < rows; r += 2) row_v[r] = volt;
  const memristor::Drive drive{row_v, memristor::InactiveRows::gated, {}};
  return memristor::driven_energy_j(drive, memristor::Solver().solve(array, drive), seconds);
}

class Design {
 public:
  Design(std::string_view text, const std::string& file)
      : file_(file), tables_(config::parse_document(text, file)) {}

  PublishedDesign read() {
    for (const DocumentTable& table : tables_) {
      TableReader reader(table, file_);
      if (table.name.empty()) {
        design_.name = reader.text("name");
        design_.title = reader.text("title");
        design_.citation = reader.text("citation");
      } else if (table.name.starts_with("input.")) {
        const Unit& unit = unit_of(reader);
        design_.inputs.push_back(
            {table.name.substr(6), std::string(unit.name), reader.text("source"), number(reader, "value")});
      } else if (table.name.starts_with("figure.")) {
        names_.push_back(table.name.substr(7));
        kinds_.push_back(unit_of(reader).kind);
        per_.push_back(reader.has("per") ? reader.text("per") : "");
        design_.figures.push_back({reader.text("what"),
                                   reader.text("unit"),
                                   number(reader, "published"),
                                   reader.text("source"),
                                   reader.text("reason"),
                                   false,
                                   {},
                                   {}});
      } else if (table.name.starts_with("term.")) {
        add_term(table, reader);
      } else if (table.name != "input" && table.name != "figure" && table.name != "term") {
        base::bad_input("{}:{}: unknown table [{}]: [input.NAME], [figure.NAME] and [term.NAME] are legal",
                        file_, table.line, table.name);
      }
      reader.finish();
    }
    if (design_.figures.empty()) base::bad_input("{}: there is no [figure.NAME]", file_);
    for (std::size_t i = 0; i < names_.size(); ++i) scale(i);
    return std::move(design_);
  }

 private:
  [[nodiscard]] double input(const std::string& name, Kind kind, TableReader& reader, std::string_view key) {
    const auto found = std::ranges::find(design_.inputs, name, &PublishedInput::name);
    if (found == design_.inputs.end()) reader.refuse(key, fmt::format("needs an [input.{}] above it", name));
    const auto& unit = *std::ranges::find(kUnits, found->unit, &Unit::name);
    if (unit.kind != kind) reader.refuse(key, fmt::format("cannot use [input.{}] in {}", name, unit.name));
    return found->value * unit.si;
  }
  /// "a b c": the product of inputs that are whole numbers.
  [[nodiscard]] std::uint64_t product(const std::string& names, TableReader& reader, std::string_view key) {
    std::istringstream words(names);
    double value = 1;
    for (std::string name; words >> name;) value *= input(name, Kind::number, reader, key);
    if (value != std::floor(value) || value > 9e15)
      reader.refuse(key, fmt::format("= \"{}\" is {}: no whole number below 9e15", names, value));
    return static_cast<std::uint64_t>(value);
  }
  [[nodiscard]] cost::Process process(TableReader& reader) {
    return {input("feature", Kind::length, reader, "price"), input("supply", Kind::voltage, reader, "price")};
  }

  [[nodiscard]] Price price_of(TableReader& reader) {
    std::istringstream words(reader.text("price"));
    std::string kind, what;
    words >> kind >> what;
    if (kind == "operation") {
      cost::Cost cost = cost::load_cost_table("cmos45").cost_of(what);
      const std::uint64_t bits = reader.has("bits") ? product(reader.text("bits"), reader, "bits") : 1;
      if (bits != 1 && !cost.operation->per_bit) reader.refuse("bits", "is for operations priced by bits");
      cost.energy = static_cast<double>(bits) * cost.energy;
      cost.event = what;
      cost.operation = nullptr;
      if (reader.has("scaled_from")) {
        std::istringstream from(reader.text("scaled_from"));
        std::string feature, supply;
        from >> feature >> supply;
        cost = cost::scaled(std::move(cost),
                            {input(feature, Kind::length, reader, "scaled_from"),
                             input(supply, Kind::voltage, reader, "scaled_from")},
                            process(reader));
      }
      return {Kind::energy, std::move(cost)};
    }
    if (kind == "sram") {
      const flow::Sram sram =
          flow::sram_by_law(product(reader.text("width"), reader, "width"),
                            product(reader.text("depth"), reader, "depth"), process(reader));
      if (what == "read") return {Kind::energy, sram.read};
      if (what == "write") return {Kind::energy, sram.write};
      if (what == "leakage") return {Kind::power, sram.leakage};
      if (what == "area")
        return {Kind::area, {nullptr, sram.area_m2, sram.read.node, sram.read.source, sram.name, "F^2"}};
    }
    if (kind == "cell" && what == "area") {
      const double f = input("feature", Kind::length, reader, "price");
      const double m2 = input("cell_area", Kind::number, reader, "price") * f * f;
      return {Kind::area,
              {nullptr, {m2, m2, m2}, fmt::format("{:.0f} nm", f * 1e9), "as stated", "cell", ""}};
    }
    if (kind == "card") {
      const memristor::Card card = memristor::load_card(reader.text("card"));
      const memristor::Quantity& q = card.quantity(what + ".energy");
      return {Kind::energy,
              {nullptr,
               {q.value, q.value, q.value},
               "as the card says",
               q.source,
               fmt::format("{} pulse of {}", what, card.name),
               ""}};
    }
    if (kind == "array" && what == "read") {
      const double joules = array_read_j(
          product("rows", reader, "price"), product("columns", reader, "price"),
          input("on", Kind::conductance, reader, "price"), input("off", Kind::conductance, reader, "price"),
          input("read_voltage", Kind::voltage, reader, "price"),
          input("read_time", Kind::time, reader, "price"));
      return {Kind::energy,
              {nullptr,
               {joules, joules, joules},
               "any",
               "currents solved by model/memristor",
               "read of an array",
               ""}};
    }
    reader.refuse("price",
                  fmt::format("= \"{} {}\": operation NAME, sram read|write|leakage|area, cell area, "
                              "card set|reset and array read are legal",
                              kind, what));
  }

  void add_term(const DocumentTable& table, TableReader& reader) {
    const std::string of = reader.text("of");
    const auto found = std::ranges::find(names_, of);
    if (found == names_.end())
      reader.refuse("of", fmt::format("= \"{}\": there is no [figure.{}] above it", of, of));
    const auto index = static_cast<std::size_t>(found - names_.begin());
    PublishedFigure& figure = design_.figures[index];
    const std::uint64_t count = product(reader.text("count"), reader, "count");
    Price price = price_of(reader);
    if (price.kind != kinds_[index])
      reader.refuse("price", fmt::format("is of another kind than [figure.{}], in {}", of, figure.unit));
    cost::Ledger ledger;
    ledger.add_measured(std::move(price.cost), count, "", "", table.name.substr(5));
    const cost::Term& term = ledger.terms().front();
    figure.recomputed = true;
    figure.ours += term.energy;
    const double si = std::ranges::find(kUnits, figure.unit, &Unit::name)->si;
    const auto& c = term.cost;
    figure.terms.push_back(fmt::format("{}: {} x {} at {:.4g} {} ({:.4g} .. {:.4g}) [{}; {}{}]", term.what,
                                       count, c.event, c.energy.nominal / si, figure.unit, c.energy.low / si,
                                       c.energy.high / si, c.node, c.source,
                                       c.extrapolation.empty() ? "" : "; EXTRAPOLATED: " + c.extrapolation));
  }

  /// From sums in SI units to the figure's unit, and to one of what it is of.
  void scale(std::size_t i) {
    PublishedFigure& figure = design_.figures[i];
    const auto& table = *std::ranges::find(tables_, "figure." + names_[i], &DocumentTable::name);
    TableReader reader(table, file_);
    const double per = per_[i].empty() ? 1 : static_cast<double>(product(per_[i], reader, "per"));
    const double si = std::ranges::find(kUnits, figure.unit, &Unit::name)->si;
    figure.ours = (1 / (si * per)) * figure.ours;
  }

  std::string file_;
  std::vector<DocumentTable> tables_;
  PublishedDesign design_;
  std::vector<std::string> names_, per_;  ///< by figure
  std::vector<Kind> kinds_;
};

}  // namespace

const PublishedFigure& PublishedDesign::figure(std::string_view what) const {
  const auto found = std::ranges::find(figures, what, &PublishedFigure::what);
  if (found == figures.end()) base::bad_input("{} has no figure '{}'", name, what);
  return *found;
}

PublishedDesign recompute(std::string_view text, const std::string& file_name) {
  return Design(text, file_name).read();
}

std::vector<PublishedDesign> published_designs() {
  const fs::path folder = base::shipped_root() / "sim/estimate/published";
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  if (files.empty()) base::bad_input("{}: no published designs", folder.string());
  std::ranges::sort(files);
  std::vector<PublishedDesign> designs;
  for (const fs::path& file : files) designs.push_back(recompute(base::read_file(file), file.string()));
  return designs;
}

}  // namespace silipool::estimate
