#include <silipool/readout/make_readout.hpp>

#include <gtest/gtest.h>

#include <silipool/readout/counts.hpp>
#include <silipool/readout/nearest.hpp>
#include <silipool/readout/softmax.hpp>
#include <silipool/readout/svm.hpp>

#include "unit/readout/samples.hpp"

namespace silipool::readout {
namespace {

TEST(MakeReadout, EveryRuleLearns) {
  using config::ReadoutRule;
  for (const ReadoutRule rule :
       {ReadoutRule::softmax, ReadoutRule::counts, ReadoutRule::nearest, ReadoutRule::svm}) {
    if (rule == ReadoutRule::svm && !has_liblinear()) continue;
    const auto readout = make_readout({.rule = rule, .learning_rate = 0.1}, 64, 6, 1);
    EXPECT_TRUE(readout->train(noisy_classes(6, 2000, 1)));
    EXPECT_GT(readout->accuracy(noisy_classes(6, 500, 2)), rule == ReadoutRule::nearest ? 0.5 : 0.99)
        << config::rule_text(rule);
  }
}

TEST(MakeReadout, OptionsReachTheRule) {
  const FeatureSet set = noisy_classes(3, 200, 1);
  const auto made = make_readout(
      {.passes = 2, .learning_rate = 0.2, .learning_rate_decay = 0.5, .weight_bits = 5}, 64, 3, 9);
  Softmax plain(64, 3,
                {.passes = 2, .learning_rate = 0.2, .learning_rate_decay = 0.5, .weight_bits = 5, .seed = 9});
  made->train(set);
  plain.train(set);
  const auto& softmax = dynamic_cast<const Softmax&>(*made);
  EXPECT_EQ(softmax.weight(40, 2), plain.weight(40, 2));
  EXPECT_EQ(softmax.integer()->bits(), 5U);

  const FeatureSet other = random_samples(64, 3, 100, 10, 1), test = random_samples(64, 3, 200, 10, 2);
  const auto nearest = make_readout({.rule = config::ReadoutRule::nearest, .neighbours = 7}, 64, 3, 1);
  Nearest seven(64, 3, 7), one(64, 3, 1);
  nearest->train(other);
  seven.train(other);
  one.train(other);
  EXPECT_EQ(nearest->predictions(test), seven.predictions(test));
  EXPECT_NE(nearest->predictions(test), one.predictions(test));

  if (!has_liblinear()) return;
  const auto svm = make_readout({.rule = config::ReadoutRule::svm, .cost = 0.125}, 64, 3, 1);
  Svm eighth(64, 3, 0.125);
  svm->train(set);
  eighth.train(set);
  EXPECT_EQ(dynamic_cast<const Svm&>(*svm).weight(40, 2), eighth.weight(40, 2));
}

}  // namespace
}  // namespace silipool::readout
