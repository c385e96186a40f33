#include <memory>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/digest.hpp>
#include <silipool/experiments/verification.hpp>

#include "dut.hpp"
#include "mismatch_report.hpp"
#include "progress.hpp"
#include "results.hpp"

namespace silipool::cli {
namespace {

struct Options {
  Common common;
  std::string config;
  std::string engine = "rtl";
  std::uint64_t steps = 1000, digest_every = 8;
  std::string stall = "none", inject, records = "silipool-runs";
  std::string dut;
  std::vector<std::string> dut_set;
  bool dut_template = false;
  std::function<bool(const char*)> given;  ///< whether an option was
};

engine::Stall stall_of(const Options& o) {
  return static_cast<engine::Stall>(
      std::find(engine::stall_names.begin(), engine::stall_names.end(), o.stall) -
      engine::stall_names.begin());
}

int verify(const Options& o) {
  if (o.dut_template) {
    fmt::print("{}", dut::design_template());
    return kDone;
  }
  if (o.config.empty()) base::bad_input("CONFIG is required");
  if (o.dut.empty() && !o.dut_set.empty()) base::bad_input("--dut-set: there is no --dut");
  if (!o.dut.empty()) {
    for (const char* option : {"--engine", "--inject", "--digest-every"})
      if (o.given(option)) base::bad_input("{}: is for our own RTL, not with --dut", option);
    return verify_dut(o.common, {.config = o.config,
                                 .dut = o.dut,
                                 .dut_set = o.dut_set,
                                 .steps = o.steps,
                                 .stall = stall_of(o),
                                 .records = o.records});
  }
  const config::Config config = load_config(o.config, o.common);
  Plan plan{.command = "verify",
            .config_file = o.config,
            .config_text = config::canonical(config),
            .engine = o.engine,
            .lockstep = true,
            .digest_every = o.digest_every,
            .train = {},
            .test = {},
            .validate = 0,
            .epochs = 1,
            .data = {},
            .steps = o.steps,
            .stall = engine::Stall::none,
            .injection = {}};
  plan.stall = stall_of(o);
  if (!o.inject.empty()) plan.injection = parse_injection(o.inject);

  if (plan.injection && plan.engine == "crossbar" && plan.injection->kind != 1 && plan.injection->kind != 4 &&
      plan.injection->kind != 7)
    base::bad_input("--inject {}: engine \"crossbar\" has faults of kind overlap, permanence and state",
                    o.inject);
  Rig rig = make_rig(plan, config, plan.steps, o.common);
  Progress progress(o.common.quiet);
  const experiments::Session session =
      experiments::verify(config, *rig.engine, *rig.lockstep,
                          {.steps = plan.steps,
                           .seed = config.runtime.seed,
                           .stop = &stop_requested(),
                           .progress = [&progress](std::uint64_t done, std::uint64_t total) {
                             progress("verifying", done, total);
                           }});
  progress.finish();

  Json json;
  put_config(json, config, plan.engine);
  json["state"]["digest"] = base::hex64(rig.lockstep->model().digest());
  json["steps"] = {{"learn", session.learning_steps()}, {"infer", session.inference_steps()}};
  json["lockstep"] = {{"events", rig.lockstep->comparator().events_compared()},
                      {"permanences", rig.lockstep->comparator().permanences_compared()},
                      {"state_words", rig.lockstep->comparator().state_words_compared()},
                      {"mismatches", rig.lockstep->mismatch() ? 1 : 0}};
  if (config.microarchitecture.readout) json["lockstep"]["classes"] = rig.lockstep->classes_compared();
  put_cycles(json, session.learning_interval(), session.inference_interval(), session.latency());
  put_writes(json, rig.lockstep->learning_activity());
  if (rig.injected->step)
    json["injected"] = {{"kind", injection_kind(plan.injection->kind)}, {"step", *rig.injected->step}};

  std::optional<engine::Mismatch> mismatch = rig.lockstep->mismatch();
  if (mismatch) {
    ask_oracle(
        *mismatch, config,
        [&](std::uint64_t step) {
          return engine::stimulus(config.structural.inputs(), config.runtime.seed, step);
        },
        rig.lockstep->readout());
    const std::filesystem::path record = write_record(o.records, plan, config, *mismatch);
    print_mismatch(*mismatch, config, plan, record);
    json["first_mismatch"] = mismatch_json(*mismatch, plan, record);
  }
  const bool interrupted = session.stopped();
  if (interrupted) json["interrupted"] = true;
  write_result(o.common, json);

  fmt::print("{}: {} steps ({} learning), {} events and {} words of state compared, {} mismatch{}\n",
             config.name, session.learning_steps() + session.inference_steps(), session.learning_steps(),
             rig.lockstep->comparator().events_compared(), rig.lockstep->comparator().state_words_compared(),
             mismatch ? 1 : 0, mismatch ? "" : "es");
  if (interrupted && !mismatch) return kInterrupted;
  if (plan.injection) {
    const std::string kind = injection_kind(plan.injection->kind);
    if (!rig.injected->step) {
      fmt::print("no occasion for a fault of kind {} came at or after step {}: nothing was injected\n", kind,
                 plan.injection->step);
      return kNotCaught;
    }
    fmt::print("a fault of kind {} was forced in step {} and was {}\n", kind, *rig.injected->step,
               mismatch ? "caught" : "NOT caught");
    return mismatch ? kCheckFailed : kNotCaught;
  }
  if (mismatch) return kCheckFailed;
  return interrupted ? kInterrupted : kDone;
}

}  // namespace

Command add_verify(CLI::App& program) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  CLI::App* app =
      program.add_subcommand("verify", "Lock-step of an engine against the model on generated stimulus");
  app->add_option("CONFIG", o.config, "Configuration (TOML)");
  app->add_option("--engine", o.engine, "rtl, systemc, tlm, platform or crossbar")
      ->check(CLI::IsMember({"rtl", "systemc", "tlm", "platform", "crossbar"}))
      ->capture_default_str();
  app->add_option("--steps", o.steps, "Steps")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1000000000}))
      ->capture_default_str();
  app->add_option("--stall", o.stall, "Gaps in the input, back-pressure on the output")
      ->check(CLI::IsMember(std::vector<std::string>(engine::stall_names.begin(), engine::stall_names.end())))
      ->capture_default_str();
  app->add_option("--digest-every", o.digest_every,
                  "Compare all state after every N-th step, and after the last")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1000000000}))
      ->capture_default_str();
  app->add_option(
         "--inject", o.inject,
         "Force a fault into the engine at the first occasion at or after a step: KIND@STEP, KIND one "
         "of\noverlap, key, winner, permanence, duty, boost, state, class (crossbar: overlap, "
         "permanence, state)")
      ->type_name("KIND@STEP");
  app->add_option("--records", o.records, "Folder for the record of a failure")
      ->type_name("DIR")
      ->capture_default_str();
  app->add_option("--dut", o.dut, "Verify somebody else's RTL, as this file describes it (TOML)")
      ->type_name("FILE");
  app->add_option("--dut-set", o.dut_set, "Set a key of that file, such as --dut-set parameters.WIDTH=4")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app->add_flag("--dut-template", o.dut_template, "Print such a file to start from, and end");
  o.given = [app](const char* option) { return app->count(option) > 0; };
  add_common(*app, o.common);
  add_set(*app, o.common);
  app->footer(
      "Example: silipool verify sim/configs/tiny.toml --steps 500 --stall both\n"
      "         silipool verify sim/configs/tiny.toml --inject permanence@50\n"
      "         silipool verify CONFIG --dut DUT.toml --stall both");
  return {app, [options] { return verify(*options); }};
}

}  // namespace silipool::cli
