#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <list>
#include <span>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include <silipool/base/child.hpp>
#include <silipool/base/error.hpp>
#include <silipool/store/owner.hpp>
#include <silipool/sweep/metrics.hpp>
#include <silipool/sweep/runner.hpp>

namespace silipool::sweep {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kMostResult = std::size_t{256} << 20U;
constexpr milliseconds kLook{1000};    ///< between looks for points that somebody else gave up
constexpr milliseconds kRenew{20000};  ///< between renewals of claims

double system_seconds() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// Memory that the machine can give, in bytes; 0 where it does not say.
std::uint64_t available_memory() {
  std::ifstream file("/proc/meminfo");
  std::string name;
  std::uint64_t kilobytes = 0;
  for (std::string unit; file >> name >> kilobytes; std::getline(file, unit))
    if (name == "MemAvailable:") return kilobytes * 1024;
  return 0;
}

/// How a point is run: `files` is the folder for what it writes beside its result.
std::vector<std::string> command_line(const store::Point& point, const RunnerContext& context,
                                      const std::string& files, unsigned workers) {
  std::vector<std::string> arguments{
      "/proc/self/exe",
      context.command,
      std::string(base::Child::kInput),
      fmt::format("--json={}", base::Child::kOutput),
      "--quiet",
      fmt::format("--threads={}", std::clamp(std::thread::hardware_concurrency() / workers, 1U, 1024U))};
  arguments.insert(arguments.end(), point.arguments.begin(), point.arguments.end());
  if (context.command == "crossbar" || context.command == "estimate") arguments.push_back("--out=" + files);
  if (context.command == "run" || context.command == "verify") arguments.push_back("--records=" + files);
  if (!context.data.empty() && context.command != "verify") arguments.push_back("--data=" + context.data);
  return arguments;
}

/// What became of a point; the child has ended. `killed`: why we ended it, or "".
store::Ending ending_of(const store::Point& point, const base::Child& child, double started,
                        const std::string& killed, const Limits& limits) {
  const base::ChildEnd& end = child.end();
  store::Ending e;
  e.exit_status = end.exited ? end.status : 128 + end.status;
  e.started = started;
  e.wall_s = end.wall_s;
  e.cpu_s = end.cpu_s;
  e.memory_bytes = end.memory_bytes;
  constexpr int kInterrupted = 130;
  constexpr int kNotCaught = 4;
  // A fault that was asked for: caught or not, that is the result.
  const bool injected = std::any_of(point.arguments.begin(), point.arguments.end(),
                                    [](const std::string& a) { return a.starts_with("--inject="); });
  const bool held =
      end.exited && (end.status == 0 || (injected && (end.status == 1 || end.status == kNotCaught)));
  if (!killed.empty()) {
    e.reason = killed;
  } else if (!end.exited && (end.status == SIGKILL || end.status == SIGTERM || end.status == SIGINT)) {
    e.reason = fmt::format("it was killed by signal {}", end.status);
    e.attempts = limits.attempts;
  } else if (end.exited && end.status == kInterrupted) {
    e.reason = "it was interrupted";
    e.attempts = limits.attempts;
  } else if (!end.exited) {
    e.reason = fmt::format("it crashed with signal {}", end.status);
  } else if (!held) {
    e.reason = fmt::format("exit status {}", end.status);
  }
  try {
    e.metrics = metrics_of(child.output());
    e.result = child.output();
    e.done = e.reason.empty();
  } catch (const base::Error&) {
    if (e.reason.empty()) e.reason = "it wrote no result";
  }
  if (!e.done) e.log = child.log();
  return e;
}

/// Ends a child that is over a limit; why, or "".
std::string enforce(base::Child& child, const Limits& limits) {
  std::string why;
  if (limits.seconds > 0 && child.seconds() > limits.seconds)
    why = fmt::format("it took longer than limits.seconds = {}", limits.seconds);
  else if (child.output().size() > kMostResult)
    why = fmt::format("its result is larger than {} MiB", kMostResult >> 20U);
  if (!why.empty()) child.kill();
  return why;
}

struct Running {
  store::Point point;
  base::Child child;
  double started = 0;
  std::string killed;  ///< why we ended it
};

class LocalRunner {
 public:
  LocalRunner(store::Store& store, const std::string& code_version, const RunnerContext& context)
      : store_(store),
        code_version_(code_version),
        context_(context),
        owner_(store::this_owner()),
        workers_(context.options.workers != 0 ? context.options.workers : default_workers(context.limits)) {
    memory_seen_ = store.counts(code_version).memory_bytes;
  }

  Outcome run() {
    try {
      loop();
    } catch (...) {
      running_.clear();  // kills them
      try {
        store_.release(owner_);
      } catch (const base::Error&) {
        // The disk is full, say: our death releases them.
      }
      throw;
    }
    return outcome_;
  }

 private:
  void loop() {
    (void)store_.take_over();
    Clock::time_point look;  // at once
    Clock::time_point renew = Clock::now() + kRenew;
    for (;;) {
      if (context_.stop != nullptr && context_.stop->load()) {
        running_.clear();
        store_.release(owner_);
        outcome_.interrupted = true;
        return;
      }
      if (room() && (running_.empty() || Clock::now() >= look) && !fill()) {
        if (running_.empty()) {
          if (!wait_for_others()) return;
          report();
          continue;
        }
        look = Clock::now() + kLook;
      }
      wait();
      collect();
      if (Clock::now() >= renew) {
        store_.renew(owner_);
        renew = Clock::now() + kRenew;
      }
      report();
    }
  }

