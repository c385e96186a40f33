#include <silipool/variants/explain.hpp>

#include <silipool/base/digest.hpp>

namespace silipool::variants {
namespace {

/// A machine with a mistake, through resets.
class Machine {
 public:
  Machine(const Cause& cause, const config::Config& config)
      : cause_(cause), config_(config), now_(cause.make(config)) {}
  [[nodiscard]] const Cause& cause() const { return cause_; }
  [[nodiscard]] const Variant& now() const { return *now_; }
  base::Sdr step(const Given& given) {
    if (given.reset) {
      std::unique_ptr<Variant> next = cause_.make(config_);
      next->inherit(*now_);
      now_ = std::move(next);
    }
    return now_->take(given.input, given.learn);
  }

 private:
  const Cause& cause_;
  const config::Config& config_;
  std::unique_ptr<Variant> now_;
};

}  // namespace

std::uint64_t digest_of(const Variant& machine, const config::Structural& structural, const Shown& shown) {
  base::Digest digest;
  const std::size_t columns = structural.columns();
  if (shown.overlap)
    for (const std::uint64_t overlap : machine.overlaps()) digest.u64(overlap);
  if (shown.permanence)
    for (std::size_t c = 0; c < columns; ++c)
      for (std::size_t s = 0; s < structural.slots(); ++s) digest.u64(machine.permanence(c, s));
  if (shown.duty)
    for (std::size_t c = 0; c < columns; ++c) digest.u64(machine.duty(c));
  if (shown.boost)
    for (std::size_t c = 0; c < columns; ++c) digest.u64(machine.boost(c));
  if (shown.learning_step) digest.u64(machine.learning_step());
  return digest.value();
}

Diagnosis explain(const config::Config& config, const WordBits& words, const Shown& shown,
                  const std::vector<Seen>& steps, const std::function<Given(std::uint64_t)>& future,
                  std::uint64_t horizon, const std::atomic<bool>* stop) {
  const std::vector<Cause> causes = catalogue(config, words);
  const auto stopped = [&] { return stop != nullptr && stop->load(); };
  Diagnosis diagnosis;
  diagnosis.tried = causes.size();
  std::vector<Machine> left;
  for (const Cause& cause : causes) {
    Machine machine(cause, config);
    bool agrees = true;
    for (const Seen& seen : steps) {
      if (stopped()) return diagnosis;
      agrees = machine.step(seen.given) == seen.winners &&
               (!seen.state || digest_of(machine.now(), config.structural, shown) == *seen.state);
      if (!agrees) break;
    }
    if (agrees) left.push_back(std::move(machine));
  }
  for (const Machine& machine : left)
    diagnosis.explanations.push_back({machine.cause().name, machine.cause().text});
  if (left.size() < 2) return diagnosis;
  for (std::uint64_t step = steps.size(); step < steps.size() + horizon && !stopped(); ++step) {
    const Given given = future(step);
    const base::Sdr first = left.front().step(given);
    bool apart = false;
    for (std::size_t i = 1; i < left.size(); ++i) apart = left[i].step(given) != first || apart;
    if (!apart) continue;
    diagnosis.apart = step;
    break;
  }
  return diagnosis;
}

}  // namespace silipool::variants
