#include <silipool/experiments/classification.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include <silipool/data/encoder.hpp>
#include <silipool/metrics/sdr_statistics.hpp>
#include <silipool/model/model_engine.hpp>
#include <silipool/readout/make_readout.hpp>

namespace silipool::experiments {
namespace {

/// Steps of the test set that are run one by one, to measure latency.
constexpr std::size_t kLatencySteps = 64;

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Job {
  const config::Config& config;
  const data::Images& train;
  const data::Images& test;
  std::vector<base::Sdr> train_inputs, test_inputs;
  unsigned classes;
  const ClassificationOptions& options;
};

/// The configuration's readout, untrained.
std::unique_ptr<readout::Readout> make_readout(const Job& job, std::size_t features) {
  return readout::make_readout(job.config.readout, features, job.classes, job.config.runtime.seed);
}

/// Accuracy of the configuration's readout, or nothing if it was stopped.
std::optional<double> read_out(const Job& job, const readout::FeatureSet& train,
                               const readout::FeatureSet& test) {
  const std::unique_ptr<readout::Readout> readout = make_readout(job, train.features);
  const bool done = readout->train(
      train, [&job](double) { return job.options.stop == nullptr || !job.options.stop->load(); });
  if (!done) return std::nullopt;
  return readout->accuracy(test);
}

/// The pooler's part: learning beyond the first `learned` steps, winners of the training set, winners of the
/// test set.
struct Winners {
  readout::FeatureSet train, test;
  metrics::SdrStatistics statistics;
  bool complete = false;
};

Winners run_pooler(const Job& job, Session& session, bool learn, std::uint64_t learned,
                   ClassificationResult& result,
                   const std::function<void(std::string_view, std::size_t, std::size_t)>& progress) {
  const std::size_t columns = job.config.structural.columns();
  Winners w{readout::FeatureSet(columns, job.classes), readout::FeatureSet(columns, job.classes), {}, false};
  const auto timed = [](double& total, const auto& work) {
    const double start = now_s();
    const bool done = work();
    total += now_s() - start;
    return done;
  };
  const std::span<const base::Sdr> lessons(job.train_inputs);
  const std::uint64_t to_learn = learn ? job.options.epochs * lessons.size() : 0;
  // A pass may have been begun before.
  for (std::uint64_t done = learned; done < to_learn; done += lessons.size() - done % lessons.size())
    if (!timed(result.learning_seconds, [&] {
          return session.run(lessons.subspan(done % lessons.size()), true, Session::Feed::ahead,
                             [&](std::size_t i, const base::Sdr&) {
                               if (progress) progress("learning", done + i + 1, to_learn);
                             });
        }))
      return w;
  const std::size_t to_infer = job.train_inputs.size() + job.test_inputs.size();
  if (!timed(result.inference_seconds, [&] {
        return session.run(job.train_inputs, false, Session::Feed::ahead,
                           [&](std::size_t i, const base::Sdr& sdr) {
                             w.train.add(sdr, job.train.labels[i]);
                             if (progress) progress("inference", i + 1, to_infer);
                           });
      }))
    return w;
  const std::span<const base::Sdr> inputs(job.test_inputs);
  const auto test = [&](std::size_t first, std::size_t count, Session::Feed feed) {
    return timed(result.inference_seconds, [&] {
      return session.run(inputs.subspan(first, count), false, feed, [&](std::size_t i, const base::Sdr& sdr) {
        w.test.add(sdr, job.test.labels[first + i]);
        w.statistics.add(sdr);
        if (progress) progress("inference", job.train_inputs.size() + first + i + 1, to_infer);
      });
    });
  };
  const std::size_t alone = std::min(kLatencySteps, inputs.size());
  if (!test(0, alone, Session::Feed::one_by_one) || !test(alone, inputs.size() - alone, Session::Feed::ahead))
    return w;
  w.complete = true;
  return w;
}

std::optional<double> frozen(const Job& job, bool boosting) {
  config::Config config = job.config;
  config.runtime.increment = config.runtime.decrement = 0;
  if (!boosting) config.runtime.boost_scale = 0;
  model::ModelEngine engine(config);
  Session session(engine, nullptr, job.options.stop);
  ClassificationResult unused;
  // Without boosting nothing adapts, and learning steps would change nothing.
  const Winners w = run_pooler(job, session, boosting, 0, unused, {});
  return w.complete ? read_out(job, w.train, w.test) : std::nullopt;
}

std::optional<double> raw(const Job& job) {
  readout::FeatureSet train(job.config.structural.inputs(), job.classes);
  readout::FeatureSet test(job.config.structural.inputs(), job.classes);
  for (std::size_t i = 0; i < job.train_inputs.size(); ++i)
    train.add(job.train_inputs[i], job.train.labels[i]);
  for (std::size_t i = 0; i < job.test_inputs.size(); ++i) test.add(job.test_inputs[i], job.test.labels[i]);
  return read_out(job, train, test);
}

}  // namespace

std::uint64_t classification_steps(std::size_t train, std::size_t test, std::size_t epochs) {
  return (epochs + 1) * train + test;
}

ClassificationResult classify(const config::Config& config, const data::Images& train,
                              const data::Images& test, engine::SpEngine& engine, engine::Lockstep* lockstep,
                              const ClassificationOptions& options) {
  const data::Encoder encoder = data::make_encoder(config, train);
  data::check_shape(config, test);
  Job job{config,
          train,
          test,
          encoder.encode(train),
          encoder.encode(test),
          std::max(train.classes(), test.classes()),
          options};
  (void)make_readout(job, config.structural.columns());  // one that cannot be had is told before the work

  ClassificationResult result;
  const auto finish_baselines = [&] {
    std::vector<std::pair<std::optional<double>*, std::function<std::optional<double>()>>> work{
        {&result.raw_pixels, [&] { return raw(job); }},
        {&result.frozen, [&] { return frozen(job, true); }},
        {&result.frozen_plain, [&] { return frozen(job, false); }}};
    std::atomic<std::size_t> next{0};
    const auto worker = [&] {
      for (std::size_t i = next++; i < work.size(); i = next++) *work[i].first = work[i].second();
    };
    std::vector<std::thread> others;
    for (unsigned t = 1; t < std::min<unsigned>(options.threads, 3); ++t) others.emplace_back(worker);
    worker();
    for (std::thread& thread : others) thread.join();
  };

  Session session(engine, lockstep, options.stop);
  const Winners w = run_pooler(job, session, true, options.learned, result, options.progress);
  result.learning_steps = session.learning_steps();
  result.inference_steps = session.inference_steps();
  result.learning_interval = session.learning_interval();
  result.inference_interval = session.inference_interval();
  result.latency = session.latency();
  if (w.complete) {
    result.density = w.statistics.density();
    result.entropy_ratio = w.statistics.entropy_ratio();
    if (options.progress) options.progress("readout", 0, 0);
    result.test = read_out(job, w.train, w.test);
    if (options.baselines) {
      if (options.progress) options.progress("baselines", 0, 0);
      finish_baselines();
    }
  }
  result.interrupted = session.stopped();
  return result;
}

}  // namespace silipool::experiments
