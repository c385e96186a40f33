#include <silipool/estimate/asic.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <utility>

#include <silipool/base/cache.hpp>
#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>
#include <silipool/engine/pin_driver.hpp>
#include <silipool/flow/gate_energy.hpp>
#include <silipool/flow/sram.hpp>
#include <silipool/flow/synthesis.hpp>
#include <silipool/flow/timing.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::estimate {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kIdleCycles = 200;
constexpr double kTrialPeriod = 20e-9;  // s: what timing is asked for; the slowest path does not depend on it

double feature_of(const liberty::Library& library, const AsicOptions& options) {
  if (options.feature_m) return *options.feature_m;
  constexpr std::pair<const char*, double> kNames[] = {
      {"osu018", 180e-9}, {"osu035", 350e-9}, {"osu050", 500e-9}, {"sky130", 130e-9}, {"sg13", 130e-9}};
  for (const auto& [name, feature] : kNames)
    if (library.name.find(name) != std::string::npos) return feature;
  base::bad_input("{}: the library {} does not tell its process: give --node in nm", library.file,
                  library.name);
}

/// Wires of a library that has none: those of IHP SG13G2's Liberty file, lengths as the feature.
const liberty::WireLoad& borrowed_wires(bool high) {
  static const liberty::WireLoad nominal{"IHP SG13G2 1k", 0.2e-15, 10.9, {1, 5, 20}, {9.93, 59.59, 215.6}};
  static const liberty::WireLoad larger{"IHP SG13G2 10k", 0.3e-15, 18.94, {1, 5, 20}, {14.9, 89.39, 381.6}};
  return high ? larger : nominal;
}

struct WireChoice {
  flow::Wires low, nominal, high;
};
WireChoice wires_of(const liberty::Library& library, double feature_m, double area_m2) {
  WireChoice choice;
  choice.low.name = "no wires";
  const liberty::WireLoad* const nominal = library.find_wire_load(library.default_wire_load);
  if (nominal == nullptr) {
    const double scale = feature_m / 130e-9;
    choice.nominal = {
        fmt::format("wires of {}, EXTRAPOLATED: lengths x {:.3g}", borrowed_wires(false).name, scale),
        &borrowed_wires(false), scale};
    choice.high = {
        fmt::format("wires of {}, EXTRAPOLATED: lengths x {:.3g}", borrowed_wires(true).name, scale),
        &borrowed_wires(true), scale};
    return choice;
  }
  choice.nominal = {"the library's default wire load " + nominal->name, nominal, 1};
  const liberty::WireLoad* high = &library.wire_loads.back();
  for (const auto& s : library.selection)
    if (area_m2 <= s.area_m2) {
      if (const liberty::WireLoad* const chosen = library.find_wire_load(s.wire_load); chosen != nullptr)
        high = chosen;
      break;
    }
  choice.high = {"the library's wire load " + high->name + ", of this area", high, 1};
  return choice;
}

struct Counts {
  flow::GateCounts learn, infer, idle;
  engine::Activity learned, inferred;  ///< the model's, of the same steps
};

