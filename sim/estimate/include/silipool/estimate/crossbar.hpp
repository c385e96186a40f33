#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/estimate/estimate.hpp>

namespace silipool::estimate {

struct CrossbarOptions {
  std::size_t warm_up = 20, frames = 20;  ///< as of `digital`
  std::optional<double> rate_hz;          ///< steps a second; else one behind the other
  unsigned threads = 1;                   ///< results do not depend on it
};

/// The pooler whose connected bits, or permanences, are memristors (docs/estimate.md, "Crossbars"): the same
/// steps on solved arrays give reads, pulses and lines; what arrays take the place of leaves `digital`, the
/// estimate of the same configuration in cells, on the same inputs: the unit "overlap", and of synapses that
/// are not hybrid the memories of "learn". Error{bad_input} as crossbar::make_setup, and for a digital part
/// that has no such unit.
[[nodiscard]] Estimate estimate_crossbar(const config::Config& config, const std::vector<base::Sdr>& inputs,
                                         const Estimate& digital, const CrossbarOptions& options);

}  // namespace silipool::estimate
