#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <silipool/base/child.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/sweep/runner.hpp>

namespace silipool::sweep {
namespace {

using std::chrono::milliseconds;

/// No text of a user is in it: all come as arguments. `exec`: the task ends as the program does.
constexpr std::string_view kScript =
    "#!/bin/sh\n"
    "# $1: silipool; $2: folder of the tasks' stores; then its options\n"
    "program=$1\n"
    "folder=$2\n"
    "shift 2\n"
    "exec \"$program\" sweep \"$folder/$SLURM_ARRAY_TASK_ID.sqlite\" --task \"$@\"\n";

struct Answer {
  int status = 0;
  std::string text;
};

/// What a program prints. Error{missing_tool} where there is none.
Answer ask(const std::vector<std::string>& arguments) {
  base::Child child(arguments, "", 0);
  base::Child* const one = &child;
  while (!child.poll()) base::Child::wait(std::span(&one, 1), milliseconds(1000));
  constexpr int kNoProgram = 127;
  if (child.end().exited && child.end().status == kNoProgram)
    throw base::Error(base::ErrorKind::missing_tool,
                      fmt::format("{} cannot be run ({}): apt-get install slurm-client, where a Slurm is",
                                  arguments.front(), child.log()));
  return {child.end().exited ? child.end().status : 128 + child.end().status, child.log()};
}

/// One process at a time submits for a store.
class SubmitLock {
 public:
  explicit SubmitLock(const std::filesystem::path& store) {
    const std::string name = store.string() + ".lock";
    file_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file_ < 0 || ::flock(file_, LOCK_EX | LOCK_NB) != 0) {
      if (file_ >= 0) (void)::close(file_);
      base::bad_input("{}: another sweep submits to Slurm for this store; wait for its end, or stop it",
                      store.string());
    }
  }
  ~SubmitLock() { (void)::close(file_); }
  SubmitLock(const SubmitLock&) = delete;
  SubmitLock& operator=(const SubmitLock&) = delete;

 private:
  int file_ = -1;
};

class SlurmRunner {
 public:
  SlurmRunner(store::Store& store, const std::string& code_version, const RunnerContext& context)
      : store_(store), code_version_(code_version), context_(context), lock_(store.path()) {}

  Outcome run() {
    for (;;) {
      follow();
      if (outcome_.interrupted || failed_rounds_ > 0) return outcome_;
      const store::Counts counts = store_.counts(code_version_);
      if (counts.waiting > 0)
        submit(counts.waiting);
      else if (counts.running > 0)
        base::bad_input("{}: {} points are being run by another sweep on this machine; wait for its end",
                        store_.path().string(), counts.running);
      else if (!context_.more || !context_.more())
        return outcome_;
    }
  }

 private:
  /// Until no task is left of those that were submitted, by this call or an earlier one.
  void follow() {
    for (milliseconds pause(500);; pause = std::min(pause * 2, milliseconds(5000))) {
      const std::vector<store::Shard> shards = store_.shards();
      if (shards.empty()) return;
      const std::optional<std::set<std::string>> alive = tasks();
      const store::Counts before = store_.counts(code_version_);
      if (alive)
        for (const store::Shard& shard : shards)
          // Without a job it was never submitted.
          if (shard.job.empty() || !alive->contains(fmt::format("{}_{}", shard.job, shard.task))) {
            (void)store_.close(shard);
            if (!shard.job.empty() && mine_.contains(shard.job)) ended_ = true;
          }
      const store::Counts after = store_.counts(code_version_);
      outcome_.done += after.done - before.done;
      outcome_.failed += after.failed - before.failed;
      outcome_.points_wall_s += after.wall_s - before.wall_s;
      if (context_.progress) context_.progress(outcome_);
      if (store_.shards().empty()) {
        // What our own tasks left was cancelled or lost, or does not start at all: not again by itself.
        if (ended_ && after.waiting > 0) ++failed_rounds_;
        return;
      }
      for (milliseconds slept(0); slept < pause; slept += milliseconds(50)) {
        if (context_.stop != nullptr && context_.stop->load()) {
          outcome_.interrupted = true;
          return;
        }
        std::this_thread::sleep_for(milliseconds(50));
      }
    }
  }