/// Counts as text: numbers and blanks.
class Keeper {
 public:
  static std::string text_of(const Counts& counts) {
    std::string text;
    for (const flow::GateCounts* c : {&counts.learn, &counts.infer, &counts.idle}) {
      add(text, {c->cycles, c->leakage_samples});
      for (const auto* list : {&c->toggles, &c->arcs, &c->clock_falls, &c->leakage_states}) add(text, *list);
      std::vector<std::uint64_t> memories;
      for (const auto& m : c->memories)
        memories.insert(memories.end(),
                        {m.reads, m.writes, m.both, m.clashes, m.data_toggles, m.address_toggles, m.cycles});
      add(text, memories);
    }
    for (const engine::Activity* a : {&counts.learned, &counts.inferred}) {
      std::vector<std::uint64_t> values;
      for (const sp::Count& count : engine::counts_of(*a)) values.push_back(count.value);
      add(text, values);
    }
    return text;
  }
  static Counts counts_from(const std::string& text) {
    std::istringstream in(text);
    Counts counts;
    for (flow::GateCounts* c : {&counts.learn, &counts.infer, &counts.idle}) {
      const auto head = list(in);
      c->cycles = head.at(0);
      c->leakage_samples = head.at(1);
      for (auto* to : {&c->toggles, &c->arcs, &c->clock_falls, &c->leakage_states}) *to = list(in);
      const auto memories = list(in);
      for (std::size_t i = 0; i + 6 < memories.size(); i += 7)
        c->memories.push_back({memories[i], memories[i + 1], memories[i + 2], memories[i + 3],
                               memories[i + 4], memories[i + 5], memories[i + 6]});
    }
    for (engine::Activity* a : {&counts.learned, &counts.inferred}) {
      const auto values = list(in);
      std::vector<sp::Count> named = engine::counts_of({});
      for (std::size_t i = 0; i < named.size(); ++i) named[i].value = values.at(i);
      *a = engine::activity_from(named);
    }
    return counts;
  }

 private:
  static void add(std::string& text, const std::vector<std::uint64_t>& list) {
    text += fmt::format("{}", list.size());
    for (const std::uint64_t v : list) text += fmt::format(" {}", v);
    text += '\n';
  }
  static std::vector<std::uint64_t> list(std::istringstream& in) {
    std::size_t size = 0;
    in >> size;
    std::vector<std::uint64_t> values(size);
    for (std::uint64_t& v : values) in >> v;
    return values;
  }
};

/// The netlist on real frames beside the model.
Counts simulate(const config::Config& config, const flow::Gates& gates, const std::vector<base::Sdr>& inputs,
                const AsicOptions& options) {
  auto owned = std::make_unique<flow::GatePins>(gates, config.runtime.seed);
  flow::GatePins& pins = *owned;
  engine::PinDriver driver("gates", std::move(owned), config, engine::Stall::none, 1,
                           [](engine::EventSink*) {});
  sp::SpatialPooler model(config.structural, config.runtime);
  driver.reset(config.runtime);
  std::size_t next = 0;
  base::Sdr winners(config.structural.columns()), wanted(config.structural.columns());
  engine::Activity activity;
  // Inputs one ahead, as a source that never waits has them.
  const auto frames = [&](std::size_t count, bool learn, const char* what) {
    for (std::size_t i = 0; i < std::min<std::size_t>(count, 2); ++i)
      driver.submit({inputs[next + i], learn});
    for (std::size_t i = 0; i < count; ++i) {
      if (options.stop != nullptr && options.stop->load())
        throw base::Error(base::ErrorKind::check_failed,
                          "interrupted: the stages that were finished are kept");
      if (options.progress) options.progress(what, i, count);
      driver.collect(winners);
      if (i + 2 < count) driver.submit({inputs[next + i + 2], learn});
      wanted.clear();
      const sp::StepTrace& trace = model.step(inputs[next + i], learn);
      for (const std::uint32_t column : trace.winners) wanted.set(column);
      activity += engine::activity_of(model, trace, config.microarchitecture);
      if (!(winners == wanted))
        throw base::Error(
            base::ErrorKind::check_failed,
            fmt::format("the mapped netlist has other winners than the model in frame {}", next + i));
    }
    next += count;
  };
  frames(options.warm_up, true, "gates, warming up");
  Counts counts;
  activity = {};
  pins.start_counting();
  frames(options.frames, true, "gates, learning");
  counts.learn = pins.take_counts();
  counts.learned = std::exchange(activity, {});
  pins.start_counting();
  frames(options.frames, false, "gates, inference");
  counts.infer = pins.take_counts();
  counts.inferred = activity;
  pins.start_counting();
  for (std::uint64_t i = 0; i < kIdleCycles; ++i) {
    (void)pins.settle({});
    (void)pins.edge();
  }
  counts.idle = pins.take_counts();
  return counts;
}

