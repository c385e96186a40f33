#include "team.hpp"

#include <algorithm>

namespace silipool::crossbar {

Team::Team(std::size_t threads) {
  for (std::size_t member = 1; member < threads; ++member)
    members_.emplace_back([this, member] { work(member); });
}

Team::~Team() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  begin_.notify_all();
  for (std::thread& member : members_) member.join();
}

/// Member m of n does m, m + n, ...
void Team::share(std::size_t member) {
  for (std::size_t i = member; i < count_; i += members_.size() + 1) {
    try {
      (*job_)(i);
    } catch (...) {
      failures_[i] = std::current_exception();
    }
  }
}

void Team::work(std::size_t member) {
  std::size_t seen = 0;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      begin_.wait(lock, [&] { return ending_ || round_ != seen; });
      if (ending_) return;
      seen = round_;
    }
    share(member);
    const std::lock_guard lock(mutex_);
    if (--running_ == 0) done_.notify_one();
  }
}

void Team::run(std::size_t count, const std::function<void(std::size_t)>& f) {
  if (members_.empty()) {
    for (std::size_t i = 0; i < count; ++i) f(i);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    job_ = &f;
    count_ = count;
    failures_.assign(count, nullptr);
    running_ = members_.size();
    ++round_;
  }
  begin_.notify_all();
  share(0);
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return running_ == 0; });
  for (const std::exception_ptr& failure : failures_)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace silipool::crossbar
