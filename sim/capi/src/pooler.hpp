#pragma once
#include <cstdint>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include <silipool/base/sdr.hpp>
#include <silipool/capi/silipool_c.h>
#include <silipool/config/config.hpp>
#include <silipool/sp/spatial_pooler.hpp>

/// What the handle of the C interface stands for. Its functions throw base::Error, which guarded() turns into
/// a status.
struct silipool_pooler {
  explicit silipool_pooler(silipool::config::Config configuration);

  void step(const silipool::base::Sdr& input, bool learn);
  /// `winners` of the design; `wrong` says what else is wrong with them ("" nothing).
  bool compare(const silipool::base::Sdr& winners, const std::string& wrong);
  bool compare_value(std::string_view kind, std::uint32_t column, std::uint32_t slot, std::uint32_t value);
  void fail(std::uint64_t step, const std::string& what);
  [[nodiscard]] std::int64_t value(std::string_view kind, std::uint32_t column, std::uint32_t slot) const;
  [[nodiscard]] std::int64_t count(std::string_view what) const;
  [[nodiscard]] bool passed() const {
    return mismatches == 0 && (compared == 0 || (waiting.empty() && forgotten == 0));
  }
  void reset();
  void forget();
  [[nodiscard]] std::string described() const;

  silipool::config::Config config;
  std::string canonical;
  silipool::sp::SpatialPooler model;
  silipool::base::Sdr winners;          ///< of the last step
  std::vector<std::uint32_t> overlaps;  ///< the same
  std::optional<std::uint8_t> label;    ///< of the next

  struct Waiting {
    std::uint64_t step = 0;
    silipool::base::Sdr winners;
  };
  std::deque<Waiting> waiting;  ///< to be compared, the oldest first
  std::uint64_t steps = 0, learning_steps = 0, compared = 0, values = 0, mismatches = 0;
  std::uint64_t forgotten = 0;  ///< beyond SILIPOOL_POOLER_WAITING
  std::optional<std::uint64_t> first_mismatch;
  std::string difference, first_difference, report;
};

namespace silipool::capi {

/// Keeps what went wrong for silipool_last_error.
void remember(const char* what) noexcept;

/// The result of f, or `failed` where it throws: no exception gets out.
template <typename R, typename F>
R guarded(R failed, F&& f) noexcept {
  try {
    return f();
  } catch (const std::exception& error) {
    remember(error.what());
  } catch (...) {
    remember("an exception of no known kind");
  }
  return failed;
}

}  // namespace silipool::capi