class Asic {
 public:
  Asic(const config::Config& config, const std::vector<base::Sdr>& inputs, const AsicOptions& options)
      : config_(config), inputs_(inputs), options_(options) {}

  Estimate run() {
    technology_ =
        flow::load_technology(options_.liberty.empty() ? flow::default_liberty() : options_.liberty);
    const liberty::Library& library = technology_.lib;
    process_ = {feature_of(library, options_), library.supply_v};
    macros_ = flow::load_srams(options_.sram);
    mapping_ = flow::map_design(config_, technology_, {options_.registers_below, options_.quiet});
    const std::string netlist = base::read_file(mapping_.folder / "netlist.blif");
    gates_ = flow::flatten(flow::parse_blif(netlist, (mapping_.folder / "netlist.blif").string()), library);
    place_memories();
    counts_ = activity(netlist);
    measure_area();
    const WireChoice wires = wires_of(library, process_.feature_m, total_area(estimate_, false).nominal);
    time(wires);
    price(wires);
    hand_over();
    return std::move(estimate_);
  }

 private:
  void place_memories() {
    std::set<std::string> known;
    for (const flow::Gates::Memory& m : gates_.memories) {
      if (!known.insert(m.name).second) continue;
      placed_.push_back({m.name, m.width, m.depth,
                         macros_.empty() ? flow::sram_by_law(m.width, m.depth, process_)
                                         : flow::sram_of_macros(macros_, m.width, m.depth)});
    }
  }
  [[nodiscard]] const flow::Sram& sram_of(const flow::Gates::Memory& m) const {
    return std::ranges::find(placed_, m.name, &flow::PlacedSram::module)->sram;
  }

  Counts activity(const std::string& netlist) {
    base::Digest digest;
    digest.text("counts 2");
    digest.text(netlist);
    digest.text(technology_.text);
    digest.text(config::canonical(config_));
    for (const base::Sdr& input : inputs_)
      for (const std::uint64_t word : input.words()) digest.u64(word);
    digest.u64(options_.warm_up);
    digest.u64(options_.frames);
    base::CacheEntry entry(base::cache_folder(), "gates-" + digest.hex());
    if (entry.complete("counts.txt"))
      return Keeper::counts_from(base::read_file(entry.folder() / "counts.txt"));
    Counts counts = simulate(config_, gates_, inputs_, options_);
    base::write_file(entry.start_build() / "counts.txt", Keeper::text_of(counts));
    entry.publish();
    return counts;
  }

  void measure_area() {
    std::map<std::string, std::pair<std::uint64_t, double>> units;
    for (const flow::Gates::Cell& cell : gates_.cells) {
      auto& [count, area] = units[gates_.units[cell.unit]];
      const std::uint32_t lanes = gates_.groups[cell.group].lanes;
      count += lanes;
      area += lanes * cell.type->area_m2;
    }
    for (const auto& [unit, sum] : units)
      estimate_.area.push_back(
          {unit, sum.first, false, {sum.second, sum.second, sum.second}, technology_.lib.name});
    std::map<std::string, std::uint64_t> copies;
    for (const flow::Gates::Memory& m : gates_.memories)
      copies[gates_.units[m.unit] + ": " + m.name] += gates_.groups[m.group].lanes;
    for (const auto& [name, count] : copies) {
      const flow::Sram& sram =
          std::ranges::find(placed_, name.substr(name.find(": ") + 2), &flow::PlacedSram::module)->sram;
      estimate_.area.push_back({name, count, true, static_cast<double>(count) * sram.area_m2,
                                fmt::format("{}; {}", sram.name, sram.read.source)});
    }
  }

