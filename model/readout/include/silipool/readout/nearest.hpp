#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/readout/readout.hpp>

namespace silipool::readout {

/// The training samples that have most active features in common with a sample vote on its class. Exact: all
/// of them are looked at. A pass adds its samples, which are numbered on.
class Nearest final : public Readout {
 public:
  /// Error{bad_input} unless neighbours is at least 1. Where there are fewer samples, all of them vote.
  Nearest(std::size_t features, unsigned classes, std::size_t neighbours);

  /// Neighbours: the larger overlap first, of equals the lower number. Their class: most votes, of equals
  /// the class whose first neighbour is nearer.
  [[nodiscard]] unsigned predict(std::span<const std::uint32_t> active) const override;

  [[nodiscard]] Learned learned() const override;
  void set_learned(const Learned& learned) override;

 private:
  struct Neighbour {
    std::uint32_t overlap;
    std::uint32_t sample;
  };

  bool learn(const FeatureSet& set, unsigned pass, const Progress& progress) override;
  void predict_all(const FeatureSet& set, std::span<std::uint8_t> predicted) const override;
  void insert(std::vector<Neighbour>& found, Neighbour candidate) const;
  [[nodiscard]] std::uint8_t vote(std::span<const Neighbour> found) const;

  std::size_t neighbours_;
  std::vector<std::uint64_t> references_;  // bit sets of overlap_words(features())
  std::vector<std::uint8_t> labels_;
};

}  // namespace silipool::readout
