#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <silipool/experiments/experiment.hpp>
#include <silipool/experiments/report.hpp>
#include <silipool/experiments/summary.hpp>

namespace silipool::experiments::published {

/// f(0) ... f(count - 1) on options.threads threads, results by number. Pieces that were not begun, or were
/// cut short, when `stop` was set have none. The exception of the lowest number that threw goes on.
template <typename Result, typename F>
std::vector<std::optional<Result>> work(const ExperimentOptions& options, std::string_view what,
                                        std::size_t count, const F& f) {
  std::vector<std::optional<Result>> results(count);
  std::vector<std::exception_ptr> failures(count);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::size_t done = 0;
  std::mutex telling;
  const auto worker = [&] {
    for (std::size_t i = next++; i < count && !options.stopped() && !failed; i = next++) {
      try {
        Result result = f(i);
        if (options.stopped()) return;
        results[i] = std::move(result);
      } catch (...) {
        failures[i] = std::current_exception();
        failed = true;
      }
      const std::scoped_lock lock(telling);
      if (options.progress) options.progress(what, ++done, count);
    }
  };
  std::vector<std::thread> others;
  for (std::size_t t = 1; t < std::min<std::size_t>(options.threads, count); ++t) others.emplace_back(worker);
  worker();
  for (std::thread& thread : others) thread.join();
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
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
