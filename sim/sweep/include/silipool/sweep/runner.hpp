#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include <silipool/store/store.hpp>
#include <silipool/sweep/study.hpp>

namespace silipool::sweep {

/// What a runner did in one call.
struct Outcome {
  bool interrupted = false;
  std::int64_t done = 0, failed = 0;
  double points_wall_s = 0, points_cpu_s = 0;  ///< of those
};

struct RunnerContext {
  std::string command;
  std::string data;  ///< folder of data sets; "": as the command finds them
  Limits limits;
  RunnerOptions options;
  const std::atomic<bool>* stop = nullptr;
  /// Now and then, and after points that ended.
  std::function<void(const Outcome& so_far)> progress;
  /// Called when all points of the plan have ended: whether more have joined it.
  std::function<bool()> more;
};

/// Runs the points that wait, each in a process of this same executable, until none waits and nobody else
/// runs one. A point that crashes, hangs or cannot be had in memory has failed, with its log in the store.
/// Stopped, killed or out of disk, what has ended is in the store and the rest waits.
Outcome run_local(store::Store& store, const std::string& code_version, const RunnerContext& context);

/// The number of points at once that run_local takes where none is given.
[[nodiscard]] unsigned default_workers(const Limits& limits);

/// Runs one point as run_local would, for an estimate of time, and keeps nothing of it.
[[nodiscard]] store::Ending probe(const store::Point& point, const RunnerContext& context);

/// Gives the points that wait to Slurm: one job array, each task with a store of its own, merged into this
/// one when it has ended. First it takes up the tasks that an earlier call has left. Points of tasks that
/// were cancelled or lost wait again, for the next call. Error{missing_tool} without sbatch and squeue.
Outcome run_slurm(store::Store& store, const std::string& code_version, const RunnerContext& context);

/// What Slurm's task does: run_local on the store of the task.
Outcome run_task(const std::string& file, const std::string& code_version, RunnerContext context);

}  // namespace silipool::sweep
