#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/base/sdr.hpp>

namespace silipool::readout {

/// Labelled sparse binary vectors, as the ascending numbers of their active features (compressed rows):
/// sample s has indices[offsets[s]] to indices[offsets[s + 1] - 1] and labels[s].
struct FeatureSet {
  /// Error{bad_input} unless classes is 1 to 256.
  FeatureSet(std::size_t features_, unsigned classes_);

  std::size_t features;
  unsigned classes;
  std::vector<std::uint32_t> offsets{0};
  std::vector<std::uint32_t> indices;
  std::vector<std::uint8_t> labels;

  /// Error{bad_input} when the size is not `features`, the label not below `classes`, or the set would
  /// hold 2^32 or more active features.
  void add(const base::Sdr& sample, std::uint8_t label);

  [[nodiscard]] std::size_t size() const noexcept { return labels.size(); }
  [[nodiscard]] std::span<const std::uint32_t> active(std::size_t s) const noexcept {
    return std::span(indices).subspan(offsets[s], offsets[s + 1] - offsets[s]);
  }
};

}  // namespace silipool::readout
