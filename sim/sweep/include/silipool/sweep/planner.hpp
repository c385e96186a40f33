#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/store/store.hpp>
#include <silipool/sweep/study.hpp>

namespace silipool::sweep {

/// What the door knows: options of commands and what a command asks of a configuration. They throw what the
/// command would.
struct Checks {
  std::function<void(const std::vector<std::string>& arguments)> arguments;
  std::function<void(const config::Config& config, const std::vector<std::string>& arguments)> config;
};

/// Makes the points of a sweep, every one of them legal.
class Planner {
 public:
  /// Error{bad_input}: a point that is not legal and that no constraint leaves out, with its values; no
  /// point; more than a million.
  Planner(Sweep sweep, std::string code_version, const Checks& checks);

  [[nodiscard]] const Sweep& sweep() const noexcept { return sweep_; }
  [[nodiscard]] const std::string& code_version() const noexcept { return code_version_; }
  /// Points that are known from the start: all, or the first rung.
  [[nodiscard]] const std::vector<store::Point>& points() const noexcept { return points_; }
  /// With all rungs.
  [[nodiscard]] std::int64_t total() const noexcept { return total_; }
  /// All of them, in units of a point of the first rung.
  [[nodiscard]] double work() const;
  /// Designs that constraints left out, and those that are the same as one before.
  [[nodiscard]] std::int64_t excluded() const noexcept { return excluded_; }
  [[nodiscard]] std::int64_t repeated() const noexcept { return repeated_; }

  /// Successive halving: where all points of a rung have ended, those of the next join the plan. Whether
  /// there is more to run. Error{bad_input} where results do not have the metric.
  bool advance(store::Store& store) const;

 private:
  using Design = std::vector<Assignment>;
  [[nodiscard]] std::vector<store::Point> make_points(const Design& design, std::int64_t number,
                                                      std::int64_t index, std::int64_t rung,
                                                      const Checks& checks) const;
  [[nodiscard]] std::vector<std::int64_t> rung_sizes() const;

  Sweep sweep_;
  config::Config base_;
  std::string code_version_;
  Checks checks_;
  std::vector<Design> designs_;
  std::vector<store::Point> points_;
  std::int64_t total_ = 0, excluded_ = 0, repeated_ = 0;
};

/// A word of a command line for a POSIX shell.
[[nodiscard]] std::string shell_quoted(const std::string& word);

}  // namespace silipool::sweep
