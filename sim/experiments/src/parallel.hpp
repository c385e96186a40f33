#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace silipool::experiments {

/// f(0) ... f(count - 1) on so many threads, each begun only while go_on(). After an exception no more are
/// begun; that of the lowest number goes on.
template <typename GoOn, typename F>
void in_parallel(std::size_t threads, std::size_t count, const GoOn& go_on, const F& f) {
  std::vector<std::exception_ptr> failures(count);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  const auto worker = [&] {
    for (std::size_t i = next++; i < count && !failed && go_on(); i = next++) {
      try {
        f(i);
      } catch (...) {
        failures[i] = std::current_exception();
        failed = true;
      }
    }
  };
  std::vector<std::thread> others;
  for (std::size_t t = 1; t < std::min(threads, count); ++t) others.emplace_back(worker);
  worker();
  for (std::thread& thread : others) thread.join();
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace silipool::experiments
