#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "loaded.hpp"

namespace silipool::data {

/// An array in NumPy's format, versions 1 and 2, in C order.
struct Array {
  std::string name;   ///< for messages
  std::string dtype;  ///< "|u1", "<f8", ...
  std::vector<std::uint64_t> shape;
  std::span<const std::uint8_t> bytes;

  [[nodiscard]] std::string text() const;  ///< "<f8 (10, 784)"
};
/// `bytes` must outlive it. Error{bad_input} names `name`.
[[nodiscard]] Array parse_npy(std::string name, std::span<const std::uint8_t> bytes);

/// An array [samples, values] or [samples, height, width]; booleans become grey 0 and 255.
[[nodiscard]] Loaded values_of(const Array& array, const LoadOptions& options);
/// An array [samples].
[[nodiscard]] std::vector<std::uint8_t> labels_of(const Array& array);

}  // namespace silipool::data
