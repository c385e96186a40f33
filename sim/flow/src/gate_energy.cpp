#include <silipool/flow/gate_energy.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace silipool::flow {
namespace {

using liberty::Direction;

/// Terms that grow, by unit, cause and what.
class Terms {
 public:
  void add(const std::string& unit, const char* cause, std::string what, std::uint64_t events,
           double joules) {
    auto& [count, sum] = sums_[{unit, cause, std::move(what)}];
    count += events;
    sum += joules;
  }
  [[nodiscard]] std::vector<EnergyTerm> list() const {
    std::vector<EnergyTerm> terms;
    for (const auto& [key, sum] : sums_)
      terms.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), sum.first, sum.second});
    return terms;
  }

 private:
  std::map<std::tuple<std::string, std::string, std::string>, std::pair<std::uint64_t, double>> sums_;
};

double half(double a, double b) { return (a + b) / 2; }

}  // namespace

GateEnergy::GateEnergy(const Gates& gates, const Program& program, double supply_v, const Wires& wires)
    : gates_(gates), program_(program), supply_v_(supply_v), slots_(slots_of(gates)) {
  driver_.assign(gates.nets.size(), kNoNet);
  for (std::uint32_t c = 0; c < gates.cells.size(); ++c)
    for (std::size_t p = 0; p < gates.cells[c].type->pins.size(); ++p)
      if (gates.cells[c].type->pins[p].direction == Direction::output)
        if (const std::uint32_t net = gates.net_of(gates.cells[c], p); net != kNoNet) driver_[net] = c;
  make_loads(wires);
  make_slews();
}

void GateEnergy::make_loads(const Wires& wires) {
  const std::size_t nets = gates_.nets.size();
  std::vector<double> pins(nets, 0);
  std::vector<double> sinks(nets, 0);  // a net of one lane has those of all lanes that it feeds
  const auto sink = [&](std::uint32_t net, std::uint32_t group, double capacitance) {
    if (net == kNoNet) return;
    const double times = gates_.nets[net].group == 0 ? gates_.groups[group].lanes : 1;
    pins[net] += times * capacitance;
    sinks[net] += times;
  };
  for (const Gates::Cell& cell : gates_.cells)
    for (std::size_t p = 0; p < cell.type->pins.size(); ++p)
      if (cell.type->pins[p].direction == Direction::input)
        sink(gates_.net_of(cell, p), cell.group, cell.type->pins[p].capacitance);
  for (const Gates::Memory& m : gates_.memories) {
    for (const std::uint32_t net : {m.clock, m.read, m.write}) sink(net, m.group, 0);
    for (const auto* bus : {&m.read_address, &m.write_address, &m.write_data})
      for (const std::uint32_t net : *bus) sink(net, m.group, 0);
  }
  // What a driver sees: its net and those beyond a crossing or wire. Inner ones first: they are made later.
  std::vector<double> fanout = sinks;
  load_ = pins;
  const auto reach = [&](std::uint32_t from, std::uint32_t to, double share) {
    load_[from] += share * load_[to];
    fanout[from] += share * fanout[to];
  };
  for (const auto& [from, to] : gates_.wires) reach(from, to, 1);
  for (const Gates::Crossing& c : gates_.crossings) {
    const double share = 1.0 / static_cast<double>(c.nets.size());
    for (const std::uint32_t net : c.nets) {
      if (net == kNoNet) continue;
      if (c.into_lanes)
        reach(net, c.lane_net, 1);
      else
        reach(c.lane_net, net, share);
    }
  }
  wire_per_sink_.assign(nets, 0);
  for (std::size_t net = 2; net < nets; ++net)
    if (fanout[net] > 0) {
      const double wire =
          wires.capacitance(static_cast<std::size_t>(std::llround(std::max(1.0, fanout[net]))));
      wire_per_sink_[net] = wire / fanout[net];
      load_[net] += wire;
    }
  // Beyond a crossing a sink's share of the wire is that of the net which is driven.
  for (const Gates::Crossing& c : gates_.crossings) {
    double sum = 0, count = 0;
    for (const std::uint32_t net : c.nets) {
      if (net == kNoNet) continue;
      if (!c.into_lanes) wire_per_sink_[net] = wire_per_sink_[c.lane_net];
      sum += wire_per_sink_[net];
      count += 1;
    }
    if (c.into_lanes && count > 0) wire_per_sink_[c.lane_net] = sum / count;
  }
  for (const auto& [from, to] : gates_.wires) wire_per_sink_[to] = wire_per_sink_[from];
  own_.assign(nets, 0);
  for (std::size_t net = 2; net < nets; ++net) own_[net] = pins[net] + sinks[net] * wire_per_sink_[net];
}

double GateEnergy::table(const liberty::Table& table, double slew, double load) const {
  for (int i = 0; i < 2; ++i) {
    if (table.index[i].empty()) continue;
    double& at = table.axis[i] == liberty::Axis::load ? load : slew;
    if (table.axis[i] == liberty::Axis::load || table.axis[i] == liberty::Axis::transition)
      at = std::clamp(at, table.index[i].front(), table.index[i].back());
  }
  return table.at(slew, load);
}

