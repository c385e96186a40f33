#pragma once
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <silipool/experiments/experiment.hpp>
#include <silipool/experiments/report.hpp>
#include <silipool/experiments/summary.hpp>

#include "../parallel.hpp"

namespace silipool::experiments::published {

/// f(0) ... f(count - 1) on options.threads threads, results by number. Pieces that were not begun, or were
/// cut short, when `stop` was set have none. The exception of the lowest number that threw goes on.
template <typename Result, typename F>
std::vector<std::optional<Result>> work(const ExperimentOptions& options, std::string_view what,
                                        std::size_t count, const F& f) {
  std::vector<std::optional<Result>> results(count);
  std::size_t done = 0;
  std::mutex telling;
  in_parallel(
      options.threads, count, [&options] { return !options.stopped(); },
      [&](std::size_t i) {
        Result result = f(i);
        if (options.stopped()) return;
        results[i] = std::move(result);
        const std::scoped_lock lock(telling);
        if (options.progress) options.progress(what, ++done, count);
      });
  return results;
}

/// Results of one setting over all repetitions; nothing while some are missing. Pieces are numbered
/// setting * repeats + repetition.
template <typename Result>
std::optional<std::vector<Result>> repetitions(const std::vector<std::optional<Result>>& results,
                                               std::size_t setting, std::size_t repeats) {
  std::vector<Result> out;
  for (std::size_t r = 0; r < repeats; ++r) {
    const auto& result = results[setting * repeats + r];
    if (!result) return std::nullopt;
    out.push_back(*result);
  }
  return out;
}

/// Mean and interval of a figure over repetitions.
template <typename Result, typename F>
Summary over(const std::vector<Result>& results, const F& figure) {
  std::vector<double> values;
  for (const Result& result : results) values.push_back(figure(result));
  return summarise(values);
}

/// Two cells: mean and half the interval.
inline void put(std::vector<Cell>& row, const Summary& summary) {
  row.emplace_back(summary.mean);
  row.emplace_back(summary.ci95);
}
/// Their column names.
inline void head(Table& table, const std::string& name) {
  table.columns.push_back(name);
  table.columns.push_back(name + "_ci95");
}

inline Cell count_cell(std::size_t n) { return static_cast<std::int64_t>(n); }

}  // namespace silipool::experiments::published
