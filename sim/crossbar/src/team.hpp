#pragma once
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace silipool::crossbar {

/// Threads that wait for work: a step is too short to start them anew.
class Team {
 public:
  explicit Team(std::size_t threads);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  /// f(0) ... f(count - 1), shared out by number; the exception of the lowest number goes on.
  void run(std::size_t count, const std::function<void(std::size_t)>& f);

 private:
  void work(std::size_t member);
  void share(std::size_t member);

  std::vector<std::thread> members_;
  std::mutex mutex_;
  std::condition_variable begin_, done_;
  const std::function<void(std::size_t)>* job_ = nullptr;
  std::size_t count_ = 0, running_ = 0, round_ = 0;
  bool ending_ = false;
  std::vector<std::exception_ptr> failures_;
};

}  // namespace silipool::crossbar
