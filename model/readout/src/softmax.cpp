#include <silipool/readout/softmax.hpp>

#include <cmath>
#include <numeric>

#include <silipool/base/elementary.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>

namespace silipool::readout {

Softmax::Softmax(std::size_t features, unsigned classes, const SoftmaxOptions& options)
    : Readout(features, classes), options_(options), rows_(features, classes) {
  if (!(options.learning_rate > 0) || !std::isfinite(options.learning_rate))
    base::bad_input("learning rate {}: legal is a positive number", options.learning_rate);
  if (!(options.learning_rate_decay > 0) || options.learning_rate_decay > 1)
    base::bad_input("decay {} of the learning rate: legal is above 0, at most 1",
                    options.learning_rate_decay);
  if (options.weight_bits != 0) integer_.emplace(features, classes, options.weight_bits);
}

bool Softmax::learn(const FeatureSet& set, unsigned pass, const Progress& progress) {
  constexpr std::size_t between_reports = 1024;
  double rate = options_.learning_rate;
  for (unsigned i = 0; i < pass; ++i) rate *= options_.learning_rate_decay;
  std::vector<double> scores(rows_.stride());
  std::vector<std::uint32_t> order(set.size());
  std::iota(order.begin(), order.end(), 0U);
  base::Stream(options_.seed, fmt::format("readout.pass.{}", pass)).shuffle(std::span(order));
  std::size_t done = 0;
  for (const std::uint32_t s : order) {
    step(set.active(s), set.labels[s], rate, scores);
    if (++done % between_reports == 0 && progress &&
        !progress(static_cast<double>(done) / static_cast<double>(set.size())))
      return false;
  }
  if (integer_) quantise();
  return true;
}

unsigned Softmax::predict(std::span<const std::uint32_t> active) const {
  if (integer_) return integer_->predict(active);
  std::vector<double> scores(rows_.stride());
  rows_.sum(active, scores);
  return first_largest<double>(std::span(scores).first(classes()));
}

Learned Softmax::learned() const { return {rows_.values(), {}}; }

void Softmax::set_learned(const Learned& learned) {
  check_learned(learned, features() * classes(), 0);
  rows_.set_values(learned.reals);
  if (integer_) quantise();
}

void Softmax::step(std::span<const std::uint32_t> active, std::uint8_t label, double rate,
                   std::span<double> scores) {
  rows_.sum(active, scores);
  const std::span<double> real = scores.first(classes());
  const double largest = real[first_largest<double>(real)];
  for (double& value : real) value = base::exp(value - largest);
  double sum = 0;
  for (const double value : real) sum += value;
  // From here on scores holds the step of each class; past classes() it is the zero that the sum left.
  for (std::size_t c = 0; c < real.size(); ++c) real[c] = rate * ((c == label ? 1.0 : 0.0) - real[c] / sum);
  rows_.add(active, scores);
}

void Softmax::quantise() { integer_->quantise(rows_.values()); }

}  // namespace silipool::readout
