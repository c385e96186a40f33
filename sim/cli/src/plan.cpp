#include "plan.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/data/encoder.hpp>
#include <silipool/data/sets.hpp>
#include <silipool/engine/readout_access.hpp>
#include <silipool/experiments/classification.hpp>

namespace silipool::cli {
namespace {

constexpr std::array<std::string_view, 9> kKinds{"",     "overlap", "key",   "winner", "permanence",
                                                 "duty", "boost",   "state", "class"};

constexpr int kClass = 8;

std::string name_of(const config::DataRef& ref) {
  return ref.images.empty() ? ref.name : ref.images.string();
}

}  // namespace

std::string injection_kind(int kind) { return std::string(kKinds.at(static_cast<std::size_t>(kind))); }

Injection parse_injection(const std::string& text) {
  const std::size_t at = text.find('@');
  const std::string kind = text.substr(0, at);
  const auto* found = std::find(kKinds.begin() + 1, kKinds.end(), kind);
  Injection injection;
  bool number = false;
  if (at != std::string::npos) {
    const char* first = text.data() + at + 1;
    const char* last = text.data() + text.size();
    const auto result = std::from_chars(first, last, injection.step);
    number = result.ec == std::errc() && result.ptr == last && first != last;
  }
  if (found == kKinds.end() || !number)
    base::bad_input(
        "--inject {}: must be KIND@STEP with KIND one of overlap, key, winner, permanence, duty, boost, "
        "state, class",
        text);
  injection.kind = static_cast<int>(found - kKinds.begin());
  return injection;
}

Json Plan::to_json() const {
  Json json{{"command", command}, {"config_file", config_file}, {"config", config_text},
            {"engine", engine},   {"lockstep", lockstep},       {"digest_every", digest_every}};
  if (command == "run") {
    if (train) json["train"] = *train;
    if (test) json["test"] = *test;
    json["validate"] = validate;
    json["epochs"] = epochs;
    json["data"] = data;
  } else {
    json["steps"] = steps;
  }
  json["stall"] = engine::stall_names.at(static_cast<std::size_t>(stall));
  if (!dut_file.empty()) {
    json["dut"] = {{"file", dut_file}, {"text", dut_text}, {"set", Json::object()}};
    for (const dut::Override& change : dut_set) json["dut"]["set"][change.key] = change.value;
  }
  if (injection) json["inject"] = fmt::format("{}@{}", injection_kind(injection->kind), injection->step);
  return json;
}

Plan Plan::from_json(const Json& json) {
  Plan plan;
  plan.command = json.at("command").get<std::string>();
  plan.config_file = json.at("config_file").get<std::string>();
  plan.config_text = json.at("config").get<std::string>();
  plan.engine = json.at("engine").get<std::string>();
  if (json.contains("dut")) {
    const Json& dut = json.at("dut");
    plan.dut_file = dut.at("file").get<std::string>();
    plan.dut_text = dut.at("text").get<std::string>();
    for (const auto& [key, value] : dut.at("set").items())
      plan.dut_set.push_back({key, value.get<std::string>()});
  } else if (std::ranges::find(engine_names(), plan.engine) == engine_names().end())
    base::bad_input("is not a run record: unknown engine");
  const auto count = [&json](const char* key) {
    const Json& value = json.at(key);
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() == 0)
      base::bad_input("is not a run record: {} must be a whole number above 0", key);
    return value.get<std::uint64_t>();
  };
  plan.lockstep = json.at("lockstep").get<bool>();
  if (!plan.lockstep) base::bad_input("is not a run record: lockstep must be true");
  plan.digest_every = count("digest_every");
  if (plan.command == "run") {
    if (json.contains("train")) plan.train = json.at("train").get<std::size_t>();
    if (json.contains("test")) plan.test = json.at("test").get<std::size_t>();
    plan.validate = json.at("validate").get<std::size_t>();
    plan.epochs = json.at("epochs").get<std::size_t>();
    plan.data = json.at("data").get<std::string>();
  } else if (plan.command == "verify") {
    plan.steps = count("steps");
  } else {
    base::bad_input("its command is \"{}\": only \"run\" and \"verify\" can be replayed", plan.command);
  }
  const std::string stall = json.at("stall").get<std::string>();
  const auto* found = std::find(engine::stall_names.begin(), engine::stall_names.end(), stall);
  if (found == engine::stall_names.end()) base::bad_input("unknown stall pattern \"{}\"", stall);
  plan.stall = static_cast<engine::Stall>(found - engine::stall_names.begin());
  if (json.contains("inject")) plan.injection = parse_injection(json.at("inject").get<std::string>());
  return plan;
}

