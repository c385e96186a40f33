#include <memory>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>
#include <silipool/experiments/classification.hpp>
#include <silipool/experiments/verification.hpp>

#include "dut.hpp"
#include "mismatch_report.hpp"
#include "progress.hpp"

namespace silipool::cli {
namespace {

struct Options {
  Common common;
  std::string record;
  std::uint64_t before = 300, after = 40;
};

int replay(const Options& o) {
  if (o.common.seed) base::bad_input("--seed {}: a replay has the seed of its record", *o.common.seed);
  const std::filesystem::path path = o.record;
  Plan plan;
  std::uint64_t cycle = 0;
  const std::string text = base::read_file(path);
  try {
    const Json json = Json::parse(text);
    plan = Plan::from_json(json.at("plan"));
    if (plan.has_waves()) cycle = json.at("first_mismatch").at("cycle").get<std::uint64_t>();
  } catch (const Json::exception& error) {
    // Without the library's own "[json.exception...]".
    const std::string words = error.what();
    base::bad_input("{}: is not a run record: {}", path.string(), words.substr(words.find("] ") + 2));
  } catch (const base::Error& error) {
    throw base::Error(error.kind(), fmt::format("{}: {}", path.string(), error.what()));
  }
  const config::Config config = [&] {
    try {
      return config::parse_config(plan.config_text, plan.config_file);
    } catch (const base::Error& error) {
      throw base::Error(error.kind(), fmt::format("{}: {}", path.string(), error.what()));
    }
  }();
  Waves waves{.file = std::filesystem::path(path).replace_extension(".fst"),
              .first = cycle > o.before ? cycle - o.before : 0,
              .last = cycle + o.after};

  if (!plan.dut_file.empty()) return replay_dut(o.common, plan, config, path, waves);

  std::optional<engine::Mismatch> mismatch;
  Progress progress(o.common.quiet);
  if (plan.command == "verify") {
    Rig rig = make_rig(plan, config, plan.steps, o.common, waves);
    (void)experiments::verify(
        config, *rig.engine, *rig.lockstep,
        {.steps = plan.steps,
         .seed = config.runtime.seed,
         .stop = &stop_requested(),
         .progress = [&](std::uint64_t done, std::uint64_t total) { progress("replaying", done, total); }});
    mismatch = rig.lockstep->mismatch();
    if (mismatch)
      ask_oracle(
          *mismatch, config,
          [&](std::uint64_t step) {
            return engine::stimulus(config.structural.inputs(), config.runtime.seed, step);
          },
          rig.lockstep->readout());
  } else {
    const Samples samples = load_samples(plan, config);
    Rig rig = make_rig(
        plan, config,
        experiments::classification_steps(config, samples.train.size(), samples.test.size(), plan.epochs),
        o.common, waves);
    (void)experiments::classify(config, samples.train, samples.test, *rig.engine, rig.lockstep.get(),
                                {.epochs = plan.epochs,
                                 .baselines = false,
                                 .threads = 1,
                                 .stop = &stop_requested(),
                                 .progress = [&](std::string_view what, std::size_t done, std::size_t total) {
                                   progress(what, done, total);
                                 }});
    mismatch = rig.lockstep->mismatch();
    if (mismatch) ask_oracle(*mismatch, config, inputs_of(plan, config, samples), rig.lockstep->readout());
  }
  progress.finish();
  if (stop_requested().load()) return kInterrupted;
  if (!mismatch) {
    fmt::print("the recorded mismatch did not occur again\n");
    return kDone;
  }
  print_mismatch(*mismatch, config, plan, path);
  Json json;
  json["first_mismatch"] = mismatch_json(*mismatch, plan, path);
  if (plan.has_waves()) {
    fmt::print("  waves of cycles {}..{}: {}   (gtkwave)\n", waves.first, waves.last, waves.file.string());
    json["waves"] = waves.file.string();
  }
  write_json(o.common, json);
  return kCheckFailed;
}

}  // namespace

Command add_replay(CLI::App& program) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  CLI::App* app =
      program.add_subcommand("replay", "Reproduce a recorded failure, of the RTL with waves of its window");
  app->add_option("RUN.json", o.record, "The record that the failing command wrote")->required();
  app->add_option("--before", o.before, "Cycles of waves before the divergence")->capture_default_str();
  app->add_option("--after", o.after, "Cycles of waves after it")->capture_default_str();
  add_common(*app, o.common);
  app->footer("Example: silipool replay silipool-runs/tiny-verify-1a2b3c4d.json");
  return {app, [options] { return replay(*options); }};
}

}  // namespace silipool::cli
