#include <silipool/memristor/periphery/readout.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include <silipool/base/elementary.hpp>
#include <silipool/base/error.hpp>

namespace silipool::memristor {

// --- What all have in common ---

Readout::Readout(FrontEnd front) : front_(std::move(front)), noise_(front_.seed, "memristor.readout.noise") {
  if (!front_.offset_a.empty() && front_.offset_a.size() != front_.calibration.size())
    base::bad_input("offsets of {} columns for {}: legal are none or one for each", front_.offset_a.size(),
                    front_.calibration.size());
  if (!(front_.noise_a >= 0 && std::isfinite(front_.noise_a)))
    base::bad_input("noise of {} A: legal are finite values from 0", front_.noise_a);
  for (const ColumnCalibration& column : front_.calibration)
    if (!(column.connected_a > column.unconnected_a))
      base::bad_input(
          "calibration with {} A for a connected synapse and {} A for another: legal is more for the first",
          column.connected_a, column.unconnected_a);
}

std::vector<double> Readout::seen_a(std::span<const double> current_a, std::uint64_t read) const {
  std::vector<double> seen(current_a.begin(), current_a.end());
  for (std::size_t j = 0; j < front_.offset_a.size(); ++j) seen[j] += front_.offset_a[j];
  if (front_.noise_a > 0)
    for (std::size_t j = 0; j < seen.size(); ++j) {
      // The middle of one of 2^53 equal parts of (0, 1).
      const double part = static_cast<double>(noise_.at(read * seen.size() + j) >> 11U) + 0.5;
      seen[j] += front_.noise_a * base::normal_quantile(std::min(part * 0x1p-53, 1 - 0x1p-53));
    }
  return seen;
}

Reading Readout::read(std::span<const double> current_a, std::uint32_t active_rows,
                      std::uint64_t read) const {
  if (current_a.size() != front_.calibration.size())
    base::bad_input("{} currents for a readout of {} columns", current_a.size(), front_.calibration.size());
  return convert(seen_a(current_a, read), active_rows);
}

// --- Converters ---

AdcReadout::AdcReadout(FrontEnd front, const Converter& converter)
    : Readout(std::move(front)), converter_(converter) {
  if (converter.bits < 1 || converter.bits > 16)
    base::bad_input("converter of {} bits: legal are 1..16", converter.bits);
  if (!(converter.high_a > converter.low_a && std::isfinite(converter.high_a) &&
        std::isfinite(converter.low_a)))
    base::bad_input("converter from {} A to {} A: legal are ascending ranges", converter.low_a,
                    converter.high_a);
  if (!std::isfinite(converter.inl_lsb))
    base::bad_input("integral nonlinearity of {} LSB", converter.inl_lsb);
}

std::uint32_t AdcReadout::code(double current_a) const noexcept {
  const double greatest = static_cast<double>((1U << converter_.bits) - 1U);
  const double x =
      std::clamp((current_a - converter_.low_a) / (converter_.high_a - converter_.low_a), 0.0, 1.0);
  const double bent = x * greatest + converter_.inl_lsb * (4 * x * (1 - x));
  return static_cast<std::uint32_t>(std::clamp(bent + 0.5, 0.0, greatest));
}

Reading AdcReadout::convert(std::span<const double> seen_a, std::uint32_t active_rows) const {
  const double lsb =
      (converter_.high_a - converter_.low_a) / static_cast<double>((1U << converter_.bits) - 1U);
  Reading reading;
  reading.conversions = seen_a.size();
  for (std::size_t j = 0; j < seen_a.size(); ++j) {
    const double overlap = calibration()[j].overlap(converter_.low_a + lsb * code(seen_a[j]), active_rows);
    reading.overlaps.push_back(
        static_cast<std::uint32_t>(std::clamp(overlap + 0.5, 0.0, static_cast<double>(active_rows))));
  }
  return reading;
}

// --- One threshold ---

ThresholdReadout::ThresholdReadout(FrontEnd front, std::uint32_t threshold)
    : Readout(std::move(front)), threshold_(threshold) {
  if (threshold == 0) base::bad_input("threshold of 0 synapses: legal are 1 and more");
}

Reading ThresholdReadout::convert(std::span<const double> seen_a, std::uint32_t active_rows) const {
  Reading reading;
  reading.comparisons = seen_a.size();
  for (std::size_t j = 0; j < seen_a.size(); ++j) {
    const bool reached =
        threshold_ <= active_rows && seen_a[j] >= calibration()[j].threshold_a(threshold_, active_rows);
    reading.overlaps.push_back(reached ? threshold_ : 0);
  }
  return reading;
}

// --- The ramp ---

RampReadout::RampReadout(FrontEnd front, std::uint32_t highest)
    : Readout(std::move(front)), highest_(highest) {
  if (highest == 0) base::bad_input("ramp from 0 synapses: legal are 1 and more");
}

void RampReadout::stop_at(std::size_t winners, std::vector<std::uint32_t> factors) {
  if (!factors.empty() && factors.size() != calibration().size())
    base::bad_input("{} factors for a readout of {} columns", factors.size(), calibration().size());
  winners_ = winners;
  factors_ = std::move(factors);
}

Reading RampReadout::convert(std::span<const double> seen_a, std::uint32_t active_rows) const {
  const std::size_t n = seen_a.size();
  const auto factor = [&](std::size_t j) -> std::uint64_t { return factors_.empty() ? 1 : factors_[j]; };
  Reading reading;
  reading.overlaps.assign(n, 0);
  std::vector<std::size_t> waiting(n);
  for (std::size_t j = 0; j < n; ++j) waiting[j] = j;
  std::vector<std::uint64_t> best;  // keys of those that fired, the greatest `winners_`, descending
  for (std::uint32_t count = std::min(highest_, active_rows); count > 0 && !waiting.empty(); --count) {
    ++reading.ramp_steps;
    reading.comparisons += waiting.size();
    std::vector<std::size_t> still;
    std::uint64_t greatest_factor = 0;
    for (const std::size_t j : waiting) {
      if (seen_a[j] >= calibration()[j].threshold_a(count, active_rows)) {
        reading.overlaps[j] = count;
        best.push_back(count * factor(j));
      } else {
        still.push_back(j);
        greatest_factor = std::max(greatest_factor, factor(j));
      }
    }
    waiting = std::move(still);
    if (winners_ == 0 || best.size() < winners_) continue;
    std::sort(best.begin(), best.end(), std::greater<>());
    best.resize(winners_);
    if (best.back() > (count - 1) * greatest_factor) break;
  }
  return reading;
}

}  // namespace silipool::memristor
