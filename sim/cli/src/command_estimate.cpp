#include <filesystem>
#include <map>
#include <memory>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/hardware.hpp>
#include <silipool/config/load.hpp>
#include <silipool/data/encoder.hpp>
#include <silipool/estimate/asic.hpp>
#include <silipool/estimate/crossbar.hpp>
#include <silipool/estimate/fast.hpp>
#include <silipool/estimate/fpga.hpp>
#include <silipool/estimate/published.hpp>

#include "plan.hpp"
#include "progress.hpp"
#include "results.hpp"

namespace silipool::cli {
namespace {

struct Options {
  Common common;
  std::string config, target = "asic", board = "hx8k", liberty, out, data;
  std::vector<std::string> sram;
  double rate = 0, clock = 0, node = 0;
  std::size_t frames = 20, warm_up = 20, registers_below = 512;
  bool explain = false, fast = false, published = false;
};

Json range(const cost::Range& r) { return {{"low", r.low}, {"nominal", r.nominal}, {"high", r.high}}; }

std::string text(const cost::Range& r, double unit, const char* name) {
  return fmt::format("{:.4g} {} ({:.4g} .. {:.4g})", r.nominal / unit, name, r.low / unit, r.high / unit);
}

Json step_json(const estimate::StepCost& step) {
  Json json{{"steps", step.steps}, {"cycles", step.cycles}, {"energy_j", range(step.per_step)}};
  const double share = 1 / static_cast<double>(step.steps);
  for (const std::string& cause : step.ledger.causes())
    json["causes_j"][cause] = range(share * step.ledger.total_of_cause(cause));
  for (const std::string& part : step.ledger.parts())
    json["parts_j"][part] = range(share * step.ledger.total_of_part(part));
  std::map<std::pair<std::string, std::string>, cost::Energy> both;
  for (const cost::Term& term : step.ledger.terms()) both[{term.part, term.cause}] += term.energy;
  for (const auto& [name, energy] : both)
    json["parts_causes_j"][name.first][name.second] = range(share * energy);
  return json;
}

Json counts_json(const std::vector<estimate::UnitCount>& counts) {
  Json json;
  for (const estimate::UnitCount& c : counts) json[std::string(c.unit)][std::string(c.name)] = c.count;
  return json;
}

Json to_json(const config::Config& config, const estimate::Estimate& e) {
  Json json;
  put_config(json, config, e.method == "gates" ? "gates" : "model");
  json["estimate"] = {{"target", e.target},
                      {"method", e.method},
                      {"technology", e.technology},
                      {"node", e.node},
                      {"clock_hz", e.clock_hz},
                      {"rate_hz", e.rate_hz},
                      {"fmax_hz", range(e.fmax_hz)},
                      {"leakage_w", range(e.leakage_w)},
                      {"logic_leakage_w", range(e.logic_leakage_w)},
                      {"idle_cycle_j", range(e.idle_cycle_j)}};
  if (!e.area.empty())
    json["estimate"]["area_m2"] = {{"logic", range(estimate::total_area(e, false))},
                                   {"all", range(estimate::total_area(e, true))}};
  if (e.learn) json["estimate"]["learn"] = step_json(*e.learn);
  if (e.infer) json["estimate"]["infer"] = step_json(*e.infer);
  for (const estimate::PartArea& p : e.area)
    json["estimate"]["parts"].push_back({{"part", p.part},
                                         {"count", p.count},
                                         {"memory", p.memory},
                                         {"area_m2", range(p.m2)},
                                         {"source", p.source}});
  if (e.counts)
    json["estimate"]["counts"] = {{"structure", counts_json(e.counts->structure)},
                                  {"learn", counts_json(e.counts->learn)},
                                  {"infer", counts_json(e.counts->infer)},
                                  {"idle_cycle", counts_json(e.counts->idle)}};
  for (const estimate::Resource& r : e.resources)
    json["estimate"]["resources"][r.name] = {{"used", r.used}, {"available", r.available}};
  json["estimate"]["notes"] = e.notes;
  for (const estimate::ToolReport& r : e.reports)
    json["estimate"]["reports"].push_back({{"what", r.what}, {"file", r.file.string()}});
  return json;
}

void print(const estimate::Estimate& e) {
  Table table;
  table.row("target", e.target, e.method == "fast" ? "fitted, no netlist" : "");
  table.row("technology", e.technology, e.node);
  table.row("Fmax", text(e.fmax_hz, 1e6, "MHz"));
  table.row("clock, rate", fmt::format("{:.4g} MHz, {:.6g} inferences/s", e.clock_hz / 1e6, e.rate_hz));
  table.gap();
  for (const auto& [name, step] : {std::pair{"learning step", &e.learn}, std::pair{"inference", &e.infer}}) {
    if (!*step) continue;
    const double share = 1 / static_cast<double>((*step)->steps);
    table.row(name, text((*step)->per_step, 1e-9, "nJ"),
              fmt::format("{:.4g} cycles, mean of {}", static_cast<double>((*step)->cycles) * share,
                          (*step)->steps));
    for (const std::string& cause : (*step)->ledger.causes())
      table.row("  " + cause, text(share * (*step)->ledger.total_of_cause(cause), 1e-9, "nJ"));
    for (const std::string& part : (*step)->ledger.parts())
      table.row("  of " + part, text(share * (*step)->ledger.total_of_part(part), 1e-9, "nJ"));
    table.gap();
  }
  for (const estimate::Resource& r : e.resources)
    table.row(r.name, fmt::format("{} of {}", r.used, r.available));
  if (e.learn) {
    table.row(e.target == "fpga" ? "static power" : "leakage", text(e.leakage_w, 1e-6, "uW"));
    table.row("idle cycle", text(e.idle_cycle_j, 1e-12, "pJ"));
  }
  if (!e.area.empty()) {
    table.row("area, logic", text(estimate::total_area(e, false), 1e-6, "mm2"));
    table.row("area, with memories", text(estimate::total_area(e, true), 1e-6, "mm2"));
  }
  table.print();
  for (const std::string& note : e.notes) fmt::print("note: {}\n", note);
  for (const estimate::ToolReport& r : e.reports) fmt::print("report: {}: {}\n", r.what, r.file.string());
}

std::string explanation(const estimate::Estimate& e) {
  std::string lines;
  for (const auto& [name, step] : {std::pair{"learning steps", &e.learn}, std::pair{"inferences", &e.infer}})
    if (*step) lines += fmt::format("{} {}:\n{}", (*step)->steps, name, (*step)->ledger.explain());
  for (const estimate::PartArea& p : e.area)
    lines += fmt::format("area of {}: {} {}, {} [{}]\n", p.part, p.count, p.memory ? "memories" : "cells",
                         text(p.m2, 1e-12, "um2"), p.source);
  return lines;
}

estimate::Estimate gates(const Options& o, const config::Config& config, const std::vector<base::Sdr>& inputs,
                         const std::filesystem::path& folder, Progress& progress) {
  estimate::AsicOptions options;
  options.liberty = o.liberty;
  options.sram = o.sram;
  if (o.node > 0) options.feature_m = o.node * 1e-9;
  if (o.rate > 0) options.rate_hz = o.rate;
  if (o.clock > 0) options.clock_hz = o.clock * 1e6;
  options.warm_up = o.warm_up;
  options.frames = o.frames;
  options.registers_below = o.registers_below;
  options.folder = folder;
  options.quiet = o.common.quiet;
  options.stop = &stop_requested();
  options.progress = [&progress](std::string_view what, std::uint64_t done, std::uint64_t total) {
    progress(what, done, total);
  };
  return estimate::estimate_asic(config, inputs, options);
}

estimate::Estimate fast(const Options& o, const config::Config& config,
                        const std::vector<base::Sdr>& inputs) {
  if (!o.liberty.empty() || !o.sram.empty() || o.node > 0)
    base::bad_input(
        "--fast has the cells and memories that it was fitted on: without --liberty, --sram and --node");
  estimate::FastOptions options;
  options.warm_up = o.warm_up;
  options.frames = o.frames;
  options.rate_hz = o.rate;
  options.clock_hz = o.clock * 1e6;
  return estimate::estimate_fast(config, inputs, options);
}

estimate::Estimate fpga(const Options& o, const config::Config& config, const std::vector<base::Sdr>& inputs,
                        const std::filesystem::path& folder) {
  if (o.fast || !o.liberty.empty() || !o.sram.empty() || o.node > 0)
    base::bad_input("--target fpga has no cells: without --fast, --liberty, --sram and --node");
  estimate::FpgaOptions options;
  options.board = o.board;
  options.config_file = o.config;
  options.settings = o.common.set;
  options.warm_up = o.warm_up;
  options.frames = o.frames;
  if (o.rate > 0) options.rate_hz = o.rate;
  if (o.clock > 0) options.clock_hz = o.clock * 1e6;
  options.folder = folder;
  return estimate::estimate_fpga(config, inputs, options);
}

int published(const Options& o) {
  Json json;
  std::size_t recomputed = 0, within = 0;
  for (const estimate::PublishedDesign& design : estimate::published_designs()) {
    Table table;
    Json& of = json["published"][design.name];
    of = {{"title", design.title}, {"citation", design.citation}};
    for (const estimate::PublishedInput& i : design.inputs)
      of["inputs"][i.name] = {{"value", i.value}, {"unit", i.unit}, {"source", i.source}};
    fmt::print("{}\n", design.title);
    for (const estimate::PublishedFigure& f : design.figures) {
      const std::string theirs = fmt::format("{:.4g} {}", f.published, f.unit);
      table.row("  " + f.what, theirs,
                f.recomputed ? fmt::format("ours {:.3g} ({:.3g} .. {:.3g}), {:.3g} x", f.ours.nominal,
                                           f.ours.low, f.ours.high, f.ratio())
                             : f.reason);
      Json figure{{"what", f.what},     {"unit", f.unit},     {"published", f.published},
                  {"source", f.source}, {"reason", f.reason}, {"terms", f.terms}};
      if (f.recomputed) {
        figure["ours"] = range(f.ours);
        figure["ratio"] = f.ratio();
        ++recomputed;
        within += f.within(2) ? 1 : 0;
      }
      of["figures"].push_back(figure);
    }
    table.print();
    if (!o.explain) continue;
    fmt::print("  {}\n", design.citation);
    for (const estimate::PublishedInput& i : design.inputs)
      fmt::print("  input {} = {} {} [{}]\n", i.name, i.value, i.unit, i.source);
    for (const estimate::PublishedFigure& f : design.figures) {
      for (const std::string& term : f.terms) fmt::print("  {}: {}\n", f.what, term);
      fmt::print("  {}: {}\n", f.what, f.reason);
    }
  }
  fmt::print("{} of {} recomputed figures are within 2x\n", within, recomputed);
  json["within_2x"] = within;
  json["recomputed"] = recomputed;
  write_json(o.common, json);
  return kDone;
}

int run(const Options& o) {
  if (o.published) return published(o);
  if (o.config.empty()) base::bad_input("estimate: a CONFIG is needed, or --published");
  const config::Config config = load_config(o.config, o.common);
  if (const std::string key = config::beyond_hardware(config); !key.empty())
    base::bad_input("{}: {}: only engine \"model\" has that (docs/spec.md, section 10)", config.name, key);
  const std::filesystem::path folder =
      o.out.empty() ? fmt::format("silipool-estimates/{}{}-{}", o.target, o.fast ? "-fast" : "", config.name)
                    : o.out;
  Plan plan;
  plan.command = "run";
  plan.config_file = o.config;
  plan.data = o.data;
  const Samples samples = load_samples(plan, config);
  const data::Encoder encoder = data::make_encoder(config, samples.train);
  std::vector<base::Sdr> inputs;
  for (std::size_t i = 0; i < o.warm_up + 2 * o.frames; ++i)
    inputs.push_back(encoder.encode(samples.train.image(i % samples.train.size())));

  Progress progress(o.common.quiet);
  estimate::Estimate e = o.target == "fpga" ? fpga(o, config, inputs, folder)
                         : o.fast           ? fast(o, config, inputs)
                                            : gates(o, config, inputs, folder, progress);
  if (o.target == "crossbar") {
    estimate::CrossbarOptions options{o.warm_up, o.frames, std::nullopt, o.common.thread_count()};
    if (o.rate > 0) options.rate_hz = o.rate;
    e = estimate::estimate_crossbar(config, inputs, e, options);
  }
  progress.finish();
  print(e);
  const std::string all = explanation(e);
  if (o.explain) fmt::print("{}", all);
  const Json json = to_json(config, e);
  std::filesystem::create_directories(folder);
  base::write_file(folder / "terms.txt", all);
  base::write_file(folder / "estimate.json", json.dump(2) + "\n");
  fmt::print("written to {}\n", folder.string());
  write_result(o.common, json);
  return kDone;
}

}  // namespace

Command add_estimate(CLI::App& program) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  CLI::App* app = program.add_subcommand("estimate", "Energy, area and timing of a configuration in silicon");
  app->add_option("CONFIG", o.config, "Configuration (TOML)");
  app->add_flag("--published", o.published,
                "Instead: published designs, recomputed from their stated parameters, beside what they say");
  app->add_option("--target", o.target,
                  "asic: mapped to cells, run at the level of gates; crossbar: the digital rest so, and the "
                  "arrays of\n"
                  "[crossbar] solved; fpga: placed and routed on --board, its energies weaker evidence")
      ->check(CLI::IsMember({"asic", "crossbar", "fpga"}))
      ->capture_default_str();
  app->add_option("--board", o.board,
                  "Of --target fpga: hx8k, icebreaker (iCE40), ulx3s (ECP5, without energies)")
      ->check(CLI::IsMember({"hx8k", "icebreaker", "ulx3s"}))
      ->capture_default_str();
  app->add_flag("--fast", o.fast,
                "Price the activity of the model by coefficients fitted on gates, in place of mapping");
  app->add_option("--liberty", o.liberty,
                  "Liberty file of the cells (default: OSU018, Debian's qflow-tech-osu018)")
      ->type_name("FILE");
  app->add_option("--sram", o.sram, "Liberty files of memory macros (default: laws fitted to published ones)")
      ->type_name("FILE");
  app->add_option("--node", o.node, "Feature of the process in nm, where the library's name does not tell")
      ->check(CLI::Range(1.0, 10000.0))
      ->type_name("NM");
  app->add_option("--frames", o.frames, "Frames that are learned and then inferred at the level of gates")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str()
      ->type_name("N");
  app->add_option("--warm-up", o.warm_up, "Frames that are learned before")
      ->check(CLI::Range(0, 1000000))
      ->capture_default_str()
      ->type_name("N");
  app->add_option("--rate", o.rate,
                  "Steps a second that leakage and idle cycles are shared by (default: the fastest)")
      ->check(CLI::PositiveNumber)
      ->type_name("HZ");
  app->add_option("--clock", o.clock, "Clock in MHz (default: what timing allows)")
      ->check(CLI::PositiveNumber)
      ->type_name("MHZ");
  app->add_option("--registers-below", o.registers_below, "Memories of no more bits are made of flip-flops")
      ->capture_default_str()
      ->type_name("BITS");
  app->add_flag("--explain", o.explain, "Print every term of the sums, with its source");
  app->add_option("--out", o.out,
                  "Folder for the result and the tools' reports (default: silipool-estimates/TARGET-NAME)")
      ->type_name("DIR");
  app->add_option("--data", o.data, "Folder of data sets, before $SILIPOOL_DATA and data/")->type_name("DIR");
  add_common(*app, o.common);
  add_set(*app, o.common);
  app->footer("Example: silipool estimate sim/configs/tiny.toml --target asic --explain");
  return {app, [options] { return run(*options); }};
}

}  // namespace silipool::cli
