#include "pooler.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <silipool/base/error.hpp>
#include <silipool/config/document.hpp>
#include <silipool/config/load.hpp>

namespace {

using silipool::base::bad_input;
using silipool::base::Sdr;

std::vector<std::size_t> only_in(const Sdr& these, const Sdr& those) {
  std::vector<std::size_t> only;
  these.for_each([&](std::size_t i) {
    if (!those.test(i)) only.push_back(i);
  });
  return only;
}

[[noreturn]] void no_such(std::string_view what, std::string_view name,
                          const std::vector<std::string>& names) {
  bad_input("\"{}\" is no {}{}: there are {}", name, what, silipool::config::did_you_mean(name, names),
            fmt::join(names, ", "));
}

}  // namespace

silipool_pooler::silipool_pooler(silipool::config::Config configuration)
    : config(std::move(configuration)),
      canonical(silipool::config::canonical(config)),
      model(config.structural, config.runtime),
      winners(config.structural.columns()),
      overlaps(config.structural.columns()) {
  model.record_changes(false);
}

void silipool_pooler::reset() {
  model.reset();
  winners.clear();
  overlaps.assign(overlaps.size(), 0);
  label.reset();
  forget();
}

void silipool_pooler::forget() {
  waiting.clear();
  forgotten = 0;
}

void silipool_pooler::step(const Sdr& input, bool learn) {
  const silipool::sp::StepTrace& trace = model.step(input, learn, label);
  label.reset();
  overlaps = trace.overlaps;
  winners.clear();
  for (const std::uint32_t column : trace.winners) winners.set(column);
  waiting.push_back({steps, winners});
  if (waiting.size() > SILIPOOL_POOLER_WAITING) {
    waiting.pop_front();
    ++forgotten;
  }
  ++steps;
  if (learn) ++learning_steps;
}

void silipool_pooler::fail(std::uint64_t step, const std::string& what) {
  difference = fmt::format("step {}: {}", step, what);
  if (mismatches++ > 0) return;
  first_mismatch = step;
  first_difference = difference;
}

bool silipool_pooler::compare(const Sdr& given, const std::string& wrong) {
  if (waiting.empty()) {
    fail(steps, "winners that no step has asked for");
    return false;
  }
  const Waiting expected = std::move(waiting.front());
  waiting.pop_front();
  ++compared;
  if (wrong.empty() && given == expected.winners) return true;
  std::string text = wrong;
  if (given != expected.winners) {
    const auto missing = only_in(expected.winners, given), unexpected = only_in(given, expected.winners);
    if (!missing.empty())
      text += fmt::format("{}missing {}", text.empty() ? "" : "; ", fmt::join(missing, " "));
    if (!unexpected.empty())
      text += fmt::format("{}unexpected {}", text.empty() ? "" : "; ", fmt::join(unexpected, " "));
  }
  fail(expected.step, "winners: " + text);
  return false;
}

std::int64_t silipool_pooler::value(std::string_view kind, std::uint32_t column, std::uint32_t slot) const {
  static const std::vector<std::string> kinds{"winner", "overlap", "permanence",
                                              "duty",   "boost",   "learning_step"};
  const bool of_column = kind != "learning_step";
  if (std::ranges::find(kinds, kind) == kinds.end()) no_such("kind of value", kind, kinds);
  const std::size_t columns = of_column ? config.structural.columns() : 1;
  if (column >= columns) bad_input("column {} of \"{}\": must be 0..{}", column, kind, columns - 1);
  const std::size_t slots = kind == "permanence" ? config.structural.slots() : 1;
  if (slot >= slots) bad_input("slot {} of \"{}\": must be 0..{}", slot, kind, slots - 1);
  if (kind == "winner") return winners.test(column) ? 1 : 0;
  if (kind == "overlap") return overlaps[column];
  if (kind == "permanence") return model.permanence(column, slot);
  if (kind == "duty") return model.duty(column);
  if (kind == "boost") return model.boost(column);
  return model.learning_step();
}

bool silipool_pooler::compare_value(std::string_view kind, std::uint32_t column, std::uint32_t slot,
                                    std::uint32_t given) {
  const std::int64_t expected = value(kind, column, slot);
  ++values;
  if (expected == given) return true;
  const std::string where = kind == "learning_step" ? ""
                            : kind == "permanence"  ? fmt::format(" of column {} slot {}", column, slot)
                                                    : fmt::format(" of column {}", column);
  fail(steps == 0 ? 0 : steps - 1, fmt::format("{}{} is {}, {} in the model", kind, where, given, expected));
  return false;
}

std::int64_t silipool_pooler::count(std::string_view what) const {
  const auto number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  if (what == "steps") return number(steps);
  if (what == "learning_steps") return number(learning_steps);
  if (what == "compared") return number(compared);
  if (what == "values") return number(values);
  if (what == "waiting") return number(waiting.size() + forgotten);
  if (what == "mismatches") return number(mismatches);
  if (what == "first_mismatch") return first_mismatch ? number(*first_mismatch) : -1;
  no_such("count", what,
          {"steps", "learning_steps", "compared", "values", "waiting", "mismatches", "first_mismatch"});
}

std::string silipool_pooler::described() const {
  std::string text =
      fmt::format("{}: {}: {} steps ({} learning), winners of {} compared, {} values, {} mismatch{}",
                  passed() ? "PASS" : "FAIL", config.name, steps, learning_steps, compared, values,
                  mismatches, mismatches == 1 ? "" : "es");
  if (mismatches > 0) text += fmt::format("; first: {}", first_difference);
  if (compared > 0 && count("waiting") > 0)
    text += fmt::format("; winners of {} steps never came", count("waiting"));
  return text;
}
