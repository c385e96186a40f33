#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/data/encoder.hpp>
#include <silipool/data/sets.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/vectors/files.hpp>
#include <silipool/vectors/schedule.hpp>

#include "common.hpp"
#include "progress.hpp"

namespace silipool::cli {
namespace {

struct Options {
  Common common;
  std::string config, format = "memh", out = "silipool-vectors";
  std::string stimulus = "generated", learn = "mixed", data;
  double density = 0.05;
  std::optional<std::uint64_t> stimulus_seed;
  std::uint64_t steps = 1000, state_every = 0;
  bool overlaps = false;
};

using Stimulus = std::function<engine::StimulusStep(std::uint64_t)>;

struct Source {
  Stimulus stimulus;
  std::string text;
};

/// The samples of the training set in their order, again and again.
Source samples(const Options& o, const config::Config& config, const vectors::Schedule& schedule) {
  const auto images =
      std::make_shared<data::Images>(data::load(config, data::Role::train, data::search_path(o.data), 1));
  const auto encoder = std::make_shared<data::Encoder>(data::make_encoder(config, *images));
  const bool labels = config.structural.reward != config::Reward::none;
  return {[=](std::uint64_t step) {
            const std::size_t i = step % images->size();
            engine::StimulusStep s{encoder->encode(images->image(i)), schedule.learns(step), std::nullopt};
            if (labels) s.label = images->labels[i];
            return s;
          },
          fmt::format("data {}: sample step modulo {}", config.train.name, images->size())};
}

Source source_of(const Options& o, const config::Config& config) {
  const std::uint64_t seed = o.stimulus_seed.value_or(config.runtime.seed);
  const vectors::Schedule schedule(o.learn, seed);
  const std::size_t inputs = config.structural.inputs();
  if (o.stimulus == "data") return samples(o, config, schedule);
  if (o.stimulus == "random")
    return {[=, density = o.density](std::uint64_t step) {
              return engine::StimulusStep{vectors::random_sdr(inputs, density, seed, step),
                                          schedule.learns(step), std::nullopt};
            },
            fmt::format("random of density {}, seed {}", o.density, seed)};
  return {[=](std::uint64_t step) {
            engine::StimulusStep s = engine::stimulus(inputs, seed, step);
            s.learn = schedule.learns(step);
            return s;
          },
          fmt::format("generated as by silipool verify, seed {}", seed)};
}

int write_vectors(const Options& o) {
  const config::Config config = load_config(o.config, o.common);
  const auto format = static_cast<vectors::Format>(
      std::find(vectors::format_names.begin(), vectors::format_names.end(), o.format) -
      vectors::format_names.begin());
  Source source = source_of(o, config);
  source.text += fmt::format("; learn: {}", o.learn);

  const std::filesystem::path folder = o.out;
  const std::filesystem::path manifest = folder / "manifest.json";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) base::bad_input("{}: cannot make the folder: {}", folder.string(), error.message());
  base::check_writable(manifest);

  Progress progress(o.common.quiet);
  const vectors::Recording recording = vectors::record(
      config, source.stimulus,
      {.steps = o.steps,
       .stimulus = source.text,
       .overlaps = o.overlaps,
       .state_every = o.state_every,
       .stop = &stop_requested(),
       .progress = [&](std::uint64_t done, std::uint64_t total) { progress("recording", done, total); }});
  progress.finish();
  if (stop_requested().load()) {
    fmt::print(stderr, "silipool: interrupted: nothing was written to {}\n", folder.string());
    return kInterrupted;
  }
  const std::vector<vectors::File> files = vectors::files(recording, format);
  const std::string text = vectors::manifest(recording, format, files);
  // A folder with a manifest has all that the manifest names.
  std::filesystem::remove(manifest, error);
  for (const vectors::File& file : files) base::write_file(folder / file.name, file.content);
  base::write_file(manifest, text);
  write_json(o.common, Json::parse(text));
  fmt::print("{}: {} steps in {}: manifest.json", config.name, recording.given.size(), folder.string());
  for (const vectors::File& file : files) fmt::print(", {}", file.name);
  fmt::print("\n");
  return kDone;
}

}  // namespace

Command add_vectors(CLI::App& program) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  CLI::App* app = program.add_subcommand(
      "vectors", "Golden vectors: inputs and the model's winners as files for any testbench");
  app->add_option("CONFIG", o.config, "Configuration (TOML)")->required();
  app->add_option("--format", o.format,
                  "memh ($readmemh), csv, npz (NumPy), or beats (at the pins of our own RTL)")
      ->check(
          CLI::IsMember(std::vector<std::string>(vectors::format_names.begin(), vectors::format_names.end())))
      ->capture_default_str();
  app->add_option("-o,--out", o.out, "Folder for the files and their manifest.json")
      ->type_name("DIR")
      ->capture_default_str();
  app->add_option("--steps", o.steps, "Steps")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1000000000}))
      ->capture_default_str();
  app->add_option("--stimulus", o.stimulus,
                  "generated (as verify gives it), random (SDRs of one density), data (the training set)")
      ->check(CLI::IsMember({"generated", "random", "data"}))
      ->capture_default_str();
  app->add_option("--density", o.density, "Fraction of inputs that are on, of random ones")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app->add_option("--stimulus-seed", o.stimulus_seed, "Seed of the stimulus (default: the pooler's)")
      ->type_name("N");
  app->add_option("--learn", o.learn,
                  "Which steps learn: mixed (seven of eight), all, none, or N, the first N")
      ->capture_default_str();
  app->add_flag("--overlaps", o.overlaps, "The overlaps of every step too");
  app->add_option("--state-every", o.state_every,
                  "Permanences, duties and boosts too: in the beginning and after every N-th step")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1000000000}))
      ->type_name("N");
  app->add_option("--data", o.data, "Folder of data sets")->type_name("DIR");
  add_common(*app, o.common);
  add_set(*app, o.common);
  app->footer(
      "Example: silipool vectors sim/configs/tiny.toml --steps 300 --overlaps --state-every 100 -o vectors\n"
      "         silipool vectors sim/configs/digits.toml --format npz --stimulus data --learn 500");
  return {app, [options] { return write_vectors(*options); }};
}

}  // namespace silipool::cli
