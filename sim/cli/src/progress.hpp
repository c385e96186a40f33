#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace silipool::cli {

/// Progress on standard error: a bar with rate and time left on a terminal, a plain line every few seconds
/// otherwise, nothing with --quiet.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// `total` 0: a phase without a count.
  void operator()(std::string_view what, std::uint64_t done, std::uint64_t total);
  /// Ends the line that is shown.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  bool quiet_, terminal_;
  std::string what_;
  Clock::time_point started_, shown_;
  std::uint64_t first_ = 0;  ///< done when the phase was first told of: it may go on from earlier work
  bool line_open_ = false;
};

}  // namespace silipool::cli
