#include <silipool/systemc/scoreboard.hpp>

#include <fmt/format.h>

namespace silipool::systemc {
namespace {

std::string difference(const base::Sdr& expected, const base::Sdr& got) {
  if (expected.size() != got.size())
    return fmt::format("{} columns where {} were expected", got.size(), expected.size());
  std::size_t column = 0;
  while (expected.test(column) == got.test(column)) ++column;
  return fmt::format("column {} should{} have won", column, expected.test(column) ? "" : " not");
}

}  // namespace

void Scoreboard::write(const OutputFrame& frame) {
  std::optional<std::string> what;
  if (expected_.empty()) {
    what = "no frame was expected";
  } else {
    if (expected_.front() != frame.winners) what = difference(expected_.front(), frame.winners);
    expected_.pop_front();
  }
  if (what && !first_mismatch_)
    first_mismatch_ = {.frame = matches_ + mismatches_, .cycle = frame.last_beat, .what = *what};
  ++(what ? mismatches_ : matches_);
}

}  // namespace silipool::systemc
