#include "sample.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <silipool/base/elementary.hpp>
#include <silipool/base/stream.hpp>

namespace silipool::sweep {
namespace {

bool applies(const Axis& axis, const Design& so_far, const DesignLookup& lookup) {
  return std::all_of(axis.when.begin(), axis.when.end(), [&](const Condition& condition) {
    return condition.holds([&](const std::string& key) { return lookup(so_far, key); }).value_or(false);
  });
}

void append(const Axis& axis, const std::vector<std::string>& values, Design& design) {
  for (std::size_t i = 0; i < axis.keys.size(); ++i) design.push_back({axis.keys[i], values[i], axis.origin});
}

bool grid(const Sweep& sweep, const DesignLookup& lookup, std::size_t from, Design& design,
          const std::function<bool(const Design&)>& take) {
  if (from == sweep.axes.size()) return take(design);
  const Axis& axis = sweep.axes[from];
  if (!applies(axis, design, lookup)) return grid(sweep, lookup, from + 1, design, take);
  const std::size_t size = design.size();
  for (const std::vector<std::string>& values : axis.values) {
    append(axis, values, design);
    const bool go_on = grid(sweep, lookup, from + 1, design, take);
    design.resize(size);
    if (!go_on) return false;
  }
  return true;
}

/// The value of an axis at 0 <= u < 1.
std::vector<std::string> at(const Axis& axis, double u) {
  if (!axis.range) return axis.values[static_cast<std::size_t>(u * static_cast<double>(axis.values.size()))];
  const Range& r = *axis.range;
  // Whole numbers: each has the same share, of the line or of its logarithm.
  const double low = r.whole ? r.from - (r.log ? 0.5 : 0) : r.from;
  const double high = r.whole ? r.to + (r.log ? 0.5 : 1) : r.to;
  const double value = r.log ? low * base::pow(high / low, u) : low + (high - low) * u;
  if (!r.whole) return {fmt::format("{}", std::stod(fmt::format("{:.9g}", value)))};
  const double rounded =
      std::clamp(std::floor(r.log ? value + 0.5 : value), std::ceil(r.from), std::floor(r.to));
  return {fmt::format("{}", static_cast<std::int64_t>(rounded))};
}

}  // namespace

void sample(const Sweep& sweep, const DesignLookup& lookup, std::int64_t most,
            const std::function<bool(const Design&)>& take) {
  const Sampling& s = sweep.sampling;
  if (s.method == Method::grid || (s.method == Method::halving && s.points == 0)) {
    Design design;
    (void)grid(sweep, lookup, 0, design, take);
    return;
  }
  std::vector<base::Stream> streams;
  std::vector<std::vector<std::int64_t>>
      cells;  // of a Latin hypercube: which part of an axis each draw takes
  const bool latin = s.method == Method::latin_hypercube;
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    const std::string name = fmt::format("{} {}", i, fmt::join(sweep.axes[i].keys, " "));
    streams.emplace_back(s.seed, "sweep " + name);
    if (!latin) continue;
    cells.emplace_back(static_cast<std::size_t>(s.points));
    std::iota(cells.back().begin(), cells.back().end(), 0);
    base::Stream(s.seed, "latin " + name).shuffle(std::span<std::int64_t>(cells.back()));
  }
  for (std::int64_t n = 0; n < (latin ? s.points : most); ++n) {
    Design design;
    for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
      if (!applies(sweep.axes[i], design, lookup)) continue;
      double u = static_cast<double>(streams[i].at(static_cast<std::uint64_t>(n)) >> 11) * 0x1.0p-53;
      if (latin) {
        const auto cell = static_cast<double>(cells[i][static_cast<std::size_t>(n)]);
        u = std::min((cell + u) / static_cast<double>(s.points), 1 - 0x1.0p-53);
      }
      append(sweep.axes[i], at(sweep.axes[i], u), design);
    }
    if (!take(design)) return;
  }
}

}  // namespace silipool::sweep
