#include <silipool/estimate/fast.hpp>

#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/engine/cycles.hpp>
#include <silipool/flow/sram.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::estimate {

FastModel::FastModel(FitTable table, const config::Config& config)
    : table_(std::move(table)), config_(config) {
  if (const std::string key = beyond_fast(config); !key.empty())
    base::bad_input("{}: the fit {} does not hold: {}", config.name, table_.name, key);
}

cost::Ledger FastModel::price(const engine::Activity& activity, std::uint64_t cycles) const {
  cost::Ledger ledger;
  for (const UnitCount& c : event_counts(config_, activity, cycles, table_.registers_below))
    ledger.add_measured(
        {nullptr, table_.energy_of(c).each, table_.node, table_.source, std::string(c.name), ""}, c.count,
        c.unit, c.clock() ? "clock" : "logic");
  for (const MemoryCount& m : memory_counts(config_, activity, table_.registers_below)) {
    const flow::Sram sram = flow::sram_by_law(m.width, m.depth, table_.process);
    ledger.add_measured(sram.read, m.reads, m.unit, "memory", m.name);
    ledger.add_measured(sram.write, m.writes, m.unit, "memory", m.name);
  }
  return ledger;
}

std::vector<PartArea> FastModel::area() const {
  std::vector<PartArea> parts;
  for (const UnitCount& c : structure_counts(config_, table_.registers_below)) {
    if (parts.empty() || parts.back().part != c.unit)
      parts.push_back({std::string(c.unit), 0, false, {}, table_.source});
    const cost::Range m2 = static_cast<double>(c.count) * table_.area_of(c).each;
    parts.back().m2 += m2;
    if (c.name == "units") parts.back().count = c.count;
  }
  for (const MemoryCount& m : memory_counts(config_, {}, table_.registers_below)) {
    const flow::Sram sram = flow::sram_by_law(m.width, m.depth, table_.process);
    parts.push_back({fmt::format("{}: {}", m.unit, m.name), m.copies, true,
                     static_cast<double>(m.copies) * sram.area_m2,
                     fmt::format("{}; {}", sram.name, sram.read.source)});
  }
  return parts;
}

cost::Range FastModel::logic_leakage_w() const {
  cost::Range watts;
  for (const PartArea& part : area())
    if (!part.memory) watts += part.m2.nominal * table_.leakage_w_per_m2;
  return watts;
}

cost::Range FastModel::leakage_w() const {
  cost::Range watts = logic_leakage_w();
  for (const MemoryCount& m : memory_counts(config_, {}, table_.registers_below))
    watts +=
        static_cast<double>(m.copies) * flow::sram_by_law(m.width, m.depth, table_.process).leakage.energy;
  return watts;
}

Estimate estimate_fast(const config::Config& config, const std::vector<base::Sdr>& inputs,
                       const FastOptions& options) {
  if (inputs.size() < options.warm_up + 2 * options.frames || options.frames == 0)
    base::bad_input("an estimate needs {} inputs and at least one frame, there are {}",
                    options.warm_up + 2 * options.frames, inputs.size());
  const FastModel fast(load_fit_table(options.technology), config);
  sp::SpatialPooler model(config.structural, config.runtime);
  engine::CycleModel clock(config);
  std::size_t next = 0;
  struct Counted {
    engine::Activity activity;
    std::uint64_t cycles = 0;
  };
  // Inputs one ahead, as at the level of gates.
  const auto steps = [&](std::size_t count, bool learn) {
    Counted counted;
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t ahead = i == 0 ? 0 : 1; ahead < 2; ++ahead)
        if (i + ahead < count) clock.submit();
      const base::Sdr& input = inputs[next++];
      const sp::StepTrace& trace = model.step(input, learn);
      counted.activity += engine::activity_of(model, trace, config.microarchitecture);
      counted.cycles += clock.step(engine::work_of(model, trace, input, config)).interval;
    }
    return counted;
  };
  (void)steps(options.warm_up, true);
  const Counted learned = steps(options.frames, true), inferred = steps(options.frames, false);

  const FitTable& fit = fast.table();
  Estimate e;
  e.target = "asic";
  e.method = "fast";
  e.technology = fit.name;
  e.node = fit.node;
  e.process = fit.process;
  e.fmax_hz = fit.fmax_hz;
  e.clock_hz = options.clock_hz > 0 ? options.clock_hz : fit.fmax_hz.nominal;
  e.leakage_w = fast.leakage_w();
  e.logic_leakage_w = fast.logic_leakage_w();
  e.idle_cycle_j = fast.idle_cycle_j();
  e.area = fast.area();
  e.learn = StepCost{options.frames, learned.cycles, fast.price(learned.activity, learned.cycles), {}};
  e.infer = StepCost{options.frames, inferred.cycles, fast.price(inferred.activity, inferred.cycles), {}};
  state_per_step(e, options.rate_hz > 0 ? std::optional(options.rate_hz) : std::nullopt);
  e.counts = FastCounts{structure_counts(config, fit.registers_below),
                        event_counts(config, learned.activity, learned.cycles, fit.registers_below),
                        event_counts(config, inferred.activity, inferred.cycles, fit.registers_below),
                        event_counts(config, {}, 1, fit.registers_below)};
  e.notes.push_back(
      fmt::format("fast path: {}; on {} configurations that were not fitted it was off by at most {:.1f} % "
                  "(learning), {:.1f} % "
                  "(inference), {:.1f} % (area of logic), {:.1f} % (leakage)",
                  fit.source, fit.held_out, 100 * fit.learn_error, 100 * fit.infer_error,
                  100 * fit.area_error, 100 * fit.leakage_error));
  e.notes.emplace_back(
      "Fmax is no result: least, median and greatest of the configurations that were run as gates");
  e.notes.emplace_back("no glitches, clock tree, pads or layout: the gates that were fitted have none");
  return e;
}

}  // namespace silipool::estimate
