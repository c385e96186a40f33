#pragma once
#include "twin.hpp"

namespace silipool::twin {

struct McDougallParameters {
  std::size_t height = 28, width = 28, planes = 2, rows = 56, places = 56;
  std::ptrdiff_t radius = 3;
  double dropped = 0.05, permanence_inc = 0.1, permanence_dec = 0.02, connected = 0.5;
  double sparsity = 0.02, boosting_alpha = 0.001;
};

/// D. McDougall, HTM_experiments (htm.py at 104b72c): fields of a radius, logarithmic boosts, and overlaps
/// that are normalised by Gaussian means before the best of all columns win. numpy's choice among equal
/// columns is open: here the lowest wins. In inference his overlaps are whole numbers, and SciPy then cuts
/// off what blurs them; here it does not.
class McDougall final : public Twin {
 public:
  McDougall(const McDougallParameters& parameters, std::uint64_t seed);
  std::vector<std::uint32_t> step(const base::Sdr& input, bool learn) override;

 private:
  [[nodiscard]] std::vector<double> blur(const std::vector<double>& plane) const;

  McDougallParameters p_;
  std::vector<Segment> segments_;
  std::vector<double> duty_, kernel_;
};

}  // namespace silipool::twin
