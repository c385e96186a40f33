#include <silipool/data/generators.hpp>

#include <algorithm>
#include <utility>

#include <silipool/base/error.hpp>

namespace silipool::data {
namespace {

/// `count` of the items, in random order.
std::vector<std::size_t> drawn(std::vector<std::size_t> items, std::size_t count, base::Stream& random) {
  for (std::size_t i = 0; i < count; ++i) std::swap(items[i], items[i + random.below(items.size() - i)]);
  items.resize(count);
  return items;
}

/// The bits that are `active`, or those that are not.
std::vector<std::size_t> bits_of(const base::Sdr& sdr, bool active) {
  std::vector<std::size_t> bits;
  for (std::size_t i = 0; i < sdr.size(); ++i)
    if (sdr.test(i) == active) bits.push_back(i);
  return bits;
}

std::size_t part(std::size_t whole, std::uint32_t share) {
  if (share > 65536) base::bad_input("a share of {} / 65536: 0..65536 are legal", share);
  return static_cast<std::size_t>(std::uint64_t{whole} * share >> 16U);
}

SdrClass samples_of(base::Sdr base, const SdrClassSettings& settings, std::uint64_t seed,
                    std::string_view name) {
  SdrClass out{std::move(base), {}};
  const std::size_t flipped = part(settings.size, settings.flipped);
  for (std::size_t i = 0; i < settings.samples; ++i) {
    base::Stream random(seed, fmt::format("sdr_class.{}.{}", name, i));
    out.samples.push_back(flip_noise(out.base, flipped, random));
  }
  return out;
}

base::Sdr base_of(const SdrClassSettings& settings, std::uint64_t seed) {
  base::Stream random(seed, "sdr_class.base");
  return random_sdr(settings.size, settings.active, random);
}

void check_length(std::size_t length, std::size_t height, std::size_t width) {
  if (length == 0 || length > height || length > width)
    base::bad_input("bars of {} pixels in images of {} x {}: 1..{} are legal", length, height, width,
                    std::min(height, width));
}

/// A place, of its own among `taken`, for what can be at rows x columns places.
std::pair<std::size_t, std::size_t> place(std::size_t rows, std::size_t columns,
                                          std::vector<std::size_t>& taken, base::Stream& random) {
  if (taken.size() >= rows * columns)
    base::bad_input("there are only {} places for a bar or a cross", rows * columns);
  std::size_t at = 0;
  do {
    at = random.below(rows * columns);
  } while (std::ranges::find(taken, at) != taken.end());
  taken.push_back(at);
  return {at / columns, at % columns};
}

struct Canvas {
  std::span<std::uint8_t> pixels;
  std::size_t width;