double GateEnergy::mean(const liberty::PowerArc& arc, double slew, double load) const {
  const double rise = arc.rise ? table(*arc.rise, slew, load) : 0;
  const double fall = arc.fall ? table(*arc.fall, slew, load) : 0;
  return half(rise, fall);
}

void GateEnergy::make_slews() {
  slew_.assign(gates_.nets.size(), kClockSlew);
  const auto drive = [this](const Gates::Cell& cell) {
    for (std::size_t p = 0; p < cell.type->pins.size(); ++p) {
      const liberty::Pin& pin = cell.type->pins[p];
      const std::uint32_t net = gates_.net_of(cell, p);
      if (pin.direction != Direction::output || net == kNoNet || program_.in_clock[net] != 0) continue;
      double slowest = 0;
      for (const liberty::TimingArc& arc : pin.timing) {
        if (!arc.rise_transition || !arc.fall_transition || arc.related_pins.empty()) continue;
        const liberty::Pin* const from = cell.type->find(arc.related_pins.front());
        if (from == nullptr) continue;
        const double slew =
            slew_of(gates_.net_of(cell, static_cast<std::size_t>(from - cell.type->pins.data())));
        slowest = std::max(slowest, half(table(*arc.rise_transition, slew, load_[net]),
                                         table(*arc.fall_transition, slew, load_[net])));
      }
      if (slowest > 0) slew_[net] = slowest;
    }
  };
  for (const Program::FlipFlop& ff : program_.flip_flops) drive(gates_.cells[ff.cell]);
  for (const std::uint32_t cell : program_.order) drive(gates_.cells[cell]);
  // Lanes take the slew of the nets that they stand for, and the other way round, as far as those are known.
  for (const Gates::Crossing& c : gates_.crossings)
    for (const std::uint32_t net : c.nets) {
      if (net == kNoNet) continue;
      if (c.into_lanes)
        slew_[c.lane_net] = std::max(slew_[c.lane_net], slew_[net]);
      else
        slew_[net] = slew_[c.lane_net];
    }
}

std::uint64_t GateEnergy::events_at(const Gates::Cell& cell, std::uint32_t net,
                                    const GateCounts& counts) const {
  const std::uint64_t times = gates_.nets[net].group == 0 ? gates_.groups[cell.group].lanes : 1;
  return times * counts.toggles[net];
}

std::vector<EnergyTerm> GateEnergy::energy(const GateCounts& counts) const {
  Terms terms;
  const double v2 = supply_v_ * supply_v_;
  // Nets: to the unit that drives them; the clock's to the units of the pins on it.
  for (std::uint32_t net = 2; net < gates_.nets.size(); ++net) {
    if (counts.toggles[net] == 0 || program_.in_clock[net] != 0) continue;
    const double joules = 0.5 * own_[net] * v2 * static_cast<double>(counts.toggles[net]);
    const std::uint32_t driver = driver_[net];
    terms.add(driver == kNoNet ? "ports and memories" : gates_.units[gates_.cells[driver].unit], "switching",
              driver == kNoNet ? "nets" : "nets of " + gates_.cells[driver].type->name, counts.toggles[net],
              joules);
  }
  for (std::size_t c = 0; c < gates_.cells.size(); ++c) {
    const Gates::Cell& cell = gates_.cells[c];
    const std::string& unit = gates_.units[cell.unit];
    std::uint32_t slot = slots_.arcs[c];
    for (std::size_t p = 0; p < cell.type->pins.size(); ++p) {
      const liberty::Pin& pin = cell.type->pins[p];
      const std::uint32_t first = slot;
      slot += static_cast<std::uint32_t>(pin.power.size());
      const std::uint32_t net = gates_.net_of(cell, p);
      if (net == kNoNet) continue;
      const std::uint64_t events = events_at(cell, net, counts);
      if (events == 0) continue;
      const bool clock = program_.in_clock[net] != 0;
      const double slew = clock ? kClockSlew : slew_of(net);
      if (clock && pin.direction == Direction::input)
        terms.add(unit, "clock", "net at " + cell.type->name, events,
                  0.5 * (pin.capacitance + wire_per_sink_[net]) * v2 * static_cast<double>(events));
      if (pin.power.empty()) continue;
      double joules = 0;
      if (pin.direction == Direction::output) {
        // Shares of the groups by how often their cause was there; of one pin, a group without a condition
        // has what those with one leave.
        double weights = 0, weighted = 0;
        for (std::size_t k = 0; k < pin.power.size(); ++k) {
          const liberty::PowerArc& arc = pin.power[k];
          double share = pin.power.size() == 1 ? 1 : static_cast<double>(counts.arcs[first + k]);
          if (!arc.when)
            for (std::size_t other = 0; other < pin.power.size(); ++other)
              if (pin.power[other].when && pin.power[other].related_pins == arc.related_pins)
                share -= static_cast<double>(counts.arcs[first + other]);
          if (share <= 0) continue;
          const liberty::Pin* const from =
              arc.related_pins.empty() ? nullptr : cell.type->find(arc.related_pins.front());
          const double in =
              from == nullptr
                  ? slew
                  : slew_of(gates_.net_of(cell, static_cast<std::size_t>(from - cell.type->pins.data())));
          weights += share;
          weighted += share * mean(arc, in, load_[net]);
        }
        if (weights > 0) joules = weighted / weights * static_cast<double>(events);
      } else {
        double left_rises = static_cast<double>(events) / 2, left_falls = left_rises;
        const liberty::PowerArc* otherwise = nullptr;
        bool told = false;
        for (std::size_t k = 0; k < pin.power.size(); ++k) {
          const liberty::PowerArc& arc = pin.power[k];
          if (!arc.when) {
            otherwise = &arc;
            continue;
          }
          const auto counted = static_cast<double>(counts.arcs[first + k]);
          const double rises = clock ? counted : counted / 2;
          const double falls = clock ? static_cast<double>(counts.clock_falls[first + k]) : counted / 2;
          told = told || rises + falls > 0;
          joules += rises * (arc.rise ? table(*arc.rise, slew, 0) : 0) +
                    falls * (arc.fall ? table(*arc.fall, slew, 0) : 0);
          left_rises -= rises;
          left_falls -= falls;
        }
        if (otherwise != nullptr)
          joules += std::max(0.0, left_rises) * (otherwise->rise ? table(*otherwise->rise, slew, 0) : 0) +
                    std::max(0.0, left_falls) * (otherwise->fall ? table(*otherwise->fall, slew, 0) : 0);
        else if (!told) {
          // Conditions that were not counted, as those at a clock gate: their mean.
          for (const liberty::PowerArc& arc : pin.power)
            joules +=
                mean(arc, slew, 0) * static_cast<double>(events) / static_cast<double>(pin.power.size());
        }
      }
      terms.add(unit, clock ? "clock" : "internal", cell.type->name + ", pin " + pin.name, events, joules);
    }
  }
  return terms.list();
}

