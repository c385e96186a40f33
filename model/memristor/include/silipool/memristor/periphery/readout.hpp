#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/base/stream.hpp>
#include <silipool/memristor/periphery/calibration.hpp>

namespace silipool::memristor {

/// What a read gave, and what it took.
struct Reading {
  std::vector<std::uint32_t> overlaps;  ///< one for each column, at most the number of active rows
  std::uint64_t comparisons = 0;        ///< of a current with a reference
  std::uint64_t ramp_steps = 0;         ///< of the reference that all columns share
  std::uint64_t conversions = 0;        ///< of analogue-to-digital converters
};

/// What all readouts see of the columns' currents.
struct FrontEnd {
  Calibration calibration;
  std::vector<double> offset_a;  ///< error of each column's circuit, added to its current; empty: none
  double noise_a = 0;            ///< standard deviation of what is added anew in each read
  std::uint64_t seed = 0;        ///< of the noise
};

/// Turns currents of columns into integer overlaps; threshold, boost and ties stay digital. The noise of a
/// column is a function of (seed, read, column), whatever was read before.
class Readout {
 public:
  /// Error{bad_input} for a front end whose parts disagree or are out of range.
  explicit Readout(FrontEnd front);
  virtual ~Readout() = default;

  /// `read` numbers the reads. Error{bad_input} for another number of currents.
  [[nodiscard]] Reading read(std::span<const double> current_a, std::uint32_t active_rows,
                             std::uint64_t read) const;
  [[nodiscard]] const Calibration& calibration() const noexcept { return front_.calibration; }

 protected:
  Readout(const Readout&) = default;
  Readout& operator=(const Readout&) = default;
  /// Currents as the circuit sees them.
  [[nodiscard]] std::vector<double> seen_a(std::span<const double> current_a, std::uint64_t read) const;

 private:
  virtual Reading convert(std::span<const double> seen_a, std::uint32_t active_rows) const = 0;

  FrontEnd front_;
  base::Stream noise_;
};

/// One converter for each column: code = round((current - low_a) / lsb), clamped, with
/// lsb = (high_a - low_a) / (2^bits - 1); its middle bends by inl_lsb (a parabola, 0 at both ends). The
/// overlap is the one nearest to what the code stands for.
struct Converter {
  unsigned bits = 8;  ///< 1..16
  double low_a = 0, high_a = 0;
  double inl_lsb = 0;
};
class AdcReadout final : public Readout {
 public:
  AdcReadout(FrontEnd front, const Converter& converter);
  [[nodiscard]] std::uint32_t code(double current_a) const noexcept;

 private:
  Reading convert(std::span<const double> seen_a, std::uint32_t active_rows) const override;
  Converter converter_;
};

/// A comparator for each column at the current of `threshold` overlapping synapses: gives `threshold` or 0.
class ThresholdReadout final : public Readout {
 public:
  ThresholdReadout(FrontEnd front, std::uint32_t threshold);

 private:
  Reading convert(std::span<const double> seen_a, std::uint32_t active_rows) const override;
  std::uint32_t threshold_;
};

/// A reference that falls from the current of `highest` (or all active rows) overlapping synapses, one
/// synapse a step, and a comparator for each column: a column's overlap is the count at which its comparator
/// fires, as each step asks all columns that have not fired. With `winners` above 0 the ramp stops as soon as
/// no column that has not fired could reach, or tie with, the winners-th greatest overlap x factor; those
/// columns read 0, and the winners are the same.
class RampReadout final : public Readout {
 public:
  explicit RampReadout(FrontEnd front, std::uint32_t highest = 0xffffffff);
  /// Factors of the columns (boosts); empty: all equal. Error{bad_input} for another number of them.
  void stop_at(std::size_t winners, std::vector<std::uint32_t> factors);

 private:
  Reading convert(std::span<const double> seen_a, std::uint32_t active_rows) const override;
  std::uint32_t highest_;
  std::size_t winners_ = 0;
  std::vector<std::uint32_t> factors_;
};

}  // namespace silipool::memristor