  void time(const WireChoice& wires) {
    const auto analyse = [&](const flow::Wires& w, const char* name) {
      flow::Timing t = flow::analyse(mapping_, placed_, w, kTrialPeriod);
      keep(fmt::format("OpenSTA, timing: {}", w.name), t.report, fmt::format("timing_{}.txt", name));
      keep(fmt::format("OpenSTA, power at one activity: {}", w.name), t.power_report,
           fmt::format("power_uniform_{}.txt", name));
      return t;
    };
    const flow::Timing none = analyse(wires.low, "no_wires"), some = analyse(wires.nominal, "nominal"),
                       many = analyse(wires.high, "high");
    estimate_.fmax_hz = {many.fmax_hz, some.fmax_hz, none.fmax_hz};
    for (const char* name : {"stat.txt", "yosys.log", "elaborate.log", "map.ys"})
      keep(fmt::format("Yosys: {}", name), mapping_.folder / name, name);
    const flow::Program program = flow::compile(gates_, clock_net());
    const flow::GateEnergy own(gates_, program, process_.supply_v, wires.low);
    const auto u = own.uniform(flow::kUniformActivity, 1 / kTrialPeriod);
    estimate_.notes.push_back(
        fmt::format("cross-check at an activity of {} everywhere, no wires: switching {:.4g} mW (OpenSTA "
                    "{:.4g} mW), leakage {:.4g} uW "
                    "(OpenSTA {:.4g} uW)",
                    flow::kUniformActivity, u.switching_w * 1e3, none.switching_w * 1e3, u.leakage_w * 1e6,
                    none.leakage_w * 1e6));
  }
  void keep(std::string what, const fs::path& from, const std::string& name) {
    kept_.emplace_back(from, name);
    estimate_.reports.push_back({std::move(what), options_.folder / "asic" / name});
  }
  /// The tools' words come to the result at the very end: an estimate that fails leaves nothing.
  void hand_over() const {
    fs::create_directories(options_.folder / "asic");
    for (const auto& [from, name] : kept_)
      base::write_file(options_.folder / "asic" / name, base::read_file(from));
  }
  [[nodiscard]] std::uint32_t clock_net() const {
    return std::ranges::find(gates_.inputs, "aclk", &flow::Gates::Port::name)->net;
  }

  void add_terms(cost::Ledger& ledger, const std::array<const flow::GateEnergy*, 3>& models,
                 const flow::GateCounts& counts) {
    const std::array<std::vector<flow::EnergyTerm>, 3> terms{
        models[0]->energy(counts), models[1]->energy(counts), models[2]->energy(counts)};
    for (std::size_t i = 0; i < terms[1].size(); ++i) {
      const flow::EnergyTerm& t = terms[1][i];
      // A larger wire can make an internal energy smaller: the range holds all three.
      const double a = terms[0][i].joules, b = t.joules, c = terms[2][i].joules;
      ledger.add_sum({std::min({a, b, c}), b, std::max({a, b, c})}, t.events,
                     {nullptr, {}, estimate_.node, technology_.lib.name, "transition", ""}, t.unit, t.cause,
                     t.what);
    }
    for (std::size_t i = 0; i < gates_.memories.size(); ++i) {
      const flow::Gates::Memory& m = gates_.memories[i];
      const flow::Sram& s = sram_of(m);
      const auto& n = counts.memories[i];
      const std::string& unit = gates_.units[m.unit];
      ledger.add_measured(s.read, n.reads, unit, "memory", m.name);
      ledger.add_measured(s.write, n.writes, unit, "memory", m.name);
      ledger.add_measured(s.idle, n.cycles - (n.reads + n.writes - n.both), unit, "memory", m.name);
      ledger.add_measured(s.data_toggle, n.data_toggles, unit, "memory", m.name);
      ledger.add_measured(s.address_toggle, n.address_toggles, unit, "memory", m.name);
      both_ += n.both;
      clashes_ += n.clashes;
    }
  }