std::vector<LeakageTerm> GateEnergy::leakage(const GateCounts& counts) const {
  std::map<std::pair<std::string, std::string>, std::pair<std::uint64_t, double>> sums;
  for (std::size_t c = 0; c < gates_.cells.size(); ++c) {
    const Gates::Cell& cell = gates_.cells[c];
    const double lanes = gates_.groups[cell.group].lanes;
    const double samples = lanes * static_cast<double>(counts.leakage_samples);
    double watts = 0, told = 0;
    for (std::size_t s = 0; s < cell.type->leakage.size() && samples > 0; ++s) {
      const double share = static_cast<double>(counts.leakage_states[slots_.leakage[c] + s]) / samples;
      watts += share * cell.type->leakage[s].watts;
      told += share;
    }
    watts += std::max(0.0, 1 - told) * cell.type->leakage_w;
    auto& [cells, sum] = sums[{gates_.units[cell.unit], cell.type->name}];
    cells += gates_.groups[cell.group].lanes;
    sum += lanes * watts;
  }
  std::vector<LeakageTerm> terms;
  for (const auto& [key, sum] : sums) terms.push_back({key.first, key.second, sum.first, sum.second});
  return terms;
}

GateEnergy::Uniform GateEnergy::uniform(double activity, double clock_hz) const {
  Uniform result;
  std::vector<char> driven(gates_.nets.size(), 0);
  for (std::size_t net = 2; net < gates_.nets.size(); ++net)
    if (driver_[net] != kNoNet && program_.in_clock[net] == 0) driven[net] = 1;
  for (const auto& [from, to] : gates_.wires)
    if (driven[from]) driven[to] = 1;
  // Nets beyond crossings are driven where the other side is; by lanes, so that each is counted for its own.
  std::vector<double> times(gates_.nets.size(), 0);
  for (std::size_t net = 2; net < gates_.nets.size(); ++net)
    if (driven[net]) times[net] = gates_.groups[gates_.nets[net].group].lanes;
  for (const Gates::Crossing& c : gates_.crossings)
    for (const std::uint32_t net : c.nets) {
      if (net == kNoNet) continue;
      if (c.into_lanes && times[net] > 0) times[c.lane_net] += 1;
      if (!c.into_lanes && times[c.lane_net] > 0) times[net] = 1;
    }
  for (std::size_t net = 2; net < gates_.nets.size(); ++net)
    result.switching_w += times[net] * 0.5 * own_[net] * supply_v_ * supply_v_ * activity * clock_hz;
  for (const Gates::Cell& cell : gates_.cells)
    result.leakage_w += gates_.groups[cell.group].lanes * cell.type->mean_leakage_w();
  return result;
}

}  // namespace silipool::flow