dut::Design dut_design(const Plan& plan) {
  return dut::parse_design(plan.dut_text, plan.dut_file, plan.dut_set);
}

Samples load_samples(const Plan& plan, const config::Config& config) {
  const data::SearchPath where = data::search_path(plan.data);
  constexpr std::uint64_t kDigitsSeed = 1;  // the built-in digits are one data set, not one for each seed
  Samples s;
  s.train = data::load(config, data::Role::train, where, kDigitsSeed);
  s.train_name = name_of(config.train);
  if (plan.validate > 0) {
    // The real test set is never opened.
    if (plan.validate >= s.train.size())
      base::bad_input("--validate {}: {} has {} samples; must leave some to learn from", plan.validate,
                      s.train_name, s.train.size());
    const std::size_t kept = s.train.size() - plan.validate;
    s.test = s.train.slice(kept, plan.validate);
    s.train = s.train.slice(0, kept);
    s.test_name = fmt::format("{}[{}..{}]", s.train_name, kept, kept + plan.validate - 1);
  } else {
    s.test = data::load(config, data::Role::test, where, kDigitsSeed);
    s.test_name = name_of(config.test);
  }
  const auto shorten = [](data::Images& images, const std::optional<std::size_t>& count, const char* option,
                          const std::string& name) {
    if (!count) return;
    if (*count == 0 || *count > images.size())
      base::bad_input("{} {}: {} has 1..{} samples to give", option, *count, name, images.size());
    images = images.slice(0, *count);
  };
  shorten(s.train, plan.train, "--train", s.train_name);
  shorten(s.test, plan.test, "--test", s.test_name);
  if (config.duplicate_first) s.train = data::with_first_duplicated(s.train);
  return s;
}

std::function<engine::StimulusStep(std::uint64_t)> inputs_of(const Plan& plan, const config::Config& config,
                                                             const Samples& samples) {
  const data::Encoder encoder = data::make_encoder(config, samples.train);
  return [encoder, &config, &samples, epochs = plan.epochs](std::uint64_t step) -> engine::StimulusStep {
    const std::uint64_t train = samples.train.size();
    const std::uint64_t learned = epochs * train;
    const std::uint64_t before_test = learned + experiments::readout_passes(config) * train;
    const std::size_t sample = step % train;
    if (step < learned)
      return {encoder.encode(samples.train.image(sample)), true, samples.train.labels[sample]};
    if (step >= before_test) return {encoder.encode(samples.test.image(step - before_test))};
    if (!config.readout.distorts()) return {encoder.encode(samples.train.image(sample))};
    return {data::distorted_input(config, encoder, samples.train, (step - learned) / train, sample)};
  };
}

Rig make_rig(const Plan& plan, const config::Config& config, std::uint64_t total_steps, const Common& common,
             const Waves& waves, engine::EnergyMeter* meter) {
  Rig rig;
  if (plan.lockstep)
    rig.lockstep = std::make_unique<engine::Lockstep>(
        config, config.runtime, [every = plan.digest_every, total_steps](std::uint64_t step) {
          return (step + 1) % every == 0 || step + 1 == total_steps;
        });
  EngineRequest request{.name = plan.engine,
                        .stall = plan.stall,
                        .stall_seed = config.runtime.seed,
                        .observe = plan.lockstep || meter != nullptr,
                        .quiet = common.quiet,
                        .threads = common.thread_count(),
                        .inject = {},
                        .waves = waves.file,
                        .waves_first = waves.first,
                        .waves_last = waves.last,
                        .meter = meter};
  if (plan.injection) {
    const std::uint64_t chosen =
        base::Stream(config.runtime.seed, "inject").at(plan.injection->step) & 0x7fffffffU;
    request.inject = [injection = *plan.injection, log = rig.injected, lockstep = rig.lockstep.get(),
                      chosen](int kind) {
      // A class comes after the end of its step.
      const std::uint64_t step = lockstep->comparator().step() - (kind == kClass ? 1U : 0U);
      if (kind != injection.kind || step < injection.step || log->step) return -1;
      log->step = step;
      return static_cast<int>(chosen);
    };
  }
  rig.engine = make_engine(config, request);
  if (rig.lockstep)
    rig.lockstep->comparator().set_clock([engine = rig.engine.get()] { return engine->cycle(); });
  rig.engine->reset(config.runtime);
  // A run trains the weights; verification draws them.
  if (plan.command == "verify" && config.microarchitecture.readout) {
    const readout::IntegerWeights weights = engine::readout_stimulus(config, config.runtime.seed);
    if (rig.engine->load_readout(weights) && rig.lockstep) rig.lockstep->set_readout(weights);
  }
  return rig;
}

}  // namespace silipool::cli
