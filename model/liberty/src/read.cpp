#include <algorithm>
#include <array>

#include <zlib.h>

#include <silipool/base/error.hpp>
#include <silipool/liberty/library.hpp>

namespace silipool::liberty {
namespace {

struct File {
  explicit File(const std::filesystem::path& path) : handle(gzopen(path.c_str(), "rb")) {}
  ~File() {
    if (handle != nullptr) (void)gzclose(handle);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  gzFile handle;
};

}  // namespace

std::string load_text(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path))
    base::bad_input("{}: is a folder, expected a Liberty file", path.string());
  const File file(path);
  if (file.handle == nullptr) base::bad_input("{}: cannot be read", path.string());
  std::string text;
  std::array<char, 1 << 16> block{};
  for (;;) {
    const int got = gzread(file.handle, block.data(), static_cast<unsigned>(block.size()));
    if (got < 0) base::bad_input("{}: corrupt gzip data", path.string());
    if (got == 0) break;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  int state = 0;
  (void)gzerror(file.handle, &state);
  if (state != Z_OK && state != Z_STREAM_END)
    base::bad_input("{}: the gzip data ends too early", path.string());
  return text;
}

Library load_library(const std::filesystem::path& path) {
  return read_library(load_text(path), path.string());
}

}  // namespace silipool::liberty
