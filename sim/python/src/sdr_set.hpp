#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <pybind11/pybind11.h>

#include <silipool/base/sdr.hpp>
#include <silipool/readout/feature_set.hpp>

#include "memory.hpp"

namespace silipool::python {

/// SDRs of one size as the ascending indices of their active bits: SDR i has indices[offsets[i]] to
/// indices[offsets[i + 1] - 1]. Never changed once it is made, so that arrays may look at it.
struct SdrSet {
  std::size_t bits = 0;
  std::shared_ptr<const std::vector<std::uint32_t>> offsets, indices;

  /// Takes what are such rows.
  SdrSet(std::size_t bits_, std::vector<std::uint32_t> offsets_, std::vector<std::uint32_t> indices_);

  [[nodiscard]] std::size_t size() const noexcept { return offsets->size() - 1; }
  [[nodiscard]] std::span<const std::uint32_t> active(std::size_t i) const {
    return std::span(*indices).subspan((*offsets)[i], (*offsets)[i + 1] - (*offsets)[i]);
  }
  void read(std::size_t i, base::Sdr& sdr) const;
  [[nodiscard]] std::vector<base::Sdr> sdrs() const;
  /// With a label each; all 0 where there are none. Error{bad_input} for labels that are not below `classes`
  /// or of another number.
  [[nodiscard]] readout::FeatureSet labelled(unsigned classes, const std::vector<std::uint8_t>& labels) const;
};

/// Inputs as Python gives them: an SdrSet, or rows of bits where they stand. What it reads must outlive it.
class Inputs {
 public:
  Inputs(const py::object& given, std::size_t bits, const std::string& what);
  [[nodiscard]] std::size_t size() const noexcept { return set_ != nullptr ? set_->size() : rows_->rows(); }
  /// Needs no GIL.
  void read(std::size_t i, base::Sdr& sdr) const;
  [[nodiscard]] std::vector<base::Sdr> sdrs() const;

 private:
  const SdrSet* set_ = nullptr;
  std::unique_ptr<BitRows> rows_;
};

/// The number of bits of what Python gives.
[[nodiscard]] std::size_t bits_of(const py::object& given, const std::string& what);

}  // namespace silipool::python
