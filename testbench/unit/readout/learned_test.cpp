#include <silipool/readout/readout.hpp>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/readout/make_readout.hpp>
#include <silipool/readout/svm.hpp>

namespace silipool::readout {
namespace {

config::Readout options(config::ReadoutRule rule, unsigned weight_bits = 0) {
  config::Readout made;
  made.rule = rule;
  made.weight_bits = weight_bits;
  made.passes = 2;
  made.neighbours = 3;
  return made;
}

std::vector<config::Readout> all_rules() {
  using enum config::ReadoutRule;
  std::vector<config::Readout> rules{options(softmax), options(softmax, 4), options(counts),
                                     options(nearest)};
  if (has_liblinear()) rules.push_back(options(svm));
  return rules;
}

FeatureSet some_samples() {
  FeatureSet set(70, 3);
  for (std::uint32_t s = 0; s < 60; ++s) {
    base::Sdr sample(70);
    for (std::uint32_t f = 0; f < 70; ++f)
      if ((s * 7 + f * 13 + s * f) % 5 == s % 3) sample.set(f);
    set.add(sample, static_cast<std::uint8_t>(s % 3));
  }
  return set;
}

TEST(Learned, GoesOnAsTheReadoutThatItWasTakenFrom) {
  const FeatureSet set = some_samples();
  for (const config::Readout& rule : all_rules()) {
    SCOPED_TRACE(config::rule_text(rule.rule));
    const auto trained = make_readout(rule, 70, 3, 1), other = make_readout(rule, 70, 3, 1);
    EXPECT_TRUE(trained->train(set));
    other->set_learned(trained->learned());
    EXPECT_EQ(other->learned(), trained->learned());
    EXPECT_EQ(other->predictions(set), trained->predictions(set));
    EXPECT_TRUE(trained->train_pass(set, 2));
    EXPECT_TRUE(other->train_pass(set, 2));
    EXPECT_EQ(other->learned(), trained->learned());
  }
}

TEST(Learned, OfAnUntrainedReadoutIsUntrained) {
  const FeatureSet set = some_samples();
  for (const config::Readout& rule : all_rules()) {
    const auto fresh = make_readout(rule, 70, 3, 1), other = make_readout(rule, 70, 3, 1);
    EXPECT_TRUE(other->train(set));
    other->set_learned(fresh->learned());
    EXPECT_EQ(other->predictions(set), fresh->predictions(set));
  }
}

TEST(Learned, IsRefusedWhereNoTrainingLeavesIt) {
  const FeatureSet set = some_samples();
  for (const config::Readout& rule : all_rules()) {
    const auto readout = make_readout(rule, 70, 3, 1);
    EXPECT_TRUE(readout->train(set));
    const Learned before = readout->learned();
    Learned longer = before, wrong = before;
    longer.integers.push_back(1U << 20U);
    EXPECT_THROW(readout->set_learned(longer), base::Error);
    longer = before;
    longer.reals.push_back(0);
    EXPECT_THROW(readout->set_learned(longer), base::Error);
    if (rule.rule == config::ReadoutRule::counts || rule.rule == config::ReadoutRule::nearest) {
      wrong.integers.back() = 1U << 20U;  // a count above its class's, a label above all
      EXPECT_THROW(readout->set_learned(wrong), base::Error);
    }
    EXPECT_EQ(readout->learned(), before);
  }
}

}  // namespace
}  // namespace silipool::readout
