#include <silipool/base/child.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <silipool/base/error.hpp>

namespace silipool::base {
namespace {

void close_all(std::initializer_list<int> files) {
  for (const int file : files)
    if (file >= 0) (void)::close(file);
}

/// Everything between fork and exec: only calls that are safe there.
[[noreturn]] void become(char* const* argv, pid_t parent, int input, int log, int output,
                         std::uint64_t data_bytes) {
  (void)::setpgid(0, 0);
  (void)::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // it died before that
  const int nothing = ::open("/dev/null", O_RDONLY);
  // First out of the way of 0..4, then to their places.
  const int in = ::fcntl(input, F_DUPFD_CLOEXEC, 10);
  const int out = ::fcntl(output, F_DUPFD_CLOEXEC, 10);
  const int text = ::fcntl(log, F_DUPFD_CLOEXEC, 10);
  const int null = ::fcntl(nothing, F_DUPFD_CLOEXEC, 10);
  if (::dup2(null, 0) < 0 || ::dup2(text, 1) < 0 || ::dup2(text, 2) < 0 || ::dup2(in, 3) < 0 ||
      ::dup2(out, 4) < 0)
    ::_exit(127);
  struct rlimit limit {
    0, 0
  };
  (void)::setrlimit(RLIMIT_CORE, &limit);
  if (data_bytes != 0) {
    limit.rlim_cur = limit.rlim_max = data_bytes;
    (void)::setrlimit(RLIMIT_DATA, &limit);
  }
  struct sigaction fresh {};
  fresh.sa_handler = SIG_DFL;
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) (void)::sigaction(signal, &fresh, nullptr);
  ::execvp(argv[0], argv);
  const char* const reason = std::strerror(errno);
  (void)!::write(2, reason, std::strlen(reason));
  ::_exit(127);
}

/// A file in memory that holds the text.
int text_file(std::string_view text) {
  const int file = ::memfd_create("input", MFD_CLOEXEC);
  if (file < 0) return -1;
  while (!text.empty()) {
    const ssize_t n = ::write(file, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      (void)::close(file);
      return -1;
    }
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return file;
}

/// Reads what is there; whether the other end is still open.
template <typename Take>
bool read_all(int pipe, const Take& take) {
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t n = ::read(pipe, buffer.data(), buffer.size());
    if (n > 0)
      take(std::string_view(buffer.data(), static_cast<std::size_t>(n)));
    else if (n == 0)
      return false;
    else if (errno != EINTR)
      return true;
  }
}

}  // namespace

Child::Child(const std::vector<std::string>& arguments, std::string_view input, std::uint64_t data_bytes)
    : started_(std::chrono::steady_clock::now()) {
  std::array<int, 2> log{-1, -1};
  std::array<int, 2> output{-1, -1};
  const int file = text_file(input);
  const auto fail = [&](const char* what) {
    const int reason = errno;
    close_all({file, log[0], log[1], output[0], output[1]});
    bad_input("cannot start {}: {}: {}", arguments.front(), what, std::strerror(reason));
  };
  if (file < 0) fail("no file in memory");
  if (::pipe2(log.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) fail("no pipe");
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) fail("no process");
  if (pid_ == 0) become(argv.data(), parent, file, log[1], output[1], data_bytes);
  (void)::setpgid(pid_, pid_);  // both do, so that it holds for both at once
  close_all({file, log[1], output[1]});
  log_pipe_ = log[0];
  output_pipe_ = output[0];
  for (const int pipe : {log_pipe_, output_pipe_}) (void)::fcntl(pipe, F_SETFL, O_NONBLOCK);
  process_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0U));
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      process_(std::exchange(other.process_, -1)),
      log_pipe_(std::exchange(other.log_pipe_, -1)),
      output_pipe_(std::exchange(other.output_pipe_, -1)),
      started_(other.started_),
      head_(std::move(other.head_)),
      tail_(std::move(other.tail_)),
      output_(std::move(other.output_)),
      cut_(other.cut_),
      end_(other.end_) {}

Child::~Child() {
  if (pid_ > 0) {
    kill();
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  close_all({process_, log_pipe_, output_pipe_});
}

void Child::kill() {
  if (pid_ > 0) (void)::kill(-pid_, SIGKILL);
}

double Child::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
}

std::string Child::log() const {
  return cut_ == 0 ? head_ + tail_ : fmt::format("{}\n[... {} bytes left out ...]\n{}", head_, cut_, tail_);
}

void Child::drain() {
  const auto close_ended = [](int& pipe) {
    (void)::close(pipe);
    pipe = -1;
  };
  if (log_pipe_ >= 0 && !read_all(log_pipe_, [this](std::string_view text) {
        const std::size_t first = std::min(text.size(), kLogKept / 4 - head_.size());
        head_ += text.substr(0, first);
        tail_ += text.substr(first);
        constexpr std::size_t kTail = kLogKept - kLogKept / 4;
        if (tail_.size() > kTail) {
          cut_ += tail_.size() - kTail;
          tail_.erase(0, tail_.size() - kTail);
        }
      }))
    close_ended(log_pipe_);
  if (output_pipe_ >= 0 && !read_all(output_pipe_, [this](std::string_view text) { output_ += text; }))
    close_ended(output_pipe_);
}

bool Child::poll() {
  if (pid_ <= 0) return true;
  drain();
  siginfo_t info{};
  if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0)
    return false;
  drain();  // what it wrote last
  kill();   // what it started and left behind ends with it
  int status = 0;
  struct rusage used {};
  pid_t ended = 0;
  while ((ended = ::wait4(pid_, &status, 0, &used)) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  end_.wall_s = seconds();
  if (ended < 0) {  // somebody else waited for it
    end_.status = SIGKILL;
    return true;
  }
  end_.exited = WIFEXITED(status);
  end_.status = end_.exited ? WEXITSTATUS(status) : WTERMSIG(status);
  const auto seconds_of = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  end_.cpu_s = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
  end_.memory_bytes = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
  return true;
}

void Child::wait(std::span<Child* const> children, std::chrono::milliseconds longest) {
  std::vector<pollfd> files;
  for (const Child* child : children) {
    for (const int file : {child->process_, child->log_pipe_, child->output_pipe_})
      if (file >= 0) files.push_back({file, POLLIN, 0});
    // Without a handle of the process its end is looked for.
    if (child->process_ < 0) longest = std::min(longest, std::chrono::milliseconds(20));
  }
  (void)::poll(files.data(), files.size(), static_cast<int>(longest.count()));
}

}  // namespace silipool::base
