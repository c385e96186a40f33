#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/data/images.hpp>

namespace silipool::data {

// Inputs of published experiments with poolers. Whatever has a `seed` draws sample i from a stream of its
// own: a longer set begins with the shorter one. Error{bad_input} for sizes that cannot be had.

/// `active` of `size` bits, every choice equally likely.
[[nodiscard]] base::Sdr random_sdr(std::size_t size, std::size_t active, base::Stream& random);

/// An SDR whose number of active bits is itself drawn, uniformly, from those that are low..high percent of
/// its bits: 2 to 20 in Cui, Ahmad and Hawkins 2017.
[[nodiscard]] base::Sdr random_density_sdr(std::size_t size, unsigned low_percent, unsigned high_percent,
                                           base::Stream& random);

/// Noise that keeps the number w of active bits: floor(share w / 65536) of them go off, as many others on.
[[nodiscard]] base::Sdr swap_noise(const base::Sdr& sdr, std::uint32_t share, base::Stream& random);
/// `count` different bits, active or not, are inverted.
[[nodiscard]] base::Sdr flip_noise(const base::Sdr& sdr, std::size_t count, base::Stream& random);

/// A class of SDRs: one that is drawn, and samples of it, each with other bits inverted. The default size and
/// active bits are those of SPDataset in Mnatzaganian's mHTM.
struct SdrClassSettings {
  std::size_t size = 100;
  std::size_t active = 40;
  std::size_t samples = 500;
  /// Of 65536: floor(flipped size / 65536) bits of each sample. The default is 15 of 100.
  std::uint32_t flipped = 9831;
};
struct SdrClass {
  base::Sdr base;
  std::vector<base::Sdr> samples;
};
[[nodiscard]] SdrClass sdr_class(const SdrClassSettings& settings, std::uint64_t seed);

/// Two classes for the detection of novelty: the outlier's SDR has exactly `shared` active bits in common
/// with the base class's, and as many as it in all.
struct NoveltyClasses {
  SdrClass base, outlier;
};
[[nodiscard]] NoveltyClasses novelty_classes(const SdrClassSettings& settings, std::size_t shared,
                                             std::uint64_t seed);

/// Images of `horizontal` and `vertical` bars, `length` pixels long and one thick, ink 255, each at a place
/// of its own; they may cross. All labels are 0.
struct BarSettings {
  std::size_t height = 0, width = 0, length = 0;
  std::size_t horizontal = 1, vertical = 1;
};
[[nodiscard]] Images bars(const BarSettings& settings, std::size_t count, std::uint64_t seed);

/// Images of `crosses` crosses: a horizontal and a vertical bar of an odd `length` with one centre.
struct CrossSettings {
  std::size_t height = 0, width = 0, length = 0;
  std::size_t crosses = 1;
};
[[nodiscard]] Images crosses(const CrossSettings& settings, std::size_t count, std::uint64_t seed);

/// The fold, 0..folds - 1, of each sample: every class is shuffled and dealt in turn, so that folds differ by
/// at most one sample, of each class and in all. `folds` is 2..labels.size().
[[nodiscard]] std::vector<std::size_t> stratified_folds(std::span<const std::uint8_t> labels,
                                                        std::size_t folds, std::uint64_t seed);
/// Numbers of samples, ascending: those of one fold are the test set.
struct Split {
  std::vector<std::size_t> train, test;
};
[[nodiscard]] Split hold_out(std::span<const std::size_t> folds, std::size_t fold);

}  // namespace silipool::data
