// A pair of IDX files, plain or gzip, is refused with a message, or is as many images as labels.
#include <cstdint>
#include <cstdlib>

#include <sys/mman.h>
#include <unistd.h>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/data/files.hpp>

#include "formats.hpp"

using namespace silipool;

namespace {

/// A file in memory with a path.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view content) : file_(::memfd_create("idx", 0)) {
    if (file_ < 0 || ::write(file_, content.data(), content.size()) != static_cast<ssize_t>(content.size()))
      std::abort();
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { (void)::close(file_); }
  [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", file_); }

 private:
  int file_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [first, second] = fuzz::split({reinterpret_cast<const char*>(data), size});
  const MemoryFile images(first);
  const MemoryFile labels(second);
  try {
    const data::Images found = data::load_pair(images.path(), labels.path(), {});
    if (found.size() == 0 || found.pixels.size() != found.size() * found.height * found.width) std::abort();
  } catch (const base::Error&) {
  }
  return 0;
}
