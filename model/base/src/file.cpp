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
  if (std::filesystem::is_directory(path)) bad_input("{}: is a directory, not a file", path.string());
  const std::unique_ptr<std::FILE, Close> f(std::fopen(path.c_str(), "rb"));
  if (!f) bad_input("{}: cannot open: {}", path.string(), std::strerror(errno));
  std::string content;
  char buffer[65536];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, f.get())) > 0;) content.append(buffer, n);
  if (std::ferror(f.get()) != 0) bad_input("{}: cannot read: {}", path.string(), std::strerror(errno));
  return content;
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  const std::string temporary = fmt::format("{}.{}.tmp", path.string(), ::getpid());
  std::FILE* f = std::fopen(temporary.c_str(), "wb");
  if (f == nullptr) bad_input("{}: cannot write: {}", path.string(), std::strerror(errno));
  const bool written = std::fwrite(content.data(), 1, content.size(), f) == content.size();
  const bool flushed = std::fflush(f) == 0;
  const int reason = errno;
  const bool closed = std::fclose(f) == 0;
  if (!written || !flushed || !closed) {
    (void)std::remove(temporary.c_str());
    bad_input("{}: cannot write: {}", path.string(), std::strerror(written && flushed ? errno : reason));
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) {
    const int why = errno;
    (void)std::remove(temporary.c_str());
    bad_input("{}: cannot write: {}", path.string(), std::strerror(why));
  }
}

}  // namespace silipool::base
