#include <silipool/flow/sram.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

#include <silipool/base/error.hpp>

namespace silipool::flow {
namespace {

using liberty::Direction;
using liberty::Pin;

/// The pins of a macro, by their names.
struct Roles {
  const Pin* clock = nullptr;
  std::string enable, write, read;  ///< `read` may be empty: what is no write
  bool active_low = false;
  const Pin* data = nullptr;
  const Pin* address = nullptr;
  const Pin* output = nullptr;
};

bool ends_with(const std::string& name, std::string_view end) { return name.ends_with(end); }

std::optional<Roles> roles_of(const liberty::Cell& cell) {
  Roles r;
  for (const Pin& pin : cell.pins) {
    if (pin.name.find("BIST") != std::string::npos) continue;
    if (pin.direction == Direction::output) {
      r.output = &pin;
    } else if (ends_with(pin.name, "MEN") || pin.name == "csb0") {
      r.enable = pin.name;
      r.active_low = pin.name == "csb0";
    } else if (ends_with(pin.name, "WEN") || pin.name == "web0") {
      r.write = pin.name;
    } else if (ends_with(pin.name, "REN")) {
      r.read = pin.name;
    } else if (ends_with(pin.name, "DIN") || pin.name == "din0") {
      r.data = &pin;
    } else if (ends_with(pin.name, "ADDR") || pin.name == "addr0") {
      r.address = &pin;
    } else if (ends_with(pin.name, "CLK") || pin.name == "clk0") {
      r.clock = &pin;
    }
  }
  const bool whole = r.clock != nullptr && !r.enable.empty() && !r.write.empty() && r.output != nullptr;
  return whole ? std::optional(r) : std::nullopt;
}

double mean_of(const liberty::PowerArc& arc) {
  const double rise = arc.rise ? arc.rise->at(0, 0) : 0, fall = arc.fall ? arc.fall->at(0, 0) : 0;
  return (rise + fall) / 2;
}

/// What a rising edge of the clock takes with these pins.
double edge_energy(const Roles& r, bool access, bool write) {
  double otherwise = 0;
  for (const liberty::PowerArc& arc : r.clock->power) {
    const double rise = arc.rise ? arc.rise->at(0, 0) : 0, fall = arc.fall ? arc.fall->at(0, 0) : 0;
    if (!arc.when) {
      otherwise = rise + fall;
      continue;
    }
    std::vector<std::uint64_t> values;
    for (const std::string& pin : arc.when->pins()) {
      bool up = false;  // tied pins are low
      if (pin == r.enable) up = access != r.active_low;
      if (pin == r.write) up = (access && write) != r.active_low;
      if (pin == r.read) up = access && !write;
      values.push_back(up ? 1 : 0);
    }
    if ((arc.when->evaluate(values) & 1U) != 0) return rise + fall;
  }
  return otherwise;
}

/// Of a bit that changes while accesses are made, or while none are.
double pin_energy(const Pin* pin) {
  if (pin == nullptr || pin->power.empty()) return 0;
  double most = 0;
  for (const liberty::PowerArc& arc : pin->power) most = std::max(most, mean_of(arc));
  return most;
}

cost::Cost cost_of(double joules, std::string event, const liberty::Library& library) {
  return {nullptr,
          {joules, joules, joules},
          fmt::format("{:.3g} V, {:.0f} C", library.supply_v, library.temperature_c),
          library.name,
          std::move(event),
          ""};
}

// Least squares over the ten macros of IHP SG13G2, 64x64 to 4096x16, typical, 1.2 V, 25 C; W bits, D words.
constexpr cost::Process kIhp{130e-9, 1.2};
struct Law {
  double fixed, per_bit, per_cell, below, above;  ///< pJ; the residuals' extremes
  [[nodiscard]] double at(double w, double d) const {
    return (fixed + per_bit * w + per_cell * w * d) * 1e-12;
  }
};
constexpr Law kRead{5.96, 0.502, 0.000714, 0.11, 0.08};
constexpr Law kWrite{7.82, 0.639, 0.000858, 0.05, 0.04};
constexpr double kLeakagePerBit = 0.01209e-9;                                         // W, exact over the ten
constexpr double kAreaFixed = 13850, kAreaW = 344.5, kAreaD = 4.64, kAreaWD = 3.383;  // um2, within 3 %
constexpr double kAreaError = 0.03;
constexpr double kDataToggle = 0.0026e-12;  // J per bit of the word, for each bit that changes
constexpr const char* kIhpSource = "fit of ten IHP SG13G2 macros RM_IHPSG13_1P_*, typical";

constexpr cost::Process kHorowitz{45e-9, 0.9};
double horowitz(double w, double d) { return 10e-12 * (w / 64) * std::sqrt(w * d / 65536); }

}  // namespace

std::vector<liberty::Library> load_srams(const std::vector<std::string>& files) {
  std::vector<liberty::Library> result;
  for (const std::string& file : files) {
    liberty::Library library = liberty::load_library(file);
    const bool any = std::ranges::any_of(library.cells, [](const liberty::Cell& cell) {
      return cell.memory && cell.memory->address_bits > 0 && cell.memory->word_bits > 0 && roles_of(cell);
    });
    if (!any)
      base::bad_input(
          "{}: no memory macro: a cell with memory () {{ address_width; word_width; }} and pins ..CLK, "
          "..MEN, "
          "..WEN, ..REN or clk0, csb0, web0 is needed",
          file);
    result.push_back(std::move(library));
  }
  return result;
}

Sram sram_of_macros(const std::vector<liberty::Library>& macros, std::size_t width, std::size_t depth) {
  const liberty::Cell* best = nullptr;
  const liberty::Library* from = nullptr;
  std::size_t beside = 0, behind = 0;
  for (const liberty::Library& library : macros)
    for (const liberty::Cell& cell : library.cells) {
      if (!cell.memory || cell.memory->word_bits == 0 || !roles_of(cell)) continue;
      const std::size_t words = std::size_t{1} << cell.memory->address_bits;
      const std::size_t across = (width + cell.memory->word_bits - 1) / cell.memory->word_bits;
      const std::size_t down = (depth + words - 1) / words;
      if (best != nullptr && static_cast<double>(across * down) * cell.area_m2 >=
                                 static_cast<double>(beside * behind) * best->area_m2)
        continue;
      best = &cell;
      from = &library;
      beside = across;
      behind = down;
    }
  if (best == nullptr) base::bad_input("--sram: no macro for a memory of {} words of {} bits", depth, width);
  const Roles roles = *roles_of(*best);
  const auto across = static_cast<double>(beside);
  const auto all = static_cast<double>(beside * behind);
  Sram s;
  s.macros = beside * behind;
  s.name = fmt::format("{} x {} ({} wide, {} deep)", s.macros, best->name, beside, behind);
  const double idle = edge_energy(roles, false, false);
  const double others = (all - across) * idle;
  s.read = cost_of(across * edge_energy(roles, true, false) + others, "read of a word", *from);
  s.write = cost_of(across * edge_energy(roles, true, true) + others, "write of a word", *from);
  s.idle = cost_of(all * idle, "cycle of the memory's clock without an access", *from);
  s.data_toggle =
      cost_of(static_cast<double>(behind) * pin_energy(roles.data), "toggle of a bit of data", *from);
  s.address_toggle = cost_of(all * pin_energy(roles.address), "toggle of a bit of the address", *from);
  s.leakage = cost_of(all * best->mean_leakage_w(), "second", *from);
  const double area = all * best->area_m2;
  s.area_m2 = {area, area, area};
  s.pin_f = roles.clock->capacitance;
  for (const liberty::TimingArc& arc : roles.output->timing)
    for (const auto& table : {arc.rise_delay, arc.fall_delay})
      if (table) s.clock_to_output_s = std::max(s.clock_to_output_s, table->at(50e-12, 10e-15));
  for (const Pin* pin : {roles.data, roles.address})
    if (pin != nullptr)
      for (const liberty::TimingArc& arc : pin->timing)
        if (arc.type.starts_with("setup"))
          for (const auto& table : {arc.rise_constraint, arc.fall_constraint})
            if (table) s.setup_s = std::max(s.setup_s, table->at(50e-12, 0));
  return s;
}

Sram sram_by_law(std::size_t width, std::size_t depth, const cost::Process& process) {
  const auto w = static_cast<double>(width), d = static_cast<double>(depth);
  const double from_ihp = cost::energy_scale(kIhp, process),
               from_horowitz = cost::energy_scale(kHorowitz, process);
  const auto priced = [&](const Law& law, const char* event) {
    const double nominal = from_ihp * law.at(w, d);
    const double low = std::min(from_horowitz * horowitz(w, d), nominal * (1 - law.below));
    cost::Cost c{nullptr,
                 {low, nominal, nominal * (1 + law.above)},
                 "130 nm, 1.2 V; low 45 nm, 0.9 V",
                 std::string(kIhpSource) + "; low: Horowitz, ISSCC 2014, Fig. 1.1.9",
                 event,
                 ""};
    c.extrapolation = fmt::format("x {:.3g} and x {:.3g}, F V^2 to {:.0f} nm, {:.3g} V", from_ihp,
                                  from_horowitz, process.feature_m * 1e9, process.supply_v);
    return c;
  };
  const auto flat = [&](double joules, const char* event) {
    cost::Cost c{nullptr, {joules, joules, joules}, "130 nm, 1.2 V", kIhpSource, event, ""};
    return cost::scaled(std::move(c), kIhp, process);
  };
  Sram s;
  s.name = fmt::format("by law, {} words of {} bits", depth, width);
  s.read = priced(kRead, "read of a word");
  s.write = priced(kWrite, "write of a word");
  s.idle = flat(0, "cycle of the memory's clock without an access");
  s.data_toggle = flat(kDataToggle * w, "toggle of a bit of data");
  s.address_toggle = flat(0, "toggle of a bit of the address");
  // Leakage goes with the supply; no law for it holds across processes, so that only the supply is carried.
  const double leakage = kLeakagePerBit * w * d * process.supply_v / kIhp.supply_v;
  s.leakage = {nullptr,         {leakage, leakage, leakage},
               "130 nm, 1.2 V", kIhpSource,
               "second",        fmt::format("x {:.3g}, the supply alone", process.supply_v / kIhp.supply_v)};
  const double area =
      (kAreaFixed + kAreaW * w + kAreaD * d + kAreaWD * w * d) * 1e-12 * cost::area_scale(kIhp, process);
  s.area_m2 = {area * (1 - kAreaError), area, area * (1 + kAreaError)};
  const double slower = process.feature_m / kIhp.feature_m;
  s.clock_to_output_s = slower * (3.0e-9 + 0.0012e-9 * d);  // 3.08 ns of 64 words, 5.3 ns of 2048
  s.setup_s = slower * 0.4e-9;
  s.pin_f = slower * 5e-15;
  return s;
}

}  // namespace silipool::flow
