// Mistakes of the reset and of the initial state (docs/spec.md, section 5).
#include "causes.hpp"

namespace silipool::variants {
namespace {

using config::Runtime;
using config::Structural;

/// State that a reset does not reach.
class Kept final : public Variant {
 public:
  enum class What { permanences, duties, boosts, learning_step, duties_and_boosts, all };
  Kept(const Structural& structural, const Runtime& runtime, What what)
      : Variant(structural, runtime), what_(what) {}
  void inherit(const Variant& before) override {
    const auto& old = dynamic_cast<const Kept&>(before);
    const bool all = what_ == What::all;
    if (all || what_ == What::permanences) permanence_ = old.permanence_;
    if (all || what_ == What::duties || what_ == What::duties_and_boosts) duty_ = old.duty_;
    if (all || what_ == What::boosts || what_ == What::duties_and_boosts) boost_ = old.boost_;
    if (all || what_ == What::learning_step) t_ = old.t_;
  }

 private:
  What what_;
};

/// Initial permanences from other bits of the hash.
class OtherBeginning final : public Variant {
 public:
  OtherBeginning(const Structural& structural, const Runtime& runtime, bool halves, bool seed)
      : Variant(structural, runtime) {
    for (std::size_t c = 0; c < columns_; ++c)
      for (std::size_t s = 0; s < slots_; ++s) {
        if (!potential_[c][s]) continue;
        std::uint32_t u = oracle::hash(seed ? 0 : runtime_.seed, 0, oracle::stream_initial,
                                       static_cast<std::uint32_t>(c), static_cast<std::uint32_t>(s));
        if (halves) u = u << 16U | u >> 16U;
        permanence_[c][s] = oracle::initial_permanence(
            structural_.permanence_bits, structural_.connected_threshold, runtime_.initially_connected, u);
      }
  }
};

}  // namespace

void add_reset(Causes& causes, const config::Config& config) {
  using What = Kept::What;
  add<Kept>(causes, "reset_keeps_permanences", "a reset leaves the permanences as they are",
            What::permanences);
  add<Kept>(causes, "reset_keeps_duties", "a reset leaves the duties as they are", What::duties);
  add<Kept>(causes, "reset_keeps_boosts", "a reset leaves the boosts as they are", What::boosts);
  add<Kept>(causes, "reset_keeps_duties_and_boosts", "a reset leaves duties and boosts as they are",
            What::duties_and_boosts);
  add<Kept>(causes, "reset_keeps_learning_step", "a reset leaves the learning step as it is",
            What::learning_step);
  add<Kept>(causes, "reset_keeps_all", "a reset leaves all state as it is", What::all);
  if (config.structural.initialisation == config::Initialisation::two_sided &&
      config.runtime.minimum_connected == 0) {
    add<OtherBeginning>(causes, "initial_halves_swapped",
                        "the halves of the hash of initial permanences are exchanged", true, false);
    add<OtherBeginning>(causes, "initial_unseeded", "initial permanences do not depend on the seed", false,
                        true);
  }
}

}  // namespace silipool::variants
