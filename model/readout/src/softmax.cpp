#include <silipool/readout/softmax.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/readout/exp.hpp>

namespace silipool::readout {
namespace {

// Classes are worked on four at a time: independent sums side by side, which a compiler may put in
// vector registers without changing the order of any of them.
constexpr std::size_t lanes = 4;

}  // namespace

Softmax::Softmax(std::size_t features, unsigned classes)
    : features_(features),
      classes_(classes),
      stride_((classes + lanes - 1) / lanes * lanes),
      weights_(features * stride_) {
  if (classes < 1 || classes > 256) base::bad_input("{} classes: legal is 1 to 256", classes);
}

bool Softmax::train(const FeatureSet& set, unsigned passes, double learning_rate, std::uint64_t seed,
                    const Progress& progress) {
  check_shape(set);
  if (!(learning_rate > 0) || !std::isfinite(learning_rate))
    base::bad_input("learning rate {}: legal is a positive number", learning_rate);
  constexpr std::size_t between_reports = 1024;
  const double work = static_cast<double>(set.size()) * passes;
  std::vector<double> scores(stride_);
  std::vector<std::uint32_t> order(set.size());
  std::size_t done = 0;
  for (unsigned pass = 0; pass < passes; ++pass) {
    std::iota(order.begin(), order.end(), 0U);
    base::Stream(seed, fmt::format("readout.pass.{}", pass)).shuffle(std::span(order));
    for (const std::uint32_t s : order) {
      learn(set.active(s), set.labels[s], learning_rate, scores);
      if (++done % between_reports == 0 && progress && !progress(static_cast<double>(done) / work))
        return false;
    }
  }
  return true;
}

unsigned Softmax::predict(std::span<const std::uint32_t> active) const {
  std::vector<double> scores(stride_);
  score(active, scores);
  const auto end = scores.begin() + classes_;
  return static_cast<unsigned>(std::max_element(scores.begin(), end) - scores.begin());
}

double Softmax::accuracy(const FeatureSet& set) const {
  check_shape(set);
  if (set.size() == 0) base::bad_input("no samples to measure an accuracy on");
  std::size_t right = 0;
  for (std::size_t s = 0; s < set.size(); ++s) right += predict(set.active(s)) == set.labels[s] ? 1U : 0U;
  return static_cast<double>(right) / static_cast<double>(set.size());
}

Confusion Softmax::confusion(const FeatureSet& set) const {
  check_shape(set);
  Confusion matrix{classes_, std::vector<std::uint64_t>(std::size_t{classes_} * classes_)};
  for (std::size_t s = 0; s < set.size(); ++s)
    ++matrix.counts[std::size_t{set.labels[s]} * classes_ + predict(set.active(s))];
  return matrix;
}

void Softmax::check_shape(const FeatureSet& set) const {
  if (set.features != features_ || set.classes != classes_)
    base::bad_input("a set of {} features and {} classes for a readout of {} features and {} classes",
                    set.features, set.classes, features_, classes_);
}

void Softmax::score(std::span<const std::uint32_t> active, std::span<double> scores) const noexcept {
  for (std::size_t lane = 0; lane < stride_; lane += lanes) {
    double sum[lanes]{};
    const double* column = weights_.data() + lane;
    for (const std::uint32_t f : active)
      for (std::size_t c = 0; c < lanes; ++c) sum[c] += column[f * stride_ + c];
    std::copy_n(sum, lanes, scores.begin() + static_cast<std::ptrdiff_t>(lane));
  }
}

void Softmax::learn(std::span<const std::uint32_t> active, std::uint8_t label, double learning_rate,
                    std::span<double> scores) {
  score(active, scores);
  const std::span<double> real = scores.first(classes_);
  const double largest = *std::max_element(real.begin(), real.end());
  double sum = 0;
  for (double& value : real) {
    value = exp_nonpositive(value - largest);
    sum += value;
  }
  // From here on scores holds the step of each class; past classes_ it is the zero that score left.
  for (std::size_t c = 0; c < classes_; ++c)
    real[c] = learning_rate * ((c == label ? 1.0 : 0.0) - real[c] / sum);
  for (std::size_t lane = 0; lane < stride_; lane += lanes) {
    double step[lanes];
    std::copy_n(scores.begin() + static_cast<std::ptrdiff_t>(lane), lanes, step);
    double* column = weights_.data() + lane;
    for (const std::uint32_t f : active)
      for (std::size_t c = 0; c < lanes; ++c) column[f * stride_ + c] += step[c];
  }
}

}  // namespace silipool::readout
