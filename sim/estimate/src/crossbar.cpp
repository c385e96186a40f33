#include <silipool/estimate/crossbar.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/cost/technology.hpp>
#include <silipool/crossbar/crossbar_engine.hpp>
#include <silipool/estimate/crossbar_energy.hpp>

namespace silipool::estimate {
namespace {

constexpr std::string_view kReplaced = "overlap";
// Cells in F^2, and circuits of ISAAC at 32 nm.
constexpr cost::Range kCell1T1R{16, 53, 85.2}, kCellPassive{4, 4, 4};
constexpr const char* kCell1T1RSource =
    "low: NeuroSim MLP V3.0, 1T1R of 4 F x 4 F (as gathered, not re-read); nominal: NVSim's RRAM cell with a "
    "CMOS transistor, 53 F^2 "
    "(NVMExplorer, RRAM_1BPC-combined.csv, read); high: MNSIM 2.0, 1.44 um2 at 130 nm (as gathered, not "
    "re-read)";
constexpr const char* kCellPassiveSource =
    "NeuroSim MLP V3.0, crosspoint of 2 F x 2 F (as gathered, not re-read)";
constexpr double kIsaacFeature = 32e-9, kDriverM2 = 0.167e-12, kConverterM2 = 0.0012e-6;
constexpr const char* kIsaacSource =
    "ISAAC as puma-simulator, include/constants.py, has it (read), 32 nm; EXTRAPOLATED by F^2";

/// What is counted after `before`.
crossbar::Work since(const crossbar::Work& now, const crossbar::Work& before) {
  crossbar::Work w = now;
  w.reads -= before.reads;
  w.driven_rows -= before.driven_rows;
  w.driven_cells -= before.driven_cells;
  w.comparisons -= before.comparisons;
  w.ramp_steps -= before.ramp_steps;
  w.conversions -= before.conversions;
  w.read_j -= before.read_j;
  w.write_pulses -= before.write_pulses;
  w.device_writes -= before.device_writes;
  w.verify_reads -= before.verify_reads;
  w.written_cells -= before.written_cells;
  w.half_selected -= before.half_selected;
  w.failed_writes -= before.failed_writes;
  w.write_line_v2 -= before.write_line_v2;
  w.write_j -= before.write_j;
  w.verify_j -= before.verify_j;
  w.half_select_j -= before.half_select_j;
  w.longest_write_s -= before.longest_write_s;
  w.longest_read_s -= before.longest_read_s;
  return w;
}

/// What arrays do in place of it.
class Replaced {
 public:
  explicit Replaced(const config::Config& config)
      : permanences_(config.crossbar.synapse != config::CrossbarSynapse::hybrid) {}
  [[nodiscard]] bool term(const cost::Term& t) const {
    return t.part == kReplaced || (permanences_ && t.part == "learn" && t.cause == "memory");
  }
  [[nodiscard]] bool area(const PartArea& p) const {
    return p.part == kReplaced || p.part.starts_with("overlap:") ||
           (permanences_ && p.memory && p.part.starts_with("learn"));
  }

