#include <silipool/base/file.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <unistd.h>

#include <silipool/base/error.hpp>

namespace silipool::base {
namespace {
struct Close {
  void operator()(std::FILE* f) const noexcept { (void)std::fclose(f); }
};

/// Where the bytes for a path go. A file is replaced at once and keeps its mode; a device or a pipe is
/// written to, never replaced; a link stays, and what it names is replaced.
struct Destination {
  explicit Destination(const std::filesystem::path& path) : target(path) {
    std::error_code error;
    old = std::filesystem::status(path, error);
    special = std::filesystem::exists(old) && !std::filesystem::is_regular_file(old) &&
              !std::filesystem::is_directory(old);
    if (!special && std::filesystem::is_symlink(path, error))
      target = std::filesystem::weakly_canonical(path, error);
    temporary = special ? path.string() : fmt::format("{}.{}.tmp", target.string(), ::getpid());
  }
  std::filesystem::path target;
  std::string temporary;
  std::filesystem::file_status old;
  bool special = false;
};

[[noreturn]] void cannot_write(const std::filesystem::path& path, int reason) {
  bad_input("{}: cannot write: {}", path.string(), std::strerror(reason));
}

/// To the medium itself; file systems without that say so and are as good as they are.
bool sync(int file) { return ::fsync(file) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS; }

/// So that a rename outlives a power cut.
void sync_folder(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;
  (void)sync(opened);
  (void)::close(opened);
}
}  // namespace

std::string read_file(const std::filesystem::path& path, std::size_t most) {
  std::error_code ignored;  // what cannot even be looked at fails to open below, with the reason
  if (std::filesystem::is_directory(path, ignored))
    bad_input("{}: is a directory, not a file", path.string());
  const std::unique_ptr<std::FILE, Close> f(std::fopen(path.c_str(), "rb"));
  if (!f) bad_input("{}: cannot open: {}", path.string(), std::strerror(errno));
  std::string content;
  char buffer[65536];
  while (content.size() < most) {
    const std::size_t n = std::fread(buffer, 1, std::min(sizeof buffer, most - content.size()), f.get());
    if (n == 0) break;
    content.append(buffer, n);
  }
  if (std::ferror(f.get()) != 0) bad_input("{}: cannot read: {}", path.string(), std::strerror(errno));
  return content;
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  const Destination to(path);
  std::FILE* f = std::fopen(to.temporary.c_str(), "wb");
  if (f == nullptr) cannot_write(path, errno);
  const bool written = std::fwrite(content.data(), 1, content.size(), f) == content.size() &&
                       std::fflush(f) == 0 && (to.special || sync(::fileno(f)));
  const int reason = errno;
  const bool closed = std::fclose(f) == 0;
  if (!written || !closed) {
    const int why = written ? errno : reason;
    if (!to.special) (void)std::remove(to.temporary.c_str());
    cannot_write(path, why);
  }
  if (to.special) return;
  std::error_code ignored;
  if (std::filesystem::exists(to.old))
    std::filesystem::permissions(to.temporary, to.old.permissions(), ignored);
  if (std::rename(to.temporary.c_str(), to.target.c_str()) != 0) {
    const int why = errno;
    (void)std::remove(to.temporary.c_str());
    cannot_write(path, why);
  }
  sync_folder(to.target);
}

void check_writable(const std::filesystem::path& path) {
  const Destination to(path);
  if (to.special) return;
  if (std::filesystem::is_directory(to.old)) cannot_write(path, EISDIR);
  const std::unique_ptr<std::FILE, Close> f(std::fopen(to.temporary.c_str(), "wb"));
  if (!f) cannot_write(path, errno);
  (void)std::remove(to.temporary.c_str());
}

}  // namespace silipool::base