  void price(const WireChoice& wires) {
    const liberty::Library& library = technology_.lib;
    estimate_.target = "asic";
    estimate_.method = "gates";
    estimate_.technology = library.name;
    estimate_.process = process_;
    estimate_.node = fmt::format("{:.0f} nm, {:.3g} V, {:.0f} C", process_.feature_m * 1e9, library.supply_v,
                                 library.temperature_c);
    const flow::Program program = flow::compile(gates_, clock_net());
    const flow::GateEnergy low(gates_, program, library.supply_v, wires.low),
        nominal(gates_, program, library.supply_v, wires.nominal),
        high(gates_, program, library.supply_v, wires.high);
    const std::array<const flow::GateEnergy*, 3> models{&low, &nominal, &high};
    estimate_.learn = StepCost{options_.frames, counts_.learn.cycles, {}, {}};
    estimate_.infer = StepCost{options_.frames, counts_.infer.cycles, {}, {}};
    add_terms(estimate_.learn->ledger, models, counts_.learn);
    add_terms(estimate_.infer->ledger, models, counts_.infer);
    cost::Ledger idle;
    add_terms(idle, models, counts_.idle);
    estimate_.idle_cycle_j = (1.0 / static_cast<double>(counts_.idle.cycles)) * idle.total();

    double leakage = 0;
    for (const flow::LeakageTerm& t : nominal.leakage(counts_.infer)) leakage += t.watts;
    estimate_.logic_leakage_w = estimate_.leakage_w = {leakage, leakage, leakage};
    for (const flow::Gates::Memory& m : gates_.memories)
      estimate_.leakage_w += static_cast<double>(gates_.groups[m.group].lanes) * sram_of(m).leakage.energy;

    estimate_.clock_hz =
        options_.clock_hz ? *options_.clock_hz : std::floor(estimate_.fmax_hz.nominal / 1e6) * 1e6;
    if (estimate_.clock_hz <= 0) estimate_.clock_hz = estimate_.fmax_hz.nominal;
    state_per_step(estimate_, options_.rate_hz);
    if (beyond_fast(config_).empty()) {
      const std::size_t below = options_.registers_below;
      estimate_.counts = FastCounts{structure_counts(config_, below),
                                    event_counts(config_, counts_.learned, counts_.learn.cycles, below),
                                    event_counts(config_, counts_.inferred, counts_.infer.cycles, below),
                                    event_counts(config_, {}, 1, below)};
    }
    estimate_.notes.push_back(
        fmt::format("low: {}; nominal: {}; high: {}", wires.low.name, wires.nominal.name, wires.high.name));
    estimate_.notes.emplace_back(
        "no glitches: each net changes at most once a cycle; the clock is one net of pins and wire, without "
        "the buffers of "
        "a tree; no pads, no layout");
    estimate_.notes.push_back(fmt::format(
        "memories: {}; of their accesses {} came in pairs, a read and a write in one cycle, {} of these at "
        "addresses of one "
        "parity: {}",
        macros_.empty() ? "by law, no macros were given" : "macros with one port", both_, clashes_,
        both_ == 0      ? "one port is enough"
        : clashes_ == 0 ? "macros of one port must be halved into even and odd addresses"
                        : "a memory with two ports is needed, for which these figures stand in"));
  }

  const config::Config& config_;
  const std::vector<base::Sdr>& inputs_;
  const AsicOptions& options_;
  flow::Technology technology_;
  cost::Process process_;
  std::vector<liberty::Library> macros_;
  flow::Mapping mapping_;
  flow::Gates gates_;
  std::vector<flow::PlacedSram> placed_;
  Counts counts_;
  Estimate estimate_;
  std::vector<std::pair<fs::path, std::string>> kept_;
  std::uint64_t both_ = 0, clashes_ = 0;
};

}  // namespace

Estimate estimate_asic(const config::Config& config, const std::vector<base::Sdr>& inputs,
                       const AsicOptions& options) {
  if (inputs.size() < options.warm_up + 2 * options.frames || options.frames == 0)
    base::bad_input("an estimate needs {} inputs and at least one frame, there are {}",
                    options.warm_up + 2 * options.frames, inputs.size());
  return Asic(config, inputs, options).run();
}

}  // namespace silipool::estimate
