// Clock cycles of a configuration on its data, from the model alone (engine/cycles.hpp), for all its tiles, a
// sixth of them and one, and 1 to 8 banks: the tables of docs/performance.md. As exact as the RTL, which
// testbench/cosim/cycles_test.cpp holds to the same figures, without a model of it to build for each row.
// usage: bench_cycles CONFIG TRAIN TEST [KEY=VALUE]..., as --set of silipool
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <exception>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/digest.hpp>
#include <silipool/config/load.hpp>
#include <silipool/data/sets.hpp>
#include <silipool/engine/cycles.hpp>
#include <silipool/experiments/classification.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool {
namespace {

/// The model with the clock of the RTL.
class ClockedModel final : public engine::SpEngine {
 public:
  explicit ClockedModel(const config::Config& config)
      : config_(config), pooler_(config.structural, config.runtime), cycles_(config) {}
  [[nodiscard]] std::string name() const override { return "clocked model"; }
  void reset(const config::Runtime& runtime) override {
    pooler_.reset(runtime);
    cycles_ = engine::CycleModel(config_);
  }
  void submit(const engine::StimulusStep& step) override {
    waiting_.push_back(step);
    cycles_.submit();
  }
  void collect(base::Sdr& winners) override {
    const engine::StimulusStep& step = waiting_.front();
    const sp::StepTrace& trace = pooler_.step(step.input, step.learn);
    last_ = cycles_.step(engine::work_of(pooler_, trace, step.input, config_));
    winners = base::Sdr(config_.structural.columns());
    for (const std::uint32_t column : trace.winners) winners.set(column);
    waiting_.pop_front();
  }
  void observe(engine::EventSink* sink) override {
    if (sink != nullptr) base::bad_input("a clocked model has no observation points");
  }
  [[nodiscard]] std::optional<StepCycles> last_step_cycles() const override { return last_; }
  [[nodiscard]] std::uint64_t digest() const { return pooler_.digest(); }

 private:
  config::Config config_;
  sp::SpatialPooler pooler_;
  engine::CycleModel cycles_;
  std::deque<engine::StimulusStep> waiting_;
  std::optional<StepCycles> last_;
};

std::size_t number(const char* text) {
  char* end = nullptr;
  const unsigned long value = std::strtoul(text, &end, 10);
  if (end == text || *end != '\0' || value == 0) base::bad_input("{}: must be a whole number above 0", text);
  return value;
}

void run(const std::string& file, std::size_t train, std::size_t test, const config::Overrides& set) {
  const config::Config first = config::load_config(file, set);
  const data::SearchPath where = data::search_path("");
  const data::Images train_set = data::load(first, data::Role::train, where, 1).slice(0, train);
  const data::Images test_set = data::load(first, data::Role::test, where, 1).slice(0, test);
  const std::size_t all = first.structural.hypercolumns();
  fmt::print("| tiles | banks | learning step | inference | latency | state digest |\n");
  for (const std::size_t tiles : {all, std::max<std::size_t>(1, all / 6), std::size_t{1}})
    for (const std::size_t banks : {1, 2, 4, 8}) {
      const config::Config config = config::parse_config(
          config::canonical(first), file,
          {{"rtl.tiles", std::to_string(tiles), "bench"}, {"rtl.banks", std::to_string(banks), "bench"}});
      ClockedModel model(config);
      experiments::ClassificationOptions options;
      options.baselines = false;
      const auto r = experiments::classify(config, train_set, test_set, model, nullptr, options);
      fmt::print("| {} | {} | {:.1f} ({}) | {:.1f} ({}) | {:.1f} | {} |\n", tiles, banks,
                 r.learning_interval.mean(), r.learning_interval.max, r.inference_interval.mean(),
                 r.inference_interval.max, r.latency.mean(), base::hex64(model.digest()));
    }
}

}  // namespace
}  // namespace silipool

int main(int argc, char** argv) {
  try {
    if (argc < 4) silipool::base::bad_input("usage: bench_cycles CONFIG TRAIN TEST [KEY=VALUE]...");
    silipool::config::Overrides set;
    for (int i = 4; i < argc; ++i) {
      const std::string text = argv[i];
      const std::size_t at = text.find('=');
      if (at == std::string::npos) silipool::base::bad_input("{}: must be KEY=VALUE", text);
      set.push_back({text.substr(0, at), text.substr(at + 1), text});
    }
    silipool::run(argv[1], silipool::number(argv[2]), silipool::number(argv[3]), set);
  } catch (const std::exception& e) {
    fmt::print(stderr, "bench_cycles: {}\n", e.what());
    return 2;
  }
  return 0;
}