 private:
  bool permanences_;
};

StepCost step_of(const StepCost& digital, const Replaced& replaced, cost::Ledger array) {
  StepCost step{digital.steps, digital.cycles, std::move(array), {}};
  for (const cost::Term& t : digital.ledger.terms())
    if (!replaced.term(t)) step.ledger.add_sum(t.energy, t.count, t.cost, t.part, t.cause, t.what);
  return step;
}

void add_array_area(Estimate& e, const config::Config& config, const crossbar::DeviceArray& array,
                    const cost::Process& process) {
  const config::Crossbar& o = config.crossbar;
  const std::uint64_t columns = config.structural.columns();
  std::uint64_t rows = 0, cells = 0;
  for (std::size_t h = 0; h < array.tiles(); ++h) {
    rows += config.structural.slots();
    cells += config.structural.slots() * config.structural.columns_per_hypercolumn;
  }
  const double f2 = process.feature_m * process.feature_m;
  const bool gated = o.inactive_rows == config::CrossbarRows::gated;
  e.area.push_back({"array: cells", cells, true,
                    static_cast<double>(cells) * f2 * (gated ? kCell1T1R : kCellPassive),
                    gated ? kCell1T1RSource : kCellPassiveSource});
  const double from_isaac = cost::area_scale({kIsaacFeature, 1}, {process.feature_m, 1});
  const double driver = static_cast<double>(rows) * from_isaac * kDriverM2;
  e.area.push_back({"array: row drivers", rows, false, {driver, driver, driver}, kIsaacSource});
  if (o.readout == config::CrossbarReadout::adc) {
    // Low: the capacitors of a converter, which are what its bits double.
    const double all = static_cast<double>(columns) * from_isaac * kConverterM2;
    const double capacitors = all * static_cast<double>(std::uint64_t{1} << std::min(o.adc_bits, 8U)) / 256;
    e.area.push_back({"array: converters", columns, false, {capacitors, all, all}, kIsaacSource});
  } else {
    e.notes.emplace_back("the area of comparators has no source: it is not in the sum");
  }
}

}  // namespace

Estimate estimate_crossbar(const config::Config& config, const std::vector<base::Sdr>& inputs,
                           const Estimate& digital, const CrossbarOptions& options) {
  if (inputs.size() < options.warm_up + 2 * options.frames || options.frames == 0)
    base::bad_input("an estimate needs {} inputs and at least one frame, there are {}",
                    options.warm_up + 2 * options.frames, inputs.size());
  const Replaced replaced(config);
  if (std::ranges::none_of(digital.area, [&](const PartArea& p) { return replaced.area(p); }))
    base::bad_input(
        "{}: the core in cells has no unit \"{}\" that arrays could take the place of: rtl.microarchitecture "
        "= "
        "\"tiled\" is needed",
        config.name, kReplaced);
  crossbar::CrossbarEngine engine(config, options.threads);
  base::Sdr winners(config.structural.columns());
  std::size_t next = 0;
  const auto steps = [&](std::size_t count, bool learn) {
    for (std::size_t i = 0; i < count; ++i) {
      engine.submit({inputs[next++], learn});
      engine.collect(winners);
    }
  };
  steps(options.warm_up, true);
  const crossbar::Work before = engine.array().learning_work();
  steps(options.frames, true);
  steps(options.frames, false);
  const crossbar::Setup& setup = engine.array().setup();
  const crossbar::Work learned = since(engine.array().learning_work(), before);
  const crossbar::Work& inferred = engine.array().inference_work();

  const cost::CostTable table = cost::load_cost_table(config.estimate.technology);
  Estimate e;
  e.target = "crossbar";
  e.method = digital.method;
  e.technology = fmt::format("{} and {}", digital.technology, setup.card.name);
  e.node = digital.node;
  e.process = digital.process;
  e.fmax_hz = digital.fmax_hz;
  e.clock_hz = digital.clock_hz;
  e.idle_cycle_j = digital.idle_cycle_j;
  e.notes = digital.notes;
  e.reports = digital.reports;
  e.learn = step_of(*digital.learn, replaced, crossbar_ledger(setup, learned, table));
  e.infer = step_of(*digital.infer, replaced, crossbar_ledger(setup, inferred, table));
  double memory = 0, kept = 0;
  for (const PartArea& part : digital.area) {
    if (part.memory) memory += part.m2.nominal;
    if (replaced.area(part)) continue;
    if (part.memory) kept += part.m2.nominal;
    e.area.push_back(part);
  }
  // Leakage of memories goes with their bits, as nearly does their area.
  e.logic_leakage_w = e.leakage_w = digital.logic_leakage_w;
  cost::Range memories = digital.leakage_w;
  memories += -1.0 * digital.logic_leakage_w;
  if (memory > 0) e.leakage_w += (kept / memory) * memories;
  add_array_area(e, config, engine.array(), digital.process);
  const double frames = static_cast<double>(options.frames);
  e.notes.push_back(fmt::format(
      "array: {}, {:.3g} ns of reads and {:.3g} ns of writes in a learning step of the busiest tile, {:.3g} "
      "ns of reads in an "
      "inference; {:.4g} device writes a learning step",
      setup.card.description, 1e9 * learned.longest_read_s / frames, 1e9 * learned.longest_write_s / frames,
      1e9 * inferred.longest_read_s / frames, static_cast<double>(learned.device_writes) / frames));
  e.notes.emplace_back(
      "cycles, idle cycles and the leakage of logic are those of the core that walks its rows: upper bounds, "
      "since the unit "
      "\"overlap\" is gone; conversions between the two parts, and the supplies of pulses, are not counted");
  state_per_step(e, options.rate_hz);
  return e;
}

}  // namespace silipool::estimate
