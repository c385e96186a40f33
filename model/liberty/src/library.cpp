#include <silipool/liberty/library.hpp>

#include <algorithm>
#include <charconv>
#include <map>

#include <silipool/base/error.hpp>
#include <silipool/liberty/syntax.hpp>

namespace silipool::liberty {
namespace {

constexpr double kUm2 = 1e-12;

class Builder {
 public:
  Builder(const std::string& file) : file_(file) {}

  Library build(const Group& root) {
    if (root.name != "library")
      base::bad_input("{}:{}: found {}, expected library", file_, root.line, root.name);
    Library library;
    library.file = file_;
    library.name = root.arguments.empty() ? "" : root.arguments.front();
    units(root);
    templates(root);
    library.supply_v = supply(root);
    library.temperature_c = number_or(root, "nom_temperature", 25);
    default_leakage_ = number_or(root, "default_cell_leakage_power", 0);
    default_input_capacitance_ = number_or(root, "default_input_pin_cap", 0);
    library.default_wire_load = text_or(root, "default_wire_load", "");
    for (const Group& group : root.groups) {
      if (group.name == "cell") library.cells.push_back(cell(group));
      if (group.name == "wire_load") library.wire_loads.push_back(wire_load(group));
    }
    select(root, library);
    if (library.cells.empty()) base::bad_input("{}: the library {} has no cells", file_, library.name);
    return library;
  }

 private:
  struct Template {
    Axis axis[2] = {Axis::none, Axis::none};
    std::vector<double> index[2];  ///< as in the file
  };

  [[nodiscard]] std::string place(unsigned line) const { return fmt::format("{}:{}", file_, line); }

  double number(std::string_view text, unsigned line, std::string_view what) const {
    double value = 0;
    const std::size_t first = text.find_first_not_of(" \t+");
    const std::size_t last = text.find_last_not_of(" \t");
    if (first != std::string_view::npos) {
      const char* const end = text.data() + last + 1;
      const auto [at, error] = std::from_chars(text.data() + first, end, value);
      if (error == std::errc() && at == end) return value;
    }
    base::bad_input("{}: found \"{}\", expected a number for {}", place(line), text, what);
  }
  double number_or(const Group& group, std::string_view name, double otherwise) const {
    const Attribute* const a = group.find(name);
    if (a == nullptr || a->values.empty()) return otherwise;
    return number(a->values[0], a->line, name);
  }
  static std::string text_or(const Group& group, std::string_view name, std::string_view otherwise) {
    const Attribute* const a = group.find(name);
    return a == nullptr || a->values.empty() ? std::string(otherwise) : a->values[0];
  }
  static bool flag(const Group& group, std::string_view name) {
    return text_or(group, name, "false") == "true";
  }
  std::optional<Expression> expression(const Group& group, std::string_view name) const {
    const Attribute* const a = group.find(name);
    if (a == nullptr || a->values.empty()) return std::nullopt;
    return Expression::parse(a->values[0], place(a->line));
  }
  std::vector<double> numbers(const Attribute& attribute) const {
    std::vector<double> values;
    for (const std::string& text : attribute.values) {
      std::size_t at = 0;
      while ((at = text.find_first_not_of(", \t", at)) != std::string::npos) {
        const std::size_t end = std::min(text.find_first_of(", \t", at), text.size());
        values.push_back(number(std::string_view(text).substr(at, end - at), attribute.line, attribute.name));
        at = end;
      }
    }
    return values;
  }

