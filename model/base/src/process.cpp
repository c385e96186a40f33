#include <silipool/base/process.hpp>

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <silipool/base/error.hpp>

namespace silipool::base {
namespace {

/// What the child says over a close-on-exec pipe when it could not become the program.
struct Failure {
  enum Step : int { log = 1, folder = 2, program = 3 };
  int step = 0;
  int reason = 0;
};

constexpr off_t kLogReserve = 32768;

[[noreturn]] void child(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                        const std::filesystem::path& log, int report) {
  const auto give_up = [report](Failure::Step step) {
    const Failure failure{step, errno};
    (void)!::write(report, &failure, sizeof failure);
    ::_exit(127);
  };
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (out < 0) give_up(Failure::log);
  // Room for the last words of a program that fails because it filled the disk its log is on; a file
  // system that cannot promise room is as before.
  if (::fallocate(out, FALLOC_FL_KEEP_SIZE, 0, kLogReserve) != 0 && errno == ENOSPC) give_up(Failure::log);
  if (::dup2(out, STDOUT_FILENO) < 0 || ::dup2(out, STDERR_FILENO) < 0) give_up(Failure::log);
  if (::chdir(folder.c_str()) != 0) give_up(Failure::folder);
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::execvp(argv[0], argv.data());
  give_up(Failure::program);
  ::_exit(127);
}

}  // namespace

int run_process(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                const std::filesystem::path& log, const std::string& package) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) bad_input("cannot make a pipe: {}", std::strerror(errno));
  const pid_t pid = ::fork();
  if (pid < 0) bad_input("cannot start {}: {}", arguments.front(), std::strerror(errno));
  if (pid == 0) child(arguments, folder, log, pipe[1]);
  (void)::close(pipe[1]);
  Failure failure;
  const bool failed = ::read(pipe[0], &failure, sizeof failure) == static_cast<ssize_t>(sizeof failure);
  (void)::close(pipe[0]);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (failed && failure.step == Failure::program && failure.reason == ENOENT)
    throw Error(ErrorKind::missing_tool,
                fmt::format("{} is not installed: apt-get install {}", arguments.front(), package));
  if (failed)
    bad_input("cannot run {} in {}: {}", arguments.front(), folder.string(), std::strerror(failure.reason));
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace silipool::base
