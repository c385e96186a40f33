#include "gz_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <zlib.h>

#include <silipool/base/error.hpp>

namespace silipool::data {

GzFile::GzFile(const std::filesystem::path& path) : path_(path) {
  std::error_code ignored;  // what cannot even be looked at fails to open below, with the reason
  if (std::filesystem::is_directory(path, ignored))
    base::bad_input("{}: is a directory, not a file", path.string());
  errno = 0;
  file_ = gzopen(path.c_str(), "rb");
  if (file_ == nullptr)
    base::bad_input("{}: cannot open: {}", path.string(), std::strerror(errno != 0 ? errno : ENOMEM));
  gzbuffer(file_, 1U << 17U);
}

GzFile::~GzFile() { gzclose_r(file_); }

std::size_t GzFile::read(std::span<std::uint8_t> to) {
  constexpr std::size_t most = 1U << 30U;  // gzread counts in int
  std::size_t filled = 0;
  while (filled < to.size()) {
    const auto wanted = static_cast<unsigned>(std::min(most, to.size() - filled));
    const int got = gzread(file_, to.data() + filled, wanted);
    const int system = errno;
    // A stream cut short still delivers its bytes: only the error state tells it from a proper end.
    int state = Z_OK;
    (void)gzerror(file_, &state);
    if (state == Z_ERRNO) base::bad_input("{}: cannot read: {}", path_.string(), std::strerror(system));
    if (state == Z_BUF_ERROR) base::bad_input("{}: truncated: the gzip data ends too early", path_.string());
    if (got < 0 || state < 0) base::bad_input("{}: corrupt gzip data (zlib error {})", path_.string(), state);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

std::vector<std::uint8_t> read_unpacked(const std::filesystem::path& path) {
  constexpr std::size_t piece = 1U << 17U;
  GzFile file(path);
  std::vector<std::uint8_t> bytes;
  for (std::size_t got = piece; got == piece;) {
    const std::size_t have = bytes.size();
    bytes.resize(have + piece);
    got = file.read(std::span(bytes).subspan(have));
    bytes.resize(have + got);
  }
  return bytes;
}

}  // namespace silipool::data