  /// Whether one more point may start: a worker is free, and so is memory, or nothing else runs.
  [[nodiscard]] bool room() const {
    if (running_.size() >= workers_) return false;
    if (running_.empty()) return true;
    const std::uint64_t need =
        context_.limits.memory_bytes != 0 ? context_.limits.memory_bytes : memory_seen_;
    const std::uint64_t available = available_memory();
    return available == 0 || available >= need;
  }

  /// Starts what there is room for; whether it found as much.
  bool fill() {
    while (room()) {
      std::optional<store::Point> point = store_.claim(code_version_, owner_);
      if (!point) return false;
      start(std::move(*point));
    }
    return true;
  }

  /// Nothing of ours runs and nothing waits. False when the study has ended.
  bool wait_for_others() {
    if (store_.take_over() > 0) return true;
    const store::Counts counts = store_.counts(code_version_);
    if (counts.waiting > 0) return true;
    if (counts.running > 0) {
      std::this_thread::sleep_for(milliseconds(200));
      return true;
    }
    return context_.more && context_.more();
  }

  void start(store::Point point) {
    const std::string files = std::filesystem::absolute(store_.path()).string() + ".files/" + point.id;
    base::Child child(command_line(point, context_, files, workers_), point.config,
                      context_.limits.memory_bytes);
    running_.push_back({std::move(point), std::move(child), system_seconds(), ""});
  }

  void wait() {
    milliseconds longest = running_.size() < workers_ ? milliseconds(500) : milliseconds(1000);
    std::vector<base::Child*> children;
    for (Running& r : running_) {
      children.push_back(&r.child);
      if (context_.limits.seconds > 0)
        longest = std::min(
            longest,
            milliseconds(1 + static_cast<std::int64_t>(
                                 1000 * std::max(0.0, context_.limits.seconds - r.child.seconds()))));
    }
    if (!children.empty()) base::Child::wait(children, longest);
  }

  void collect() {
    for (auto r = running_.begin(); r != running_.end();) {
      if (r->child.poll()) {
        const store::Ending ending = ending_of(r->point, r->child, r->started, r->killed, context_.limits);
        Running ended = std::move(*r);
        r = running_.erase(r);
        store::Store::Finished finished =
            store_.finish(code_version_, ended.point.id, owner_, ending, room() && !stopping());
        if (finished.kept) {
          ++(ending.done ? outcome_.done : outcome_.failed);
          outcome_.points_wall_s += ending.wall_s;
          outcome_.points_cpu_s += ending.cpu_s;
        }
        memory_seen_ = std::max(memory_seen_, ending.memory_bytes);
        if (finished.next) start(std::move(*finished.next));  // at the end of the list: looked at below
        continue;
      }
      if (r->killed.empty()) r->killed = enforce(r->child, context_.limits);
      ++r;
    }
  }

  [[nodiscard]] bool stopping() const { return context_.stop != nullptr && context_.stop->load(); }

  void report() {
    if (!context_.progress || Clock::now() < next_report_) return;
    const Clock::time_point before = Clock::now();
    context_.progress(outcome_);
    const Clock::time_point after = Clock::now();
    // A large store takes its time to count.
    next_report_ = after + std::max<Clock::duration>(milliseconds(200), 50 * (after - before));
  }

  store::Store& store_;
  std::string code_version_;
  const RunnerContext& context_;
  std::string owner_;
  unsigned workers_;
  std::uint64_t memory_seen_ = 0;
  std::list<Running> running_;
  Outcome outcome_;
  Clock::time_point next_report_;
};

}  // namespace

unsigned default_workers(const Limits& limits) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const std::uint64_t available = available_memory();
  if (limits.memory_bytes == 0 || available == 0) return cores;
  return static_cast<unsigned>(std::clamp<std::uint64_t>(available / limits.memory_bytes, 1, cores));
}

Outcome run_local(store::Store& store, const std::string& code_version, const RunnerContext& context) {
  return LocalRunner(store, code_version, context).run();
}

store::Ending probe(const store::Point& point, const RunnerContext& context) {
  const std::filesystem::path files =
      std::filesystem::temp_directory_path() / fmt::format("silipool-probe-{}-{}", ::getpid(), point.id);
  const unsigned workers =
      context.options.workers != 0 ? context.options.workers : default_workers(context.limits);
  base::Child child(command_line(point, context, files.string(), workers), point.config,
                    context.limits.memory_bytes);
  std::string killed;
  while (!child.poll()) {
    if (killed.empty()) killed = enforce(child, context.limits);
    if (context.stop != nullptr && context.stop->load())
      throw base::Error(base::ErrorKind::check_failed, "stopped");
    base::Child* const one = &child;
    base::Child::wait(std::span(&one, 1), milliseconds(200));
  }
  std::error_code ignored;
  (void)std::filesystem::remove_all(files, ignored);
  return ending_of(point, child, system_seconds(), killed, context.limits);
}

Outcome run_task(const std::string& file, const std::string& code_version, RunnerContext context) {
  store::Store store = store::Store::open(file);
  if (store.code_version() != code_version)
    base::bad_input("{}: its points are for code version {}; this program is {}", file, store.code_version(),
                    code_version);
  const std::optional<store::Study> study = store.study();
  context.command = study->command;
  return run_local(store, code_version, context);
}

}  // namespace silipool::sweep