  void bar(std::size_t row, std::size_t column, std::size_t length, bool horizontal) {
    for (std::size_t i = 0; i < length; ++i)
      pixels[(row + (horizontal ? 0 : i)) * width + column + (horizontal ? i : 0)] = 255;
  }
};

/// `draw(canvas, stream)` for each image.
template <typename Draw>
Images drawings(std::size_t height, std::size_t width, std::size_t count, std::uint64_t seed,
                std::string_view name, Draw draw) {
  const std::size_t area = height * width;
  Images images{height, width, std::vector<std::uint8_t>(count * area), std::vector<std::uint8_t>(count)};
  for (std::size_t i = 0; i < count; ++i) {
    base::Stream random(seed, fmt::format("{}.{}", name, i));
    Canvas canvas{std::span(images.pixels).subspan(i * area, area), width};
    draw(canvas, random);
  }
  return images;
}

}  // namespace

base::Sdr random_sdr(std::size_t size, std::size_t active, base::Stream& random) {
  if (active > size) base::bad_input("an SDR of {} bits has no {} active ones", size, active);
  base::Sdr sdr(size);
  // Floyd's sampling: a draw for each bit, whatever the size.
  for (std::size_t last = size - active; last < size; ++last) {
    const std::size_t bit = random.below(last + 1);
    sdr.set(sdr.test(bit) ? last : bit);
  }
  return sdr;
}

base::Sdr random_density_sdr(std::size_t size, unsigned low_percent, unsigned high_percent,
                             base::Stream& random) {
  const std::size_t low = (size * low_percent + 99) / 100, high = size * high_percent / 100;
  if (high_percent > 100 || low > high)
    base::bad_input("an SDR of {} bits has no number of active ones that is {} to {} percent", size,
                    low_percent, high_percent);
  const std::size_t active = low + random.below(high - low + 1);
  return random_sdr(size, active, random);
}

base::Sdr swap_noise(const base::Sdr& sdr, std::uint32_t share, base::Stream& random) {
  const std::size_t count = part(sdr.count(), share);
  const std::vector<std::size_t> off = bits_of(sdr, false);
  if (count > off.size())
    base::bad_input("{} bits cannot change places with {} that are off", count, off.size());
  base::Sdr out = sdr;
  for (const std::size_t bit : drawn(bits_of(sdr, true), count, random)) out.reset(bit);
  for (const std::size_t bit : drawn(off, count, random)) out.set(bit);
  return out;
}

base::Sdr flip_noise(const base::Sdr& sdr, std::size_t count, base::Stream& random) {
  base::Sdr out = sdr;
  random_sdr(sdr.size(), count, random).for_each([&out](std::size_t bit) {
    if (out.test(bit))
      out.reset(bit);
    else
      out.set(bit);
  });
  return out;
}

SdrClass sdr_class(const SdrClassSettings& settings, std::uint64_t seed) {
  return samples_of(base_of(settings, seed), settings, seed, "base");
}

NoveltyClasses novelty_classes(const SdrClassSettings& settings, std::size_t shared, std::uint64_t seed) {
  const base::Sdr base = base_of(settings, seed);
  const std::vector<std::size_t> off = bits_of(base, false);
  if (shared > settings.active || settings.active - shared > off.size())
    base::bad_input("two SDRs with {} of {} bits active cannot share {}", settings.active, settings.size,
                    shared);
  base::Stream random(seed, "sdr_class.outlier");
  base::Sdr outlier(settings.size);
  for (const std::size_t bit : drawn(bits_of(base, true), shared, random)) outlier.set(bit);
  for (const std::size_t bit : drawn(off, settings.active - shared, random)) outlier.set(bit);
  return {samples_of(base, settings, seed, "base"), samples_of(outlier, settings, seed, "outlier")};
}

Images bars(const BarSettings& s, std::size_t count, std::uint64_t seed) {
  check_length(s.length, s.height, s.width);
  return drawings(s.height, s.width, count, seed, "bars", [&s](Canvas& canvas, base::Stream& random) {
    std::vector<std::size_t> lying, standing;
    for (std::size_t b = 0; b < s.horizontal; ++b) {
      const auto [row, column] = place(s.height, s.width - s.length + 1, lying, random);
      canvas.bar(row, column, s.length, true);
    }
    for (std::size_t b = 0; b < s.vertical; ++b) {
      const auto [row, column] = place(s.height - s.length + 1, s.width, standing, random);
      canvas.bar(row, column, s.length, false);
    }
  });
}

Images crosses(const CrossSettings& s, std::size_t count, std::uint64_t seed) {
  check_length(s.length, s.height, s.width);
  if (s.length % 2 == 0)
    base::bad_input("a cross of {} pixels has no centre: the length must be odd", s.length);
  return drawings(s.height, s.width, count, seed, "crosses", [&s](Canvas& canvas, base::Stream& random) {
    std::vector<std::size_t> taken;
    for (std::size_t c = 0; c < s.crosses; ++c) {
      const auto [row, column] = place(s.height - s.length + 1, s.width - s.length + 1, taken, random);
      canvas.bar(row + s.length / 2, column, s.length, true);
      canvas.bar(row, column + s.length / 2, s.length, false);
    }
  });
}

std::vector<std::size_t> stratified_folds(std::span<const std::uint8_t> labels, std::size_t folds,
                                          std::uint64_t seed) {
  if (folds < 2 || folds > labels.size())
    base::bad_input("{} folds of {} samples: 2..{} are legal", folds, labels.size(), labels.size());
  std::vector<std::vector<std::size_t>> classes(256);
  for (std::size_t i = 0; i < labels.size(); ++i) classes[labels[i]].push_back(i);
  std::vector<std::size_t> fold_of(labels.size());
  std::size_t dealt = 0;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    base::Stream(seed, fmt::format("folds.{}", c)).shuffle<std::size_t>(classes[c]);
    for (const std::size_t sample : classes[c]) fold_of[sample] = dealt++ % folds;
  }
  return fold_of;
}

Split hold_out(std::span<const std::size_t> folds, std::size_t fold) {
  Split split;
  for (std::size_t i = 0; i < folds.size(); ++i) (folds[i] == fold ? split.test : split.train).push_back(i);
  return split;
}

}  // namespace silipool::data
