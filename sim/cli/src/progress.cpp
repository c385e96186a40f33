#include "progress.hpp"

#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace silipool::cli {

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() { finish(); }

void Progress::finish() {
  if (line_open_) fmt::print(stderr, "\n");
  line_open_ = false;
}

void Progress::operator()(std::string_view what, std::uint64_t done, std::uint64_t total) {
  if (quiet_) return;
  // The clock is read only now and then: a step may take microseconds.
  if (what == what_ && done < total && (done & 63U) != 0) return;
  const Clock::time_point now = Clock::now();
  if (what != what_) {
    finish();
    what_ = what;
    started_ = shown_ = now;
    first_ = done;
    if (total == 0) {
      fmt::print(stderr, "{} ...\n", what);
      return;
    }
  } else if (total == 0) {
    return;
  }
  const bool last = done >= total;
  const auto pause = terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(10000);
  if (!last && now - shown_ < pause) return;
  shown_ = now;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  const double rate = seconds > 0 ? static_cast<double>(done - first_) / seconds : 0;
  const double left = rate > 0 ? static_cast<double>(total - done) / rate : 0;
  if (terminal_) {
    constexpr std::uint64_t kWidth = 30;
    const std::uint64_t filled = kWidth * done / total;
    fmt::print(stderr, "\r{:<10} [{:=<{}}{:<{}}] {}/{}  {:.0f}/s  {:.0f} s left  ", what, "", filled, "",
               kWidth - filled, done, total, rate, left);
    line_open_ = true;
    if (last) finish();
  } else {
    fmt::print(stderr, "{} {}/{} ({:.0f}/s, {:.0f} s left)\n", what, done, total, rate, left);
  }
  (void)std::fflush(stderr);
}

}  // namespace silipool::cli
