#include "draw.hpp"

#include <utility>

#include <fmt/format.h>

#include <silipool/base/file.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>

namespace silipool::mutation {
namespace {

void widen(config::Runtime& r, std::uint64_t number, base::Stream& stream) {
  const auto draw = [&stream](std::uint64_t below) {
    return static_cast<std::uint32_t>(stream.below(below));
  };
  r.seed = static_cast<std::uint32_t>(stream.next());
  if (number % 2 == 0) r.increment = static_cast<decltype(r.increment)>(draw(0x10000));
  if (number % 3 == 0) r.decrement = static_cast<decltype(r.decrement)>(draw(0x10000));
  r.initially_connected = draw(0x10001);
  r.increment_probability = draw(0x10001);
  r.decrement_probability = draw(0x10001);
}

}  // namespace

config::RandomStructure read_structure(const std::string& path) {
  const std::string text = base::read_file(path);
  config::Overrides complete{{"pooler.active_columns", "1", "mutation"}};
  if (text.find("boosting.rule = \"exponential\"") != std::string::npos)
    complete.push_back({"boosting.strength", "0", "mutation"});
  return {text, config::parse_config(text, path, complete).structural};
}

std::vector<Trial> draw_trials(const std::string& path, std::uint64_t first, std::uint64_t count,
                               std::uint64_t steps) {
  const config::RandomStructure structure = read_structure(path);
  std::vector<Trial> trials;
  for (std::uint64_t number = first; number < first + count; ++number) {
    base::Stream stream(11, fmt::format("mutation.trial.{}", number));
    config::Overrides set;
    const std::string text = structure.text + config::random_runtime(structure, stream);
    if (config::parse_config(text, path).microarchitecture.stream_bits >= 16) {
      if (number % 2 == 1) set.push_back({"rtl.frames", "sparse", "mutation"});
      if (number % 4 >= 2) set.push_back({"rtl.winners", "indices", "mutation"});
    }
    config::Config config = config::parse_config(text, path, set);
    const std::uint64_t seed = stream.next();
    if (number >= kWide) widen(config.runtime, number, stream);
    trials.emplace_back(config, number, seed, steps);
  }
  return trials;
}

std::vector<Wild> draw_wild(const std::string& path, std::uint64_t first, std::uint64_t count,
                            std::uint64_t cycles, bool close) {
  const config::RandomStructure structure = read_structure(path);
  std::vector<Wild> runs;
  for (std::uint64_t number = first; number < first + count; ++number) {
    base::Stream stream(11, fmt::format("mutation.{}.{}", close ? "close" : "wild", number));
    std::vector<config::Config> configs;
    for (int i = 0; i < 8; ++i) {
      configs.push_back(
          config::parse_config(structure.text + config::random_runtime(structure, stream), path));
      if (i >= 6) widen(configs.back().runtime, number, stream);
    }
    runs.emplace_back(std::move(configs), stream.next(), cycles, close);
  }
  return runs;
}

}  // namespace silipool::mutation
