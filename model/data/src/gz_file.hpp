#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

struct gzFile_s;

namespace silipool::data {

/// A file read from the front, unpacked on the way when it is gzip and as it is when it is not.
/// Error{bad_input} names the path: a directory, cannot open or read, truncated or corrupt gzip.
class GzFile {
 public:
  explicit GzFile(const std::filesystem::path& path);
  GzFile(const GzFile&) = delete;
  GzFile& operator=(const GzFile&) = delete;
  ~GzFile();

  /// Fills `to`; returns the number of bytes, which is less than to.size() only at the end of the file.
  std::size_t read(std::span<std::uint8_t> to);

 private:
  std::filesystem::path path_;
  gzFile_s* file_;
};

/// All of a file, unpacked.
[[nodiscard]] std::vector<std::uint8_t> read_unpacked(const std::filesystem::path& path);

}  // namespace silipool::data
