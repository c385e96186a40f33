#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include <silipool/base/sdr.hpp>

namespace silipool::vectors {

/// Which steps learn.
class Schedule {
 public:
  /// "all", "none", "mixed" (those of engine::stimulus: seven of eight, drawn from `seed`), or N: the first
  /// N. Error{bad_input} for anything else.
  Schedule(const std::string& text, std::uint64_t seed);
  [[nodiscard]] bool learns(std::uint64_t step) const;

 private:
  bool mixed_ = false;
  std::uint64_t first_ = 0;  ///< steps below it learn
  std::uint64_t seed_;
};

/// The step-th random SDR of `inputs` bits, of which floor(density * inputs + 1/2) are on, each set of them
/// as likely as any other.
[[nodiscard]] base::Sdr random_sdr(std::size_t inputs, double density, std::uint64_t seed,
                                   std::uint64_t step);

}  // namespace silipool::vectors
