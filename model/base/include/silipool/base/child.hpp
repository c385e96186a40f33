#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace silipool::base {

/// How a child ended, and what it took.
struct ChildEnd {
  bool exited = false;             ///< or was killed by a signal
  int status = 0;                  ///< exit status, or number of the signal
  double wall_s = 0, cpu_s = 0;    ///< user and system time of the child and of what it waited for
  std::uint64_t memory_bytes = 0;  ///< greatest resident set
};

/// A program in a child process, its own process group, which the death of this process kills too. No shell.
/// What it prints on both its outputs is kept (the beginning and the end of it); what it reads is a text;
/// what it writes to a third place, a pipe, is kept whole. Nothing of that touches a disk.
///
/// An argument that is kInput stands for a file with `input` in it, kOutput for the file that is kept.
///
/// The system kills the child when the *thread* that started it ends.
class Child {
 public:
  static constexpr std::string_view kInput = "/proc/self/fd/3", kOutput = "/proc/self/fd/4";
  static constexpr std::size_t kLogKept = 65536;

  /// `data_bytes`: of private memory, 0 for no limit. Error{bad_input} where it cannot be started.
  Child(const std::vector<std::string>& arguments, std::string_view input, std::uint64_t data_bytes);
  ~Child();  ///< kills what still runs
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;

  /// Takes what the child wrote since. Whether it has ended: then `end` says how.
  [[nodiscard]] bool poll();
  /// Kills the child and all that it started.
  void kill();

  [[nodiscard]] const ChildEnd& end() const noexcept { return end_; }
  [[nodiscard]] const std::string& output() const noexcept { return output_; }
  [[nodiscard]] std::string log() const;
  /// Since its start, while it runs.
  [[nodiscard]] double seconds() const;

  /// Returns when one of them has something to poll, at the deadline, or on a signal.
  static void wait(std::span<Child* const> children, std::chrono::milliseconds longest);

 private:
  void drain();

  pid_t pid_ = -1;
  int process_ = -1, log_pipe_ = -1, output_pipe_ = -1;
  std::chrono::steady_clock::time_point started_;
  std::string head_, tail_, output_;
  std::uint64_t cut_ = 0;  ///< bytes of the log between head and tail that are not kept
  ChildEnd end_;
};

}  // namespace silipool::base
