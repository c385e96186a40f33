#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace silipool::data {

/// A NumPy archive (.npz) in memory: arrays in C order, stored and not packed, with no date, so that the same
/// arrays are the same bytes.
class NpzWriter {
 public:
  /// An array |u1, <u2 or <u4. Error{bad_input}: `values` are not the product of `shape`, a name twice, or an
  /// archive of 4 GB or more.
  template <typename T>
  void add(const std::string& name, const std::vector<std::size_t>& shape, std::span<const T> values) {
    std::string bytes;
    bytes.reserve(values.size() * sizeof(T));
    for (const T value : values)
      for (std::size_t b = 0; b < sizeof(T); ++b)
        bytes.push_back(static_cast<char>(value >> (8 * b) & 0xffU));
    add_bytes(name, sizeof(T), shape, values.size(), bytes);
  }
  /// The archive; nothing can be added afterwards.
  [[nodiscard]] std::string finish();

 private:
  void add_bytes(const std::string& name, std::size_t width, const std::vector<std::size_t>& shape,
                 std::size_t count, const std::string& bytes);

  std::string archive_, directory_;
  std::vector<std::string> names_;
};

}  // namespace silipool::data