  /// "JOB_TASK" of all tasks that wait or run; none where Slurm does not answer now.
  [[nodiscard]] static std::optional<std::set<std::string>> tasks() {
    const Answer answer = ask({"squeue", "--me", "--noheader", "--array", "--format=%i"});
    if (answer.status != 0) return std::nullopt;
    std::set<std::string> found;
    std::string word;
    for (const char ch : answer.text + "\n") {
      if (ch != '\n' && ch != ' ') {
        word += ch;
        continue;
      }
      if (!word.empty()) found.insert(word);
      word.clear();
    }
    return found;
  }

  void submit(std::int64_t waiting) {
    const std::filesystem::path root = std::filesystem::absolute(store_.path()).string() + ".slurm";
    std::error_code error;
    std::filesystem::create_directories(root, error);
    std::filesystem::path folder;
    for (int i = 1; !error; ++i) {
      folder = root / std::to_string(i);
      if (std::filesystem::create_directory(folder, error)) break;
    }
    if (error) base::bad_input("{}: cannot make a folder: {}", root.string(), error.message());
    const std::int64_t tasks = std::min(context_.options.tasks, waiting);
    const store::Study study = store_.study().value();
    std::vector<store::Shard> shards;
    for (std::int64_t task = 0; task < tasks; ++task) {
      const std::int64_t share = waiting / tasks + (task < waiting % tasks ? 1 : 0);
      auto [shard, points] = store_.make_shard(code_version_, task, share, folder);
      if (points.empty()) break;  // somebody else had them first
      store::Store::create(shard.file, store::Store::Journal::rollback)
          .plan(study, {code_version_, "", "{}"}, points);
      shards.push_back(shard);
    }
    if (shards.empty()) return;
    base::write_file(folder / "task.sh", kScript);
    std::string job;
    try {
      job = sbatch(folder, static_cast<std::int64_t>(shards.size()));
    } catch (const base::Error&) {
      for (const store::Shard& shard : shards) (void)store_.close(shard);
      throw;
    }
    mine_.insert(job);
    store_.submitted(shards, job);
    if (context_.progress) context_.progress(outcome_);
  }

  std::string sbatch(const std::filesystem::path& folder, std::int64_t tasks) {
    const RunnerOptions& o = context_.options;
    std::vector<std::string> call{"sbatch", "--parsable", fmt::format("--array=0-{}", tasks - 1),
                                  "--job-name=silipool",
                                  // Relative: a % in a path would have a meaning in --output.
                                  "--chdir=" + folder.string(), "--output=task-%a.log", "--open-mode=append"};
    const auto pass = [&call](const char* option, const std::string& value) {
      if (!value.empty()) call.push_back(fmt::format("{}={}", option, value));
    };
    pass("--partition", o.partition);
    pass("--account", o.account);
    pass("--time", o.time);
    const unsigned workers = std::max(1U, o.workers);
    call.push_back(fmt::format("--cpus-per-task={}", workers));
    if (o.memory_mb > 0) call.push_back(fmt::format("--mem={}M", o.memory_mb));
    call.push_back((folder / "task.sh").string());
    call.push_back(std::filesystem::read_symlink("/proc/self/exe").string());
    call.push_back(folder.string());
    call.push_back(fmt::format("--workers={}", workers));
    if (context_.limits.seconds > 0)
      call.push_back(fmt::format("--task-seconds={}", context_.limits.seconds));
    call.push_back(fmt::format("--task-memory={}", context_.limits.memory_bytes));
    call.push_back(fmt::format("--task-attempts={}", context_.limits.attempts));
    if (!context_.data.empty()) call.push_back("--data=" + std::filesystem::absolute(context_.data).string());
    const Answer answer = ask(call);
    // "123" or "123;cluster", perhaps after warnings.
    std::size_t at = 0;
    while (answer.status == 0 && at < answer.text.size()) {
      const std::size_t end = std::min(answer.text.find('\n', at), answer.text.size());
      const std::string line = answer.text.substr(at, end - at);
      const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
      if (digits > 0 && (digits == line.size() || line[digits] == ';')) return line.substr(0, digits);
      at = end + 1;
    }
    base::bad_input("sbatch did not take the job: {}", answer.text);
  }

  store::Store& store_;
  std::string code_version_;
  const RunnerContext& context_;
  SubmitLock lock_;
  Outcome outcome_;
  std::set<std::string> mine_;  ///< jobs of this call
  bool ended_ = false;
  int failed_rounds_ = 0;
};

}  // namespace

Outcome run_slurm(store::Store& store, const std::string& code_version, const RunnerContext& context) {
  return SlurmRunner(store, code_version, context).run();
}

}  // namespace silipool::sweep
