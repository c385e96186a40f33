#pragma once
#include "twin.hpp"

namespace silipool::twin {

enum class Code { nupic, htm_core };

/// Names as in NuPIC and htm.core. Columns stand `depth` to a place on a plane of rows x places.
struct NumentaParameters {
  Code code = Code::nupic;
  std::size_t height = 28, width = 28, rows = 28, places = 28, depth = 1;
  std::size_t potential_radius = 16;
  double potential_pct = 0.5;
  bool global_inhibition = true;
  double local_area_density = 0.02;          ///< of global inhibition
  std::size_t num_active_per_inh_area = 10;  ///< of local inhibition
  double stimulus_threshold = 0;
  double inactive_dec = 0.008, active_inc = 0.05, connected = 0.1;
  double min_pct_overlap_duty_cycle = 0.001;
  double duty_cycle_period = 1000, boost_strength = 0;
};

/// The pooler of NuPIC and of Cui, Ahmad, Hawkins 2017 (nupic-legacy, spatial_pooler.py) and htm.core's
/// (SpatialPooler.cpp, Connections.cpp), with wrapAround. Local inhibition without boosting only.
class Numenta final : public Twin {
 public:
  Numenta(const NumentaParameters& parameters, std::uint64_t seed);
  std::vector<std::uint32_t> step(const base::Sdr& input, bool learn) override;

 private:
  [[nodiscard]] bool is_connected(double permanence) const;
  [[nodiscard]] double connections(const Segment& segment) const;
  void raise(Segment& segment) const;
  void trim(Segment& segment) const;
  [[nodiscard]] std::vector<std::uint32_t> inhibit(const std::vector<double>& boosted) const;
  void update_radius();
  void update_least_overlap_duties();

  NumentaParameters p_;
  std::size_t columns_;
  std::vector<Segment> segments_;
  std::vector<double> boosts_, overlap_duty_, least_overlap_duty_, active_duty_;
  double iteration_ = 0;
  std::vector<std::vector<std::size_t>> rows_near_,
      places_near_;  ///< [row], [place]: within the inhibition radius
};

}  // namespace silipool::twin
