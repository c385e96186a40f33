#include <silipool/engine/activity.hpp>

#include <algorithm>
#include <array>
#include <string_view>

#include <silipool/base/error.hpp>
#include <silipool/sp/arithmetic.hpp>

namespace silipool::engine {
namespace {
std::uint64_t divide_up(std::uint64_t a, std::uint64_t b) { return (a + b - 1) / b; }

struct Member {
  std::string_view name;
  std::uint64_t Activity::*at;
};
constexpr std::array kMembers{Member{"steps", &Activity::steps},
                              Member{"learning_steps", &Activity::learning_steps},
                              Member{"row_reads", &Activity::row_reads},
                              Member{"row_writes", &Activity::row_writes},
                              Member{"row_bits", &Activity::row_bits},
                              Member{"counter_updates", &Activity::counter_updates},
                              Member{"keys", &Activity::keys},
                              Member{"comparisons", &Activity::comparisons},
                              Member{"permanence_word_reads", &Activity::permanence_word_reads},
                              Member{"permanence_word_writes", &Activity::permanence_word_writes},
                              Member{"permanence_word_bits", &Activity::permanence_word_bits},
                              Member{"permanence_writes", &Activity::permanence_writes},
                              Member{"connection_flips", &Activity::connection_flips},
                              Member{"draws", &Activity::draws},
                              Member{"duty_updates", &Activity::duty_updates},
                              Member{"boost_updates", &Activity::boost_updates}};
static_assert(sizeof(Activity) == kMembers.size() * sizeof(std::uint64_t), "a member has no name");
}  // namespace

std::vector<sp::Count> counts_of(const Activity& activity) {
  std::vector<sp::Count> counts;
  for (const Member& member : kMembers) counts.push_back({std::string(member.name), activity.*member.at});
  return counts;
}

Activity activity_from(const std::vector<sp::Count>& counts) {
  Activity activity;
  if (counts.size() != kMembers.size())
    base::bad_input("{} counts of activity where there must be {}", counts.size(), kMembers.size());
  for (std::size_t i = 0; i < kMembers.size(); ++i) {
    if (counts[i].name != kMembers[i].name)
      base::bad_input("a count of {} where one of {} must be", counts[i].name, kMembers[i].name);
    activity.*kMembers[i].at = counts[i].value;
  }
  return activity;
}

Activity& Activity::operator+=(const Activity& o) {
  steps += o.steps;
  learning_steps += o.learning_steps;
  row_reads += o.row_reads;
  row_writes += o.row_writes;
  row_bits = o.row_bits;
  counter_updates += o.counter_updates;
  keys += o.keys;
  comparisons += o.comparisons;
  permanence_word_reads += o.permanence_word_reads;
  permanence_word_writes += o.permanence_word_writes;
  permanence_word_bits = o.permanence_word_bits;
  permanence_writes += o.permanence_writes;
  connection_flips += o.connection_flips;
  draws += o.draws;
  duty_updates += o.duty_updates;
  boost_updates += o.boost_updates;
  return *this;
}

Activity widths_of(const config::Config& config) {
  const config::Structural& s = config.structural;
  const config::Microarchitecture& m = config.microarchitecture;
  Activity a;
  a.row_bits = m.core == config::Core::serial ? 0 : s.columns_per_hypercolumn;
  a.permanence_word_bits = m.lanes * (s.permanence_bits + (s.pool_per_column() ? 1U : 0U));
  return a;
}

Activity activity_of(const sp::SpatialPooler& pooler, const sp::StepTrace& trace,
                     const config::Microarchitecture& microarchitecture) {
  const config::Structural& s = pooler.structural();
  const config::Runtime& r = pooler.runtime();
  const std::uint64_t words = divide_up(s.slots(), microarchitecture.lanes);
  const bool serial = microarchitecture.core == config::Core::serial;
  Activity a;
  a.steps = 1;
  a.learning_steps = trace.learn ? 1 : 0;
  if (serial) {
    // Connected bits do not stand beside the permanences: overlaps read all of these, and add up by words.
    a.permanence_word_reads = s.columns() * words;
    a.counter_updates = a.permanence_word_reads;
  } else {
    a.row_reads = trace.active_slots;
    a.row_writes = trace.connection_flips;
    a.row_bits = s.columns_per_hypercolumn;
    a.counter_updates = trace.active_slots * s.columns_per_hypercolumn;
  }
  a.keys = s.columns();
  // One round per winner, and one that finds nothing where fewer than k are eligible.
  const std::uint64_t full = std::uint64_t{s.hypercolumns()} * r.active_columns;
  const auto eligible = [&](std::size_t h) {
    const auto first = trace.keys.begin() + static_cast<std::ptrdiff_t>(h * s.columns_per_hypercolumn);
    return static_cast<std::uint64_t>(
        std::count_if(first, first + static_cast<std::ptrdiff_t>(s.columns_per_hypercolumn),
                      [](std::uint32_t key) { return key != 0; }));
  };
  std::uint64_t rounds = full;
  if (s.inhibition == config::Inhibition::local) {
    rounds = s.columns();  // one for each column
  } else if (trace.winners.size() < full) {
    rounds = 0;
    for (std::size_t h = 0; h < s.hypercolumns(); ++h)
      rounds += std::min<std::uint64_t>(r.active_columns, eligible(h) + 1);
  }
  // A tree compares those of two columns in each of its nodes; the serial core looks at one after the other.
  a.comparisons = rounds * (s.columns_per_hypercolumn - (serial ? 0 : 1));
  a.permanence_word_bits = microarchitecture.lanes * (s.permanence_bits + (s.pool_per_column() ? 1U : 0U));
  a.permanence_writes = trace.permanence_writes;
  a.connection_flips = trace.connection_flips;
  std::uint64_t last_word = UINT64_MAX;
  for (const sp::Change& change : trace.permanences) {
    const std::uint64_t word = std::uint64_t{change.index >> sp::kItemBits} * words +
                               (change.index & ((1U << sp::kItemBits) - 1U)) / microarchitecture.lanes;
    if (word != last_word) ++a.permanence_word_writes;
    last_word = word;
  }
  if (trace.learn) {
    const bool per_synapse = s.learning_rule == config::LearningRule::draw_per_synapse;
    for (const std::uint32_t column : trace.learners) {
      if (per_synapse) {
        a.permanence_word_reads += words;
        a.draws += serial ? divide_up(words * microarchitecture.lanes, 2)
                          : words * (microarchitecture.lanes / 2 + 1);
        continue;
      }
      ++a.draws;
      // The trace was made at the learning step before the pooler's present one.
      const sp::Verdict v = sp::winner_verdict(r.seed, pooler.learning_step() - 1, column,
                                               r.increment_probability, r.decrement_probability);
      if (v.gains || v.loses) a.permanence_word_reads += words;
    }
    a.duty_updates = trace.learners.size() + (trace.refreshed ? s.columns() : 0);
    a.boost_updates = trace.boosts.size();
  }
  return a;
}

}  // namespace silipool::engine
