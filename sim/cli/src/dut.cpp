#include "dut.hpp"

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/experiments/dut_verification.hpp>

#include "mismatch_report.hpp"
#include "progress.hpp"
#include "results.hpp"

namespace silipool::cli {
namespace {

using experiments::DutVerification;

struct Found {
  DutVerification verification;
  std::optional<variants::Diagnosis> diagnosis;  ///< of a mismatch that is not of the protocol
};

Found find(const Plan& plan, const config::Config& config, const Common& common, const Waves& waves) {
  const EngineRequest request{.name = "dut",
                              .stall = plan.stall,
                              .stall_seed = config.runtime.seed,
                              .observe = false,
                              .quiet = common.quiet,
                              .inject = {},
                              .waves = waves.file,
                              .waves_first = waves.first,
                              .waves_last = waves.last};
  const auto engine = make_dut(config, dut_design(plan), request);
  Progress progress(common.quiet);
  Found found;
  found.verification =
      experiments::verify_dut(config, *engine,
                              {.steps = plan.steps,
                               .stop = &stop_requested(),
                               .progress = [&](std::uint64_t done, std::uint64_t total) {
                                 progress(waves.file.empty() ? "verifying" : "replaying", done, total);
                               }});
  std::optional<engine::Mismatch>& mismatch = found.verification.mismatch;
  if (mismatch) {
    ask_oracle(
        *mismatch, config,
        [&](std::uint64_t step) {
          variants::Given given = experiments::dut_stimulus(config, step);
          return engine::StimulusStep{std::move(given.input), given.learn, std::nullopt};
        },
        std::nullopt, experiments::last_reset(mismatch->step));
    if (mismatch->phase != engine::Phase::handshake && waves.file.empty()) {
      progress("looking for the cause", 0, 0);
      found.diagnosis = experiments::diagnose(config, *engine, found.verification, &stop_requested());
    }
  }
  progress.finish();
  return found;
}

void print_diagnosis(const variants::Diagnosis& d, const DutVerification& v) {
  const std::size_t steps = v.history.size();
  if (d.explanations.empty()) {
    fmt::print(
        "  cause: none of {} known mistakes, one at a time, does what the design does in all of {} steps\n",
        d.tried, steps);
    return;
  }
  for (const variants::Explanation& e : d.explanations) fmt::print("  cause: {} ({})\n", e.text, e.name);
  fmt::print(
      "    {} in all of {} steps, {} of which are not the model's; the other {} of {} known mistakes are "
      "not\n",
      d.explanations.size() == 1 ? "this is what the design does" : "each of these is what the design does",
      steps, v.disagreements, d.tried - d.explanations.size(), d.tried);
  if (d.explanations.size() == 1) return;
  if (d.apart)
    fmt::print("    step {} tells them apart: --steps {}\n", *d.apart, *d.apart + 1);
  else
    fmt::print("    nothing that comes tells them apart in this configuration\n");
}

Json diagnosis_json(const variants::Diagnosis& d, const DutVerification& v) {
  Json json{{"steps", v.history.size()}, {"disagreements", v.disagreements}, {"tried", d.tried}};
  json["causes"] = Json::array();
  for (const variants::Explanation& e : d.explanations)
    json["causes"].push_back({{"name", e.name}, {"text", e.text}});
  if (d.apart) json["apart"] = *d.apart;
  return json;
}

}  // namespace

int verify_dut(const Common& common, const DutOptions& o) {
  const config::Config config = load_config(o.config, common);
  Plan plan{.command = "verify",
            .config_file = o.config,
            .config_text = config::canonical(config),
            .engine = "dut",
            .lockstep = true,
            .digest_every = 1,
            .train = {},
            .test = {},
            .validate = 0,
            .epochs = 1,
            .data = {},
            .steps = o.steps,
            .stall = o.stall,
            .injection = {},
            // A record may be replayed from elsewhere.
            .dut_file = std::filesystem::absolute(o.dut).lexically_normal().string(),
            .dut_text = base::read_file(o.dut),
            .dut_set = {}};
  for (const std::string& text : o.dut_set) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      base::bad_input("--dut-set {}: must be KEY=VALUE, such as --dut-set parameters.WIDTH=4", text);
    plan.dut_set.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }

  const Found found = find(plan, config, common, {});
  const DutVerification& v = found.verification;
  Json json;
  put_config(json, config, plan.engine);
  json["steps"] = {{"learn", v.learning_steps}, {"infer", v.inference_steps}};
  json["resets"] = v.resets;
  json["lockstep"] = {{"state_words", v.state_words}, {"mismatches", v.mismatch ? 1 : 0}};
  if (v.interval.steps > 0)
    json["cycles"]["interval"] = {{"mean", v.interval.mean()}, {"max", v.interval.max}};
  if (v.mismatch) {
    const std::filesystem::path record = write_record(o.records, plan, config, *v.mismatch);
    print_mismatch(*v.mismatch, config, plan, record);
    json["first_mismatch"] = mismatch_json(*v.mismatch, plan, record);
    if (found.diagnosis) {
      print_diagnosis(*found.diagnosis, v);
      json["diagnosis"] = diagnosis_json(*found.diagnosis, v);
    }
  }
  const bool interrupted = stop_requested().load();
  if (interrupted) json["interrupted"] = true;
  write_json(common, json);
  fmt::print(
      "{}: {} steps ({} learning), {} resets, winners of each and {} items of state compared, {} "
      "mismatch{}\n",
      config.name, v.learning_steps + v.inference_steps, v.learning_steps, v.resets, v.state_words,
      v.mismatch ? 1 : 0, v.mismatch ? "" : "es");
  if (v.mismatch) return kCheckFailed;
  return interrupted ? kInterrupted : kDone;
}

int replay_dut(const Common& common, const Plan& plan, const config::Config& config,
               const std::filesystem::path& record, const Waves& waves) {
  const Found found = find(plan, config, common, waves);
  if (stop_requested().load()) return kInterrupted;
  if (!found.verification.mismatch) {
    fmt::print("the recorded mismatch did not occur again\n");
    return kDone;
  }
  print_mismatch(*found.verification.mismatch, config, plan, record);
  fmt::print("  waves of cycles {}..{}: {}   (gtkwave)\n", waves.first, waves.last, waves.file.string());
  Json json;
  json["first_mismatch"] = mismatch_json(*found.verification.mismatch, plan, record);
  json["waves"] = waves.file.string();
  write_json(common, json);
  return kCheckFailed;
}

}  // namespace silipool::cli