  /// "1ns": number and prefix.
  double unit(const Group& root, std::string_view name, std::string_view letter, double otherwise) const {
    const Attribute* const a = root.find(name);
    if (a == nullptr) return otherwise;
    std::string text;
    for (const std::string& value : a->values) text += value;
    std::erase_if(text, [](char c) { return c == ' '; });
    double factor = 0;
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), factor);
    const std::string rest = text.substr(static_cast<std::size_t>(at - text.data()));
    static const std::map<std::string, double> prefixes{{"", 1},      {"m", 1e-3},  {"u", 1e-6}, {"n", 1e-9},
                                                        {"p", 1e-12}, {"f", 1e-15}, {"a", 1e-18}};
    if (error == std::errc() && rest.size() >= letter.size()) {
      std::string end = rest.substr(rest.size() - letter.size());
      std::ranges::transform(end, end.begin(),
                             [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      const auto prefix = prefixes.find(rest.substr(0, rest.size() - letter.size()));
      if (end == letter && prefix != prefixes.end()) return factor * prefix->second;
    }
    base::bad_input("{}: found \"{}\", expected a unit such as \"1n{}\" for {}", place(a->line), text, letter,
                    name);
  }

  void units(const Group& root) {
    time_ = unit(root, "time_unit", "s", 1e-9);
    volt_ = unit(root, "voltage_unit", "v", 1);
    leakage_ = unit(root, "leakage_power_unit", "w", 1e-9);
    if (const Attribute* const a = root.find("capacitive_load_unit"); a != nullptr) {
      if (a->values.size() != 2)
        base::bad_input("{}: capacitive_load_unit has {} values, expected (1, pf)", place(a->line),
                        a->values.size());
      std::string name = a->values[1];
      std::ranges::transform(name, name.begin(),
                             [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      if (name != "pf" && name != "ff")
        base::bad_input("{}: found \"{}\", expected pf or ff for capacitive_load_unit", place(a->line),
                        a->values[1]);
      farad_ = number(a->values[0], a->line, "capacitive_load_unit") * (name == "pf" ? 1e-12 : 1e-15);
    }
    joule_ = farad_ * volt_ * volt_;
  }

  double supply(const Group& root) const {
    const std::string wanted = text_or(root, "default_operating_conditions", "");
    for (const Group& group : root.groups)
      if (group.name == "operating_conditions" &&
          (wanted.empty() || (!group.arguments.empty() && group.arguments[0] == wanted)) &&
          group.find("voltage") != nullptr)
        return number_or(group, "voltage", 0) * volt_;
    if (root.find("nom_voltage") == nullptr)
      base::bad_input("{}: the library says no voltage (operating_conditions or nom_voltage)",
                      place(root.line));
    return number_or(root, "nom_voltage", 0) * volt_;
  }

  static Axis axis_of(std::string_view variable) {
    if (variable == "input_net_transition" || variable == "input_transition_time" ||
        variable == "constrained_pin_transition")
      return Axis::transition;
    if (variable == "total_output_net_capacitance") return Axis::load;
    return Axis::other;
  }

  void templates(const Group& root) {
    for (const Group& group : root.groups) {
      if ((group.name != "lu_table_template" && group.name != "power_lut_template") ||
          group.arguments.empty())
        continue;
      Template t;
      for (int i = 0; i < 2; ++i) {
        if (const std::string variable = text_or(group, i == 0 ? "variable_1" : "variable_2", "");
            !variable.empty())
          t.axis[i] = axis_of(variable);
        if (const Attribute* const index = group.find(i == 0 ? "index_1" : "index_2"); index != nullptr)
          t.index[i] = numbers(*index);
      }
      templates_[group.arguments[0]] = t;
    }
  }

  Table table(const Group& group, double unit_of_values) const {
    Table result;
    const std::string name = group.arguments.empty() ? "scalar" : group.arguments[0];
    const Attribute* const values = group.find("values");
    if (values == nullptr) base::bad_input("{}: {} has no values", place(group.line), group.name);
    result.values = numbers(*values);
    if (name != "scalar") {
      const auto found = templates_.find(name);
      if (found == templates_.end())
        base::bad_input("{}: there is no template {} for {}", place(group.line), name, group.name);
      for (int i = 0; i < 2; ++i) {
        result.axis[i] = found->second.axis[i];
        if (result.axis[i] == Axis::none) continue;
        const Attribute* const own = group.find(i == 0 ? "index_1" : "index_2");
        result.index[i] = own != nullptr ? numbers(*own) : found->second.index[i];
        if (!std::ranges::is_sorted(result.index[i], std::less_equal<>()) || result.index[i].empty())
          base::bad_input("{}: index_{} of {} must ascend", place(own != nullptr ? own->line : group.line),
                          i + 1, group.name);
        for (double& v : result.index[i])
          v *= result.axis[i] == Axis::transition ? time_ : result.axis[i] == Axis::load ? farad_ : 1;
      }
    }
    const std::size_t wanted =
        std::max<std::size_t>(1, result.index[0].size()) * std::max<std::size_t>(1, result.index[1].size());
    if (result.values.size() != wanted)
      base::bad_input("{}: {} has {} values, expected {}", place(values->line), group.name,
                      result.values.size(), wanted);
    for (double& v : result.values) v *= unit_of_values;
    return result;
  }
  std::optional<Table> table_named(const Group& group, std::string_view name, double unit_of_values) const {
    for (const Group& g : group.groups)
      if (g.name == name) return table(g, unit_of_values);
    return std::nullopt;
  }

  static std::vector<std::string> names(const std::string& text) {
    std::vector<std::string> result;
    std::size_t at = 0;
    while ((at = text.find_first_not_of(" ,\t", at)) != std::string::npos) {
      const std::size_t end = std::min(text.find_first_of(" ,\t", at), text.size());
      result.push_back(text.substr(at, end - at));
      at = end;
    }
    return result;
  }

  PowerArc power(const Group& group) const {
    PowerArc arc{names(text_or(group, "related_pin", "")), expression(group, "when"),
                 table_named(group, "rise_power", joule_), table_named(group, "fall_power", joule_)};
    if (auto both = table_named(group, "power", joule_); both) arc.rise = arc.fall = both;
    return arc;
  }
  TimingArc timing(const Group& group) const {
    return {names(text_or(group, "related_pin", "")),     text_or(group, "timing_type", ""),
            table_named(group, "cell_rise", time_),       table_named(group, "cell_fall", time_),
            table_named(group, "rise_transition", time_), table_named(group, "fall_transition", time_),
            table_named(group, "rise_constraint", time_), table_named(group, "fall_constraint", time_)};
  }

  /// A pin, or a bus of which this speaks for every bit.
  Pin pin(const Group& group, const std::map<std::string, std::size_t>& widths) const {
    Pin p;
    p.name = group.arguments.empty() ? "" : group.arguments[0];
    const std::string direction = text_or(group, "direction", "input");
    if (direction == "output")
      p.direction = Direction::output;
    else if (direction == "inout")
      p.direction = Direction::inout;
    else if (direction == "internal")
      p.direction = Direction::internal;
    else if (direction != "input")
      base::bad_input("{}: found \"{}\", expected input, output, inout or internal",
                      place(group.find("direction")->line), direction);
    p.clock = flag(group, "clock") || flag(group, "clock_gate_clock_pin");
    p.function = expression(group, "function");
    p.three_state = expression(group, "three_state");
    const double otherwise = p.direction == Direction::input ? default_input_capacitance_ : 0;
    const double rise = number_or(group, "rise_capacitance", number_or(group, "capacitance", otherwise));
    p.capacitance =
        number_or(group, "capacitance", (rise + number_or(group, "fall_capacitance", rise)) / 2) * farad_;
    read_arcs(group, p);
    if (group.name == "bus") {
      if (const auto found = widths.find(text_or(group, "bus_type", "")); found != widths.end())
        p.width = found->second;
      bits_of_bus(group, p);
    }
    return p;
  }
  void read_arcs(const Group& group, Pin& p) const {
    for (const Group& g : group.groups) {
      if (g.name == "internal_power") p.power.push_back(power(g));
      if (g.name == "timing") p.timing.push_back(timing(g));
    }
  }
  /// Groups of single bits give capacitances, a group of the whole range gives arcs.
  void bits_of_bus(const Group& bus, Pin& p) const {
    double sum = 0;
    std::size_t told = 0;
    for (const Group& g : bus.groups) {
      if (g.name != "pin") continue;
      read_arcs(g, p);
      const bool range = !g.arguments.empty() && g.arguments[0].find(':') != std::string::npos;
      if (!range && g.find("capacitance") != nullptr) {
        sum += number_or(g, "capacitance", 0) * farad_;
        ++told;
      }
    }
    const auto width = static_cast<double>(p.width);
    if (told > 0 && told <= p.width)
      p.capacitance = (sum + p.capacitance * (width - static_cast<double>(told))) / width;
  }

  Sequential sequential(const Group& group) const {
    Sequential s;
    s.latch = group.name == "latch";
    if (group.arguments.size() != 2)
      base::bad_input("{}: {} has {} names, expected the state and its inverse", place(group.line),
                      group.name, group.arguments.size());
    s.state = group.arguments[0];
    s.inverted = group.arguments[1];
    const char* const data = s.latch ? "data_in" : "next_state";
    const char* const clock = s.latch ? "enable" : "clocked_on";
    if (const auto next = expression(group, data); next) s.next = *next;
    const auto on = expression(group, clock);
    if (!on) base::bad_input("{}: {} has no {}", place(group.line), group.name, clock);
    s.clock = *on;
    s.clear = expression(group, "clear");
    s.preset = expression(group, "preset");
    return s;
  }

  Cell cell(const Group& group) const {
    Cell c;
    if (group.arguments.empty()) base::bad_input("{}: a cell without a name", place(group.line));
    c.name = group.arguments[0];
    c.begin = group.begin;
    c.end = group.end;
    c.area_m2 = number_or(group, "area", 0) * kUm2;
    c.leakage_w = number_or(group, "cell_leakage_power", default_leakage_) * leakage_;
    c.dont_use = flag(group, "dont_use");
    std::map<std::string, std::size_t> widths;
    for (const auto& [name, width] : widths_) widths[name] = width;
    for (const Group& g : group.groups) {
      if (g.name == "type")
        add_type(g, widths);
      else if (g.name == "ff" || g.name == "latch")
        c.sequential = sequential(g);
      else if (g.name == "statetable")
        c.statetable = true;
      else if (g.name == "leakage_power")
        c.leakage.push_back({expression(g, "when"), number_or(g, "value", 0) * leakage_});
      else if (g.name == "memory")
        c.memory = Memory{static_cast<std::size_t>(number_or(g, "address_width", 0)),
                          static_cast<std::size_t>(number_or(g, "word_width", 0))};
    }
    for (const Group& g : group.groups)
      if (g.name == "pin" || g.name == "bus")
        for (const std::string& name : g.arguments.empty() ? std::vector<std::string>{""} : g.arguments) {
          c.pins.push_back(pin(g, widths));
          c.pins.back().name = name;
        }
    // A state that is told without a condition is the one where no other holds.
    for (const Leakage& leakage : c.leakage)
      if (!leakage.when) c.leakage_w = leakage.watts;
    std::erase_if(c.leakage, [](const Leakage& leakage) { return !leakage.when; });
    if (const std::string kind = text_or(group, "clock_gating_integrated_cell", ""); !kind.empty())
      c.clock_gating = gating(group, kind);
    return c;
  }

  static ClockGating gating(const Group& group, const std::string& kind) {
    ClockGating gating{kind, "", "", "", ""};
    for (const Group& g : group.groups) {
      if (g.name != "pin" || g.arguments.empty()) continue;
      if (flag(g, "clock_gate_clock_pin")) gating.clock = g.arguments[0];
      if (flag(g, "clock_gate_enable_pin")) gating.enable = g.arguments[0];
      if (flag(g, "clock_gate_test_pin")) gating.test = g.arguments[0];
      if (flag(g, "clock_gate_out_pin")) gating.output = g.arguments[0];
    }
    return gating;
  }

  void add_type(const Group& group, std::map<std::string, std::size_t>& widths) const {
    if (!group.arguments.empty())
      widths[group.arguments[0]] = static_cast<std::size_t>(number_or(group, "bit_width", 1));
  }

  WireLoad wire_load(const Group& group) const {
    WireLoad w;
    w.name = group.arguments.empty() ? "" : group.arguments[0];
    w.farad_per_length = number_or(group, "capacitance", 0) * farad_;
    w.slope = number_or(group, "slope", 0);
    for (const Attribute& a : group.attributes)
      if (a.name == "fanout_length" && a.values.size() >= 2) {
        w.fanout.push_back(number(a.values[0], a.line, a.name));
        w.length.push_back(number(a.values[1], a.line, a.name));
      }
    return w;
  }

  void select(const Group& root, Library& library) {
    const std::string wanted = text_or(root, "default_wire_load_selection", "");
    for (const Group& group : root.groups) {
      if (group.name != "wire_load_selection" || (!group.arguments.empty() && group.arguments[0] != wanted))
        continue;
      for (const Attribute& a : group.attributes)
        if (a.name == "wire_load_from_area" && a.values.size() == 3)
          library.selection.push_back({number(a.values[1], a.line, a.name) * kUm2, a.values[2]});
    }
  }

 public:
  void types(const Group& root) {
    for (const Group& group : root.groups)
      if (group.name == "type") add_type(group, widths_);
  }

 private:
  const std::string& file_;
  double time_ = 1e-9, volt_ = 1, leakage_ = 1e-9, farad_ = 1e-12, joule_ = 1e-12;
  double default_leakage_ = 0, default_input_capacitance_ = 0;
  std::map<std::string, Template> templates_;
  std::map<std::string, std::size_t> widths_;
};

}  // namespace

const Pin* Cell::find(std::string_view pin) const {
  const auto found = std::ranges::find(pins, pin, &Pin::name);
  return found == pins.end() ? nullptr : &*found;
}

double Cell::mean_leakage_w() const {
  double sum = 0, told = 0;
  for (const Leakage& state : leakage) {
    const double share = state.when->probability();
    sum += share * state.watts;
    told += share;
  }
  // States that name outputs, which follow from the inputs, or the clock, are told more rarely than they are.
  return told > 0 ? sum / told : leakage_w;
}

double WireLoad::capacitance(std::size_t fanout_of_net) const {
  if (fanout_of_net == 0 || fanout.empty()) return 0;
  const auto n = static_cast<double>(fanout_of_net);
  if (n <= fanout.front()) return farad_per_length * length.front();
  for (std::size_t i = 1; i < fanout.size(); ++i)
    if (n <= fanout[i])
      return farad_per_length * (length[i - 1] + (n - fanout[i - 1]) / (fanout[i] - fanout[i - 1]) *
                                                     (length[i] - length[i - 1]));
  return farad_per_length * (length.back() + (n - fanout.back()) * slope);
}

const Cell* Library::find(std::string_view cell) const {
  const auto found = std::ranges::find(cells, cell, &Cell::name);
  return found == cells.end() ? nullptr : &*found;
}

const WireLoad* Library::find_wire_load(std::string_view wire_load) const {
  const auto found = std::ranges::find(wire_loads, wire_load, &WireLoad::name);
  return found == wire_loads.end() ? nullptr : &*found;
}

Library read_library(std::string_view text, const std::string& file) {
  const Group root = parse(text, file);
  Builder builder(file);
  builder.types(root);
  return builder.build(root);
}

}  // namespace silipool::liberty
