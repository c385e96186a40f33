#include <silipool/experiments/classification.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

#include <silipool/base/error.hpp>
#include <silipool/data/augment.hpp>
#include <silipool/data/encoder.hpp>
#include <silipool/metrics/sdr_statistics.hpp>
#include <silipool/model/model_engine.hpp>
#include <silipool/readout/make_readout.hpp>
#include <silipool/readout/softmax.hpp>

#include "parallel.hpp"

namespace silipool::experiments {
namespace {

/// Steps of the test set that are run one by one, to measure latency.
constexpr std::size_t kLatencySteps = 64;
/// Stretches of learning whose use of the columns is told.
constexpr std::uint64_t kLearningPoints = 20;

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Job {
  const config::Config& config;
  const data::Images& train;
  const data::Images& test;
  const data::Encoder& encoder;
  std::vector<base::Sdr> train_inputs, test_inputs;
  unsigned classes;
  const ClassificationOptions& options;
};

/// The training set as a pass of the readout sees it.
std::vector<base::Sdr> distorted_inputs(const Job& job, unsigned pass) {
  std::vector<base::Sdr> inputs;
  inputs.reserve(job.train.size());
  for (std::size_t i = 0; i < job.train.size(); ++i)
    inputs.push_back(data::distorted_input(job.config, job.encoder, job.train, pass, i));
  return inputs;
}

/// The configuration's readout, untrained.
std::unique_ptr<readout::Readout> make_readout(const Job& job, std::size_t features) {
  return readout::make_readout(job.config.readout, features, job.classes, job.config.runtime.seed);
}

bool stopped(const Job& job) { return job.options.stop != nullptr && job.options.stop->load(); }

/// Trains a readout: on `first` in every pass; or, where training images are distorted, on what `make_pass`
/// makes of them for each. False if it was stopped.
bool train_readout(const Job& job, readout::Readout& readout, const readout::FeatureSet& first,
                   const std::function<std::optional<readout::FeatureSet>(unsigned)>& make_pass) {
  const auto go_on = [&job](double) { return !stopped(job); };
  if (!job.config.readout.distorts()) return readout.train(first, go_on);
  for (unsigned pass = 0; pass < readout.passes(); ++pass) {
    const std::optional<readout::FeatureSet> set = make_pass(pass);
    if (!set || !readout.train_pass(*set, pass, go_on)) return false;
  }
  return true;
}

/// What a run of an engine over the data came to.
struct Read {
  std::optional<double> accuracy;
  std::vector<std::uint8_t> predictions;  ///< of the test set, in its order
  std::optional<double> hardware;         ///< accuracy by the engine's own classes
  metrics::SdrStatistics statistics;      ///< of the winners over the test set
  bool complete = false;
};

void timed(double& total, const std::function<void()>& work) {
  const double start = now_s();
  work();
  total += now_s() - start;
}

using Tell = std::function<void(std::string_view, std::size_t, std::size_t)>;

/// Learning beyond the first `learned` steps. False if it ended early.
bool learn(const Job& job, Session& session, std::uint64_t learned, ClassificationResult& result,
           const Tell& tell) {
  const std::span<const base::Sdr> lessons(job.train_inputs);
  const std::uint64_t to_learn = job.options.epochs * lessons.size();
  if (learned == to_learn) return true;
  const std::uint64_t stretch = (to_learn + kLearningPoints - 1) / kLearningPoints;
  metrics::SdrStatistics used;
  bool done = true;
  timed(result.learning_seconds, [&] {
    done = session.run(
        to_learn - learned,
        [&](std::uint64_t i) {
          const std::size_t sample = (learned + i) % lessons.size();
          return engine::StimulusStep{lessons[sample], true, job.train.labels[sample]};
        },
        Session::Feed::ahead,
        [&](std::uint64_t i, const base::Sdr& winners) {
          const std::uint64_t step = learned + i + 1;
          used.add(winners);
          if (step % stretch == 0 || step == to_learn) {
            result.learning.push_back({step, used.entropy_ratio()});
            used = {};
          }
          if (tell) tell("learning", step, to_learn);
        });
  });
  return done;
}

/// Gives the engine the weights of its readout, if it has one.
bool load_readout(const Job& job, engine::SpEngine& engine, engine::Lockstep* lockstep,
                  const readout::Readout& readout) {
  if (!job.config.microarchitecture.readout) return false;
  const auto& softmax = dynamic_cast<const readout::Softmax&>(readout);  // the one rule with integers
  if (!engine.load_readout(softmax.integer().value())) return false;
  if (lockstep != nullptr) lockstep->set_readout(softmax.integer().value());
  return true;
}

/// How often each column won for each label.
class Wins {
 public:
  Wins(std::size_t columns, unsigned classes)
      : columns_(columns), wins_(columns * classes, 0), samples_(classes, 0) {}
  void add(const readout::FeatureSet& set) {
    for (std::size_t s = 0; s < set.size(); ++s) {
      ++samples_[set.labels[s]];
      for (const std::uint32_t column : set.active(s)) ++wins_[set.labels[s] * columns_ + column];
    }
  }
  [[nodiscard]] std::vector<TellingColumn> telling() const {
    std::vector<std::uint64_t> of_column(columns_, 0);
    for (std::size_t i = 0; i < wins_.size(); ++i) of_column[i % columns_] += wins_[i];
    std::uint64_t all = 0;
    for (const std::uint64_t n : samples_) all += n;
    std::vector<TellingColumn> found;
    for (unsigned label = 0; label < samples_.size(); ++label) {
      if (samples_[label] == 0 || samples_[label] == all) continue;
      std::optional<TellingColumn> best;
      for (std::uint32_t column = 0; column < columns_; ++column) {
        const std::uint64_t here = wins_[label * columns_ + column];
        const TellingColumn each{
            column, label, static_cast<double>(here) / static_cast<double>(samples_[label]),
            static_cast<double>(of_column[column] - here) / static_cast<double>(all - samples_[label])};
        if (!best || each.own - each.others > best->own - best->others) best = each;
      }
      if (best) found.push_back(*best);
    }
    return found;
  }

