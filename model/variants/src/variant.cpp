#include <silipool/variants/variant.hpp>

namespace silipool::variants {

base::Sdr Variant::take(const base::Sdr& input, bool learn) {
  base::Sdr seen = input;
  see(seen, learn);
  const Keys now = keys(seen, learn);
  const oracle::Outcome outcome = inhibit_all(now);
  if (learn)
    update(seen, now, outcome, std::nullopt);
  else
    rest(seen, now, outcome);
  ++step_;
  overlaps_ = now.overlap;
  base::Sdr winners(columns_);
  for (const std::size_t c : outcome.winners) winners.set(c);
  show(winners);
  return winners;
}

}  // namespace silipool::variants
