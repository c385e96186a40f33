#pragma once
#include <deque>

#include "twin.hpp"

namespace silipool::twin {

/// Names as in the code of mHTM (region.py, class SPRegion); defaults are those of its example of MNIST with
/// what the class does by itself where the example says nothing.
struct MhtmParameters {
  std::size_t ninputs = 784, ncolumns = 784, nsynapses = 392, nactive = 30;
  double seg_th = 10, syn_th = 0.5, pinc = 0.001, pdec = 0.002, pwindow = 0.01;
  bool global_inhibition = true, disable_boost = true;
  double max_boost = 10, c_mdc = 0.01, c_sboost = 0.05;
  std::size_t duty_cycle = 1000;
};

/// J. Mnatzaganian, E. Fokoue, D. Kudithipudi, arXiv 1601.06116, as their code does it: neighbourhoods only
/// grow, and the least duty is that of the step before. numpy's choice among equal columns is open: here the
/// lowest wins.
class Mhtm final : public Twin {
 public:
  Mhtm(const MhtmParameters& parameters, std::uint64_t seed);
  std::vector<std::uint32_t> step(const base::Sdr& input, bool learn) override;

 private:
  [[nodiscard]] std::vector<std::uint32_t> inhibit(const std::vector<double>& overlaps);
  void widen();
  void boost(const std::vector<std::uint32_t>& active, const std::vector<double>& overlaps);
  /// First and one past the last of the neighbours of a column.
  [[nodiscard]] std::pair<std::size_t, std::size_t> neighbours(std::size_t column) const;

  MhtmParameters p_;
  std::vector<Segment> segments_;
  std::vector<double> boosts_, active_duty_;
  std::size_t radius_ = 0;
  /// The columns that were active, and those that reached seg_th, in each of the last duty_cycle steps.
  std::deque<std::vector<std::uint32_t>> active_history_, overlap_history_;
  std::vector<double> active_count_, overlap_count_;
};

}  // namespace silipool::twin
