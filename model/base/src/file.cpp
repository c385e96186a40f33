#include <silipool/base/file.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <unistd.h>

#include <silipool/base/error.hpp>

namespace silipool::base {
namespace {
struct Close {
  void operator()(std::FILE* f) const noexcept { (void)std::fclose(f); }
};
}  // namespace

std::string read_file(const std::filesystem::path& path) {
  std::error_code ignored;  // what cannot even be looked at fails to open below, with the reason
  if (std::filesystem::is_directory(path, ignored))
    bad_input("{}: is a directory, not a file", path.string());
  const std::unique_ptr<std::FILE, Close> f(std::fopen(path.c_str(), "rb"));
  if (!f) bad_input("{}: cannot open: {}", path.string(), std::strerror(errno));
  std::string content;
  char buffer[65536];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, f.get())) > 0;) content.append(buffer, n);
  if (std::ferror(f.get()) != 0) bad_input("{}: cannot read: {}", path.string(), std::strerror(errno));
  return content;
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  // A file is replaced at once and keeps its mode; a device or a pipe is written to, never replaced; a link
  // stays, and what it names is replaced.
  std::error_code error;
  const std::filesystem::file_status old = std::filesystem::status(path, error);
  const bool special = std::filesystem::exists(old) && !std::filesystem::is_regular_file(old) &&
                       !std::filesystem::is_directory(old);
  std::filesystem::path target = path;
  if (!special && std::filesystem::is_symlink(path, error))
    target = std::filesystem::weakly_canonical(path, error);
  const std::string temporary =
      special ? path.string() : fmt::format("{}.{}.tmp", target.string(), ::getpid());
  std::FILE* f = std::fopen(temporary.c_str(), "wb");
  if (f == nullptr) bad_input("{}: cannot write: {}", path.string(), std::strerror(errno));
  const bool written = std::fwrite(content.data(), 1, content.size(), f) == content.size();
  const bool flushed = std::fflush(f) == 0;
  const int reason = errno;
  const bool closed = std::fclose(f) == 0;
  if (!written || !flushed || !closed) {
    const int why = written && flushed ? errno : reason;
    if (!special) (void)std::remove(temporary.c_str());
    bad_input("{}: cannot write: {}", path.string(), std::strerror(why));
  }
  if (special) return;
  if (std::filesystem::exists(old)) std::filesystem::permissions(temporary, old.permissions(), error);
  if (std::rename(temporary.c_str(), target.c_str()) != 0) {
    const int why = errno;
    (void)std::remove(temporary.c_str());
    bad_input("{}: cannot write: {}", path.string(), std::strerror(why));
  }
}

}  // namespace silipool::base
