#include <memory>

#include <fmt/format.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/crossbar/crossbar_engine.hpp>
#include <silipool/data/sets.hpp>
#include <silipool/experiments/classification.hpp>

#include "crossbar_outcome.hpp"
#include "figures.hpp"
#include "mismatch_report.hpp"
#include "plan.hpp"
#include "power_log.hpp"
#include "progress.hpp"
#include "results.hpp"
#include "resume.hpp"

namespace silipool::cli {
namespace {

struct Options {
  Common common;
  std::string config;
  std::string engine = "model";
  bool lockstep = false, no_lockstep = false;
  std::optional<std::size_t> train, test;
  std::size_t validate = 0, epochs = 1;
  std::string data, records = "silipool-runs";
  std::string save, load, predictions;
  std::vector<std::size_t> tiles;
  std::string power, power_fit;
  std::uint64_t power_window = 1000;
  bool baselines = true;
};

/// What one run came to, for the table and the JSON.
struct Outcome {
  experiments::ClassificationResult result;
  std::uint64_t learned = 0;  ///< learning steps of the run, with those before a --load
  engine::Activity learning, inference;
  bool compared = false;
  std::uint64_t events = 0, permanences = 0, state_words = 0, classes = 0;
  std::optional<readout::IntegerWeights> readout;  ///< of the hardware
  std::optional<engine::Mismatch> mismatch;
  std::filesystem::path record;
  std::optional<std::uint64_t> digest;
  StepEnergy energy;
  std::optional<CrossbarOutcome> crossbar;
  std::unique_ptr<PowerLog> power;
  Json figures = Json::object();
  sp::State state;  ///< where it is to be saved
};

Outcome perform(const Plan& plan, const config::Config& config, const Samples& samples, const Options& o,
                bool baselines, const std::optional<Standing>& start = {}) {
  const std::uint64_t steps =
      experiments::classification_steps(config, samples.train.size(), samples.test.size(), plan.epochs);
  std::unique_ptr<PowerLog> power;
  if (!o.power.empty()) power = std::make_unique<PowerLog>(o.power, config, o.power_fit, o.power_window);
  Rig rig = make_rig(plan, config, steps, o.common, {}, power ? &power->meter() : nullptr);
  Progress progress(o.common.quiet);
  Outcome outcome;
  if (start) {
    outcome.learned = start->learned;
    go_on(*rig.engine, start->state, start->learning);
    if (rig.lockstep) rig.lockstep->set_state(start->state, start->learning);
  }
  outcome.result =
      experiments::classify(config, samples.train, samples.test, *rig.engine, rig.lockstep.get(),
                            {.epochs = plan.epochs,
                             .learned = outcome.learned,
                             .baselines = baselines,
                             .threads = o.common.thread_count(),
                             .stop = &stop_requested(),
                             .progress = [&progress](std::string_view what, std::size_t done,
                                                     std::size_t total) { progress(what, done, total); }});
  progress.finish();
  if (power) power->finish(rig.engine->cycle());
  outcome.power = std::move(power);
  outcome.learned += outcome.result.learning_steps;
  if (rig.lockstep) {
    outcome.compared = true;
    outcome.events = rig.lockstep->comparator().events_compared();
    outcome.permanences = rig.lockstep->comparator().permanences_compared();
    outcome.state_words = rig.lockstep->comparator().state_words_compared();
    outcome.classes = rig.lockstep->classes_compared();
    outcome.readout = rig.lockstep->readout();
    outcome.mismatch = rig.lockstep->mismatch();
    outcome.learning = rig.lockstep->learning_activity();
    outcome.inference = rig.lockstep->inference_activity();
    outcome.digest = rig.lockstep->model().digest();
    put_receptive_fields(outcome.figures, outcome.result.telling, rig.lockstep->model());
  } else if (const OwnModel own = own_model(*rig.engine); own.pooler != nullptr) {
    outcome.learning = own.learning;
    outcome.inference = own.inference;
    outcome.digest = own.pooler->digest();
    put_receptive_fields(outcome.figures, outcome.result.telling, *own.pooler);
  }
  if (auto* devices = dynamic_cast<crossbar::CrossbarEngine*>(rig.engine.get())) {
    outcome.crossbar = crossbar_outcome(*devices, config);
    outcome.learning = devices->learning_activity();
    outcome.inference = devices->inference_activity();
    outcome.digest = devices->pooler().digest();
    if (!rig.lockstep) put_receptive_fields(outcome.figures, outcome.result.telling, devices->pooler());
    put_cells(outcome.figures, devices->array());
    outcome.energy = {.learn = outcome.crossbar->learn_energy,
                      .infer = outcome.crossbar->infer_energy,
                      .technology = config.estimate.technology};
  } else {
    outcome.energy = energy_per_step(outcome.learning, outcome.inference, config.estimate.technology);
    put_energy_split(outcome.figures, outcome.learning, outcome.inference, config.estimate.technology);
  }
  put_classification(outcome.figures, outcome.result);
  if (!o.save.empty() && !outcome.mismatch) outcome.state = rig.engine->state();
  return outcome;
}

/// Asks the oracle, writes the record, prints the report. A run that went on from a state has neither: both
/// begin at the initial state.
void report_mismatch(Outcome& outcome, const Plan& plan, const config::Config& config, const Samples& samples,
                     const std::string& records, bool from_state = false) {
  if (from_state) {
    print_mismatch(*outcome.mismatch, config, plan, {});
    return;
  }
  ask_oracle(*outcome.mismatch, config, inputs_of(plan, config, samples), outcome.readout);
  outcome.record = write_record(records, plan, config, *outcome.mismatch);
  print_mismatch(*outcome.mismatch, config, plan, outcome.record);
}

Json to_json(const Outcome& outcome, const Plan& plan, const config::Config& config, const Samples& samples) {
  const experiments::ClassificationResult& r = outcome.result;
  Json json;
  put_config(json, config, plan.engine);
  json["data"] = {{"name", samples.train_name},
                  {"train", samples.train.size()},
                  {"test", samples.test.size()},
                  {"test_name", samples.test_name}};
  json["readout"]["rule"] = config::rule_text(config.readout.rule);
  const auto put = [&json](const char* group, const char* name, const std::optional<double>& value) {
    if (value) json[group][name] = *value;
  };
  put("accuracy", "test", r.test);
  put("accuracy", "hardware", r.hardware);
  put("accuracy", "raw_pixels", r.raw_pixels);
  put("accuracy", "frozen", r.frozen);
  put("accuracy", "frozen_plain", r.frozen_plain);
  put("sdr", "density", r.density);
  put("sdr", "entropy_ratio", r.entropy_ratio);
  if (outcome.digest) json["state"]["digest"] = base::hex64(*outcome.digest);
  json["steps"] = {{"learn", outcome.learned}, {"infer", r.inference_steps}};
  if (r.learning_seconds > 0)
    json["rate"]["learn_per_s"] = static_cast<double>(r.learning_steps) / r.learning_seconds;
  if (r.inference_seconds > 0)
    json["rate"]["infer_per_s"] = static_cast<double>(r.inference_steps) / r.inference_seconds;
  if (outcome.compared)
    json["lockstep"] = {{"events", outcome.events},
                        {"permanences", outcome.permanences},
                        {"state_words", outcome.state_words},
                        {"mismatches", outcome.mismatch ? 1 : 0}};
  if (outcome.compared && config.microarchitecture.readout) json["lockstep"]["classes"] = outcome.classes;
  put_cycles(json, r.learning_interval, r.inference_interval, r.latency);
  put_writes(json, outcome.learning);
  put_energy(json, outcome.energy);
  if (outcome.power) outcome.power->put(json);
  if (outcome.crossbar) put_crossbar(json, *outcome.crossbar);
  if (!outcome.figures.empty()) json["figures"] = outcome.figures;
  if (outcome.mismatch) json["first_mismatch"] = mismatch_json(*outcome.mismatch, plan, outcome.record);
  if (r.interrupted) json["interrupted"] = true;
  return json;
}

void print(const Outcome& outcome, const Plan& plan, const config::Config& config, const Samples& samples) {
  const experiments::ClassificationResult& r = outcome.result;
  const config::Structural& s = config.structural;
  fmt::print("{}: {} columns in {} hypercolumns, {}-bit permanences, engine {}\n", config.name, s.columns(),
             s.hypercolumns(), s.permanence_bits, plan.engine);
  fmt::print("learned {} steps without labels from {}, tested on {} of {}\n\n", outcome.learned,
             samples.train_name, samples.test.size(), samples.test_name);
  Table table;
  if (r.test)
    table.row("accuracy, learned", percent(*r.test),
              fmt::format("readout: {}", config::rule_text(config.readout.rule)));
  if (r.hardware)
    table.row(
        "  classified by the hardware's readout", percent(*r.hardware),
        fmt::format("{} classes, weights of {} bits", config.readout.classes, config.readout.weight_bits));
  if (r.frozen)
    table.row("  permanences never changed, boosting adapting", percent(*r.frozen),
              "same shape, same readout");
  if (r.frozen_plain)
    table.row("  permanences never changed, no boosting", percent(*r.frozen_plain),
              "same shape, same readout");
  if (r.raw_pixels)
    table.row("  raw pixels", percent(*r.raw_pixels), "same readout on the inputs themselves");
  if (r.density) {
    table.gap();
    table.row("winners: density", percent(*r.density));
    table.row("winners: entropy, of the greatest possible",
              fmt::format("{:.3f}", r.entropy_ratio.value_or(0)));
  }
  if (outcome.learning.learning_steps > 0) {
    const auto steps = static_cast<double>(outcome.learning.learning_steps);
    table.gap();
    table.row("permanence writes per learning step",
              fmt::format("{:.1f}", static_cast<double>(outcome.learning.permanence_writes) / steps),
              "values that changed");
    table.row("connection flips per learning step",
              fmt::format("{:.2f}", static_cast<double>(outcome.learning.connection_flips) / steps));
  }
  if (r.learning_interval.steps > 0) {
    table.gap();
    table.row("cycles per learning step", fmt::format("{:.1f}", r.learning_interval.mean()),
              fmt::format("interval between frames; at most {}", r.learning_interval.max));
    table.row("cycles per inference", fmt::format("{:.1f}", r.inference_interval.mean()),
              fmt::format("interval between frames; at most {}", r.inference_interval.max));
    if (r.latency.steps > 0)
      table.row("cycles of latency", fmt::format("{:.1f}", r.latency.mean()),
                fmt::format("first beat in to last beat out; at most {}; {} frames, inference", r.latency.max,
                            r.latency.steps));
  }
  const auto energy_row = [&table, &outcome](const char* label, const std::optional<cost::Energy>& energy) {
    if (energy)
      table.row(label, fmt::format("{:.2f} nJ", 1e9 * energy->nominal),
                fmt::format("{:.2f}..{:.2f} nJ, {} (docs/energy.md: a first estimate)", 1e9 * energy->low,
                            1e9 * energy->high, outcome.energy.technology));
  };
  table.gap();
  energy_row("energy per learning step", outcome.energy.learn);
  energy_row("energy per inference", outcome.energy.infer);
  if (outcome.power) outcome.power->put(table);
  if (outcome.crossbar) print_crossbar(table, *outcome.crossbar);
  table.gap();
  if (r.learning_seconds > 0)
    table.row("simulated learning steps per second",
              fmt::format("{:.0f}", static_cast<double>(r.learning_steps) / r.learning_seconds));
  if (r.inference_seconds > 0)
    table.row("simulated inferences per second",
              fmt::format("{:.0f}", static_cast<double>(r.inference_steps) / r.inference_seconds));
  if (outcome.digest)
    table.row("state digest", base::hex64(*outcome.digest), "permanences, duty cycles, boosts, step");
  table.print();
  if (outcome.compared && !outcome.mismatch)
    fmt::print("\nlock-step with the model: {} events and {} words of state compared, 0 mismatches\n",
               outcome.events, outcome.state_words);
  if (outcome.classes > 0) fmt::print("and {} classes of the readout\n", outcome.classes);
}

Plan make_plan(const Options& o, const config::Config& config) {
  return {.command = "run",
          .config_file = o.config,
          .config_text = config::canonical(config),
          .engine = o.engine,
          .lockstep = o.lockstep || ((o.engine == "rtl" || o.engine == "systemc") && !o.no_lockstep),
          .digest_every = 1000,
          .train = o.train,
          .test = o.test,
          .validate = o.validate,
          .epochs = o.epochs,
          .data = o.data,
          .steps = 0,
          .stall = engine::Stall::none,
          .injection = std::nullopt};
}

/// Cycles against tiles: the same run on several microarchitectures, which must give the same bytes.
int run_tiles(const Options& o, const config::Config& first, const Samples& samples) {
  Json json = Json::array();
  std::optional<Outcome> reference;
  int status = kDone;
  // All of them are looked at before the first is run.
  std::vector<config::Config> configs;
  for (const std::size_t tiles : o.tiles)
    configs.push_back(config::parse_config(config::canonical(first), o.config,
                                           {{"rtl.tiles", std::to_string(tiles), "--tiles"}}));
  fmt::print("{:>6}  {:>22}  {:>22}  {:>10}  {:>16}  {}\n", "tiles", "cycles per learning step",
             "cycles per inference", "latency", "state digest", "mismatches");
  for (const config::Config& config : configs) {
    const std::size_t tiles = config.microarchitecture.tiles;
    const Plan plan = make_plan(o, config);
    Outcome outcome = perform(plan, config, samples, o, false);
    const experiments::ClassificationResult& r = outcome.result;
    fmt::print("{:>6}  {:>13.1f} (max {:>4})  {:>11.1f} (max {:>4})  {:>10.1f}  {:>16}  {}\n", tiles,
               r.learning_interval.mean(), r.learning_interval.max, r.inference_interval.mean(),
               r.inference_interval.max, r.latency.mean(),
               outcome.digest ? base::hex64(*outcome.digest) : "-", outcome.mismatch ? 1 : 0);
    if (outcome.mismatch) {
      report_mismatch(outcome, plan, config, samples, o.records);
      status = kCheckFailed;
    }
    json.push_back(to_json(outcome, plan, config, samples));
    json.back()["tiles"] = tiles;
    if (r.interrupted) {
      write_result(o.common, json);
      return kInterrupted;
    }
    if (reference && (reference->digest != outcome.digest || reference->result.test != r.test)) {
      fmt::print("the results differ from those of {} tiles\n", o.tiles.front());
      status = kCheckFailed;
    }
    if (!reference) reference = std::move(outcome);
  }
  write_result(o.common, json);
  return status;
}

/// A line for each test sample: its number, its label and what it was taken for.
void write_predictions(const std::string& file, const Outcome& outcome, const Samples& samples) {
  std::string text = "sample,label,prediction\n";
  for (std::size_t i = 0; i < outcome.result.predictions.size(); ++i)
    text += fmt::format("{},{},{}\n", i, samples.test.labels[i], outcome.result.predictions[i]);
  base::write_file(file, text);
}

int run(const Options& o) {
  const config::Config config = load_config(o.config, o.common);
  const Plan plan = make_plan(o, config);
  if (plan.lockstep && o.engine == "model")
    base::bad_input(
        "--lockstep: engine \"model\" is the reference; choose --engine rtl or another to compare");
  for (const auto& [option, file] : {std::pair("--save", &o.save), std::pair("--load", &o.load)})
    if (!file->empty() &&
        (o.engine == "systemc" || o.engine == "crossbar" || (o.engine == "rtl" && !plan.lockstep)))
      base::bad_input(
          "{} {}: engine \"{}\"{} does not save and load states: must be \"model\", \"tlm\" or "
          "\"platform\", or \"rtl\" with the model beside it, which counts what is saved",
          option, *file, o.engine, o.engine == "rtl" ? " with --no-lockstep" : "");
  if (!o.power.empty() && o.engine != "systemc" && o.engine != "tlm" && o.engine != "platform")
    base::bad_input("--power {}: engine \"{}\" does not meter its energy: must be systemc, tlm or platform",
                    o.power, o.engine);
  for (const std::string& file : {o.save, o.predictions})
    if (!file.empty()) base::check_writable(file);
  const Samples samples = load_samples(plan, config);
  if (!o.tiles.empty()) return run_tiles(o, config, samples);
  std::optional<Standing> start;
  if (!o.load.empty()) start = load_state(o.load, config, samples, plan.epochs);
  Outcome outcome = perform(plan, config, samples, o, o.baselines, start);
  if (outcome.mismatch) report_mismatch(outcome, plan, config, samples, o.records, start.has_value());
  print(outcome, plan, config, samples);
  if (!o.save.empty() && !outcome.mismatch)
    save_state(o.save, config, samples, {std::move(outcome.state), outcome.learned, outcome.learning});
  if (!o.predictions.empty() && outcome.result.test) write_predictions(o.predictions, outcome, samples);
  write_result(o.common, to_json(outcome, plan, config, samples));
  if (outcome.mismatch) return kCheckFailed;
  return outcome.result.interrupted ? kInterrupted : kDone;
}

}  // namespace

Command add_run(CLI::App& program) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  CLI::App* app = program.add_subcommand("run", "Train and test on a data set through one engine");
  app->add_option("CONFIG", o.config, "Configuration (TOML)")->required();
  app->add_option("--engine", o.engine,
                  "What does the steps: model, rtl (SystemVerilog in Verilator), systemc (the same, in a "
                  "SystemC testbench), tlm (a loosely timed model of it), platform (that, in a virtual "
                  "platform with software), crossbar (memristors)")
      ->check(CLI::IsMember(engine_names()))
      ->capture_default_str();
  CLI::Option* on = app->add_flag("--lockstep", o.lockstep,
                                  "Compare every event with the model (default for rtl and systemc)");
  app->add_flag("--no-lockstep", o.no_lockstep, "Let the engine run alone")->excludes(on);
  app->add_option("--train", o.train, "Learn from the first N training samples")
      ->check(CLI::Range(1, 1000000000))
      ->type_name("N");
  app->add_option("--test", o.test, "Test on the first N test samples")
      ->check(CLI::Range(1, 1000000000))
      ->type_name("N");
  app->add_option("--validate", o.validate,
                  "Hold out the last N training samples as the test set; the real one is never opened")
      ->check(CLI::Range(0, 1000000000))
      ->type_name("N");
  app->add_option("--epochs", o.epochs, "Passes of learning")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app->add_option("--data", o.data, "Folder of data sets, before $SILIPOOL_DATA and data/")->type_name("DIR");
  CLI::Option* save =
      app->add_option("--save", o.save, "Write the state there at the end, also when interrupted")
          ->type_name("STATE");
  CLI::Option* load = app->add_option("--load", o.load, "Go on from where the run of a saved state stopped")
                          ->type_name("STATE");
  CLI::Option* predictions =
      app->add_option("--predictions", o.predictions, "Write what each test sample is taken for, as CSV")
          ->type_name("FILE");
  CLI::Option* tiles =
      app->add_option("--tiles", o.tiles,
                      "Run on each of these numbers of tiles, and print cycles against tiles")
          ->delimiter(',')
          ->type_name("N,...")
          ->excludes(save)
          ->excludes(load)
          ->excludes(predictions);
  CLI::Option* power =
      app->add_option("--power", o.power,
                      "Write power against time there, by part, as CSV: of engine systemc, tlm or platform")
          ->type_name("FILE")
          ->excludes(tiles);
  app->add_option("--power-window", o.power_window, "Clock cycles of a row of it")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1000000000}))
      ->needs(power)
      ->capture_default_str();
  app->add_option("--power-fit", o.power_fit,
                  "Its energies from this fit of gate-level runs, not from estimate.technology")
      ->needs(power)
      ->type_name("NAME");
  app->add_flag("!--no-baselines", o.baselines, "Leave out raw pixels and the frozen poolers");
  app->add_option("--records", o.records, "Folder for the record of a failure")
      ->type_name("DIR")
      ->capture_default_str();
  add_common(*app, o.common);
  add_set(*app, o.common);
  app->footer("Example: silipool run sim/configs/mnist.toml --engine rtl --train 2000 --test 500");
  return {app, [options] { return run(*options); }};
}

}  // namespace silipool::cli