 private:
  std::size_t columns_;
  std::vector<std::uint64_t> wins_;     ///< [label][column]
  std::vector<std::uint64_t> samples_;  ///< [label]
};

/// Winners of the training set, or of its images as a pass distorts them, then winners of the test set; and a
/// readout between them.
Read read_out(const Job& job, Session& session, engine::SpEngine& engine, engine::Lockstep* lockstep,
              ClassificationResult& result, const Tell& tell) {
  const std::size_t columns = job.config.structural.columns();
  const std::uint64_t to_infer =
      readout_passes(job.config) * job.train_inputs.size() + job.test_inputs.size();
  std::uint64_t inferred = 0;
  std::optional<std::uint64_t> right;  // classes of the engine
  const auto collect = [&](std::span<const base::Sdr> inputs, std::span<const std::uint8_t> labels,
                           Session::Feed feed, readout::FeatureSet& set, metrics::SdrStatistics* statistics) {
    bool done = true;
    timed(result.inference_seconds, [&] {
      done = session.run(inputs, false, feed, [&](std::size_t i, const base::Sdr& sdr) {
        set.add(sdr, labels[i]);
        if (statistics != nullptr) statistics->add(sdr);
        if (right && engine.last_class()) *right += *engine.last_class() == labels[i] ? 1U : 0U;
        if (tell) tell("inference", ++inferred, to_infer);
      });
    });
    return done;
  };
  Read read;
  readout::FeatureSet train(columns, job.classes);
  if (!job.config.readout.distorts() &&
      !collect(job.train_inputs, job.train.labels, Session::Feed::ahead, train, nullptr))
    return read;
  const std::unique_ptr<readout::Readout> readout = make_readout(job, columns);
  if (tell && !job.config.readout.distorts()) tell("readout", 0, 0);
  Wins wins(columns, job.classes);
  wins.add(train);
  const bool trained =
      train_readout(job, *readout, train, [&](unsigned pass) -> std::optional<readout::FeatureSet> {
        readout::FeatureSet set(columns, job.classes);
        if (!collect(distorted_inputs(job, pass), job.train.labels, Session::Feed::ahead, set, nullptr))
          return std::nullopt;
        wins.add(set);
        return set;
      });
  if (!trained) return read;
  result.telling = wins.telling();
  const std::span<const base::Sdr> inputs(job.test_inputs);
  const std::span<const std::uint8_t> labels(job.test.labels);
  if (load_readout(job, engine, lockstep, *readout) && job.config.microarchitecture.class_beats) right = 0;
  const std::size_t alone = std::min(kLatencySteps, inputs.size());
  readout::FeatureSet test(columns, job.classes);
  if (!collect(inputs.first(alone), labels, Session::Feed::one_by_one, test, &read.statistics) ||
      !collect(inputs.subspan(alone), labels.subspan(alone), Session::Feed::ahead, test, &read.statistics))
    return read;
  read.predictions = readout->predictions(test);
  result.confusion = readout->confusion(read.predictions, test);
  read.accuracy = readout::Readout::accuracy(read.predictions, test);
  if (right) read.hardware = static_cast<double>(*right) / static_cast<double>(inputs.size());
  read.complete = true;
  return read;
}

std::optional<double> frozen(const Job& job, bool boosting) {
  config::Config config = job.config;
  config.runtime.increment = config.runtime.decrement = 0;
  config.runtime.minimum_connected = config.runtime.trim = config.runtime.bump_increment = 0;
  if (!boosting) {
    config.runtime.boost_scale = 0;
    config.structural.boosting_rule = config::BoostingRule::none;
  }
  model::ModelEngine engine(config);
  Session session(engine, nullptr, job.options.stop);
  ClassificationResult unused;
  // Without boosting nothing adapts, and learning steps would change nothing.
  if (boosting && !learn(job, session, 0, unused, {})) return std::nullopt;
  return read_out(job, session, engine, nullptr, unused, {}).accuracy;
}

std::optional<double> raw(const Job& job) {
  const auto features = [&job](std::span<const base::Sdr> inputs, std::span<const std::uint8_t> labels) {
    readout::FeatureSet set(job.config.structural.inputs(), job.classes);
    for (std::size_t i = 0; i < inputs.size(); ++i) set.add(inputs[i], labels[i]);
    return set;
  };
  const std::unique_ptr<readout::Readout> readout = make_readout(job, job.config.structural.inputs());
  if (!train_readout(job, *readout, features(job.train_inputs, job.train.labels), [&](unsigned pass) {
        return std::optional(features(distorted_inputs(job, pass), job.train.labels));
      }))
    return std::nullopt;
  return readout->accuracy(features(job.test_inputs, job.test.labels));
}

}  // namespace

std::uint64_t readout_passes(const config::Config& config) {
  return config.readout.distorts() ? config.readout.passes : 1;
}

std::uint64_t classification_steps(const config::Config& config, std::size_t train, std::size_t test,
                                   std::size_t epochs) {
  return (epochs + readout_passes(config)) * train + test;
}

ClassificationResult classify(const config::Config& config, const data::Images& train,
                              const data::Images& test, engine::SpEngine& engine, engine::Lockstep* lockstep,
                              const ClassificationOptions& options) {
  const data::Encoder encoder = data::make_encoder(config, train);
  data::check_shape(config, test);
  Job job{config,
          train,
          test,
          encoder,
          encoder.encode(train),
          encoder.encode(test),
          std::max(train.classes(), test.classes()),
          options};
  if (const unsigned built = config.readout.classes; built != 0) {
    if (job.classes > built)
      base::bad_input("{}: readout.classes = {}: the data has {} classes", config.name, built, job.classes);
    job.classes = built;
  }
  (void)make_readout(job, config.structural.columns());  // one that cannot be had is told before the work

  ClassificationResult result;
  const auto finish_baselines = [&] {
    std::vector<std::pair<std::optional<double>*, std::function<std::optional<double>()>>> work{
        {&result.raw_pixels, [&] { return raw(job); }},
        {&result.frozen, [&] { return frozen(job, true); }},
        {&result.frozen_plain, [&] { return frozen(job, false); }}};
    in_parallel(
        options.threads, work.size(), [] { return true; },
        [&work](std::size_t i) { *work[i].first = work[i].second(); });
  };

  Session session(engine, lockstep, options.stop);
  Read read;
  if (learn(job, session, options.learned, result, options.progress))
    read = read_out(job, session, engine, lockstep, result, options.progress);
  result.learning_steps = session.learning_steps();
  result.inference_steps = session.inference_steps();
  result.learning_interval = session.learning_interval();
  result.inference_interval = session.inference_interval();
  result.latency = session.latency();
  if (read.complete) {
    result.density = read.statistics.density();
    result.entropy_ratio = read.statistics.entropy_ratio();
    result.entropy_bound = read.statistics.entropy_ratio_of_groups(config.structural.columns_per_hypercolumn);
    result.test = read.accuracy;
    result.predictions = std::move(read.predictions);
    result.hardware = read.hardware;
    if (options.baselines) {
      if (options.progress) options.progress("baselines", 0, 0);
      finish_baselines();
    }
  }
  result.interrupted = session.stopped();
  return result;
}

}  // namespace silipool::experiments
