#include <silipool/config/random.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <silipool/config/load.hpp>
#include <silipool/config/schema.hpp>

namespace silipool::config {
namespace {

constexpr std::string_view kFile = "random.toml";

/// Numbers with a taste for corners.
class Draw {
 public:
  explicit Draw(base::Stream& stream) : stream_(stream) {}

  /// low..high, both included.
  std::size_t between(std::size_t low, std::size_t high) {
    return low + static_cast<std::size_t>(stream_.below(high - low + 1));
  }
  /// The same, each end an eighth of the time or more.
  std::size_t corner(std::size_t low, std::size_t high) {
    switch (stream_.below(8)) {
      case 0:
        return low;
      case 1:
        return high;
      default:
        return between(low, high);
    }
  }
  bool one_in(std::uint64_t n) { return stream_.below(n) == 0; }
  template <typename T>
  T one_of(std::initializer_list<T> items) {
    return items.begin()[stream_.below(items.size())];
  }
  template <typename T>
  T one_of(const std::vector<T>& items) {
    return items[stream_.below(items.size())];
  }
  /// 0, 1, or a number of four digits between, so that files are easy to read.
  double fraction() {
    switch (stream_.below(5)) {
      case 0:
        return 0;
      case 1:
        return 1;
      default:
        return static_cast<double>(stream_.below(10000)) / 10000;
    }
  }
  std::uint32_t seed() { return one_of({0U, 1U, 0xffffffffU, static_cast<std::uint32_t>(stream_.next())}); }

 private:
  base::Stream& stream_;
};

/// Height and width, or grid or window, in one or two dimensions.
struct Extent {
  std::size_t y = 1, x = 1;
};

std::string array(std::size_t dimensions, Extent e) {
  return dimensions == 2 ? fmt::format("[{}, {}]", e.y, e.x) : fmt::format("[{}]", e.x);
}

/// At most `most` places, each side at most `widest`.
Extent draw_extent(Draw& draw, std::size_t dimensions, std::size_t most, Extent widest) {
  Extent e;
  if (dimensions == 2) {
    // Not beyond twice the root, or nearly all would be a line.
    std::size_t root = 1;
    while ((root + 1) * (root + 1) <= most) ++root;
    e.y = draw.between(1, std::min({most, widest.y, 2 * root}));
  }
  e.x = draw.corner(1, std::min(most / e.y, widest.x));
  return e;
}

std::string draw_bitmap(Draw& draw, std::size_t bits) {
  const std::size_t density = draw.one_of<std::size_t>({0, 1, 4, 7, 8});  // of 8
  std::string digits;
  for (std::size_t left = (bits + 3) / 4 * 4; left > 0; left -= 4) {
    unsigned digit = 0;
    for (std::size_t b = 0; b < 4; ++b)
      if (left - 4 + b < bits && draw.between(1, 8) <= density) digit |= 1U << b;
    digits += fmt::format("{:x}", digit);
  }
  return digits;
}

/// A tile, all of them, or a divisor between.
std::size_t draw_tiles(Draw& draw, std::size_t hypercolumns) {
  std::vector<std::size_t> divisors;
  for (std::size_t i = 2; i < hypercolumns; ++i)
    if (hypercolumns % i == 0) divisors.push_back(i);
  if (!divisors.empty() && draw.one_in(2)) return draw.one_of(divisors);
  return draw.one_of<std::size_t>({1, hypercolumns});
}

/// Half of the time one that does not divide the slots, if there is one.
std::size_t draw_word(Draw& draw, std::size_t slots, std::size_t most) {
  std::vector<std::size_t> odd;
  for (std::size_t i = 2; i <= std::min(slots, most); ++i)
    if (slots % i != 0) odd.push_back(i);
  if (!odd.empty() && draw.one_in(2)) return draw.one_of(odd);
  return draw.corner(1, std::min(slots, most));
}

/// Lines of a TOML file.
class Lines {
 public:
  template <typename T>
  void operator()(std::string_view key, const T& value) {
    text_ += fmt::format("{} = {}\n", key, value);
  }
  void word(std::string_view key, std::string_view value) { (*this)(key, fmt::format("\"{}\"", value)); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

struct InputSize {
  std::size_t dimensions = 1, planes = 1;
  Extent shape;
};

InputSize draw_input(Draw& draw, Lines& put, const RandomLimits& limits) {
  InputSize in;
  const std::size_t most_planes = std::min({limits.max_inputs, limits.max_slots, std::size_t{8}});
  std::vector<std::size_t> thresholds{draw.corner(0, 255)};
  if (most_planes >= 2 && draw.one_in(4)) {
    in.planes = 2;
    put.word("input.encoding", "on_off");
  } else {
    in.planes = draw.one_in(2) ? 1 : draw.corner(1, most_planes);
    while (thresholds.size() < in.planes) thresholds.push_back(draw.between(0, 255));
  }
  in.dimensions = draw.between(1, 2);
  in.shape = draw_extent(draw, in.dimensions, limits.max_inputs / in.planes, {1024, 1024});
  put("input.shape", array(in.dimensions, in.shape));
  put("input.thresholds", fmt::format("[{}]", fmt::join(thresholds, ", ")));
  return in;
}

/// Returns S.
std::size_t draw_pool(Draw& draw, Lines& put, const RandomLimits& limits, const InputSize& in) {
  const auto pool = draw.one_of<std::string_view>({"window", "shared_sample", "sample", "radius"});
  const bool wrap = draw.one_in(3);
  // The window of a shared sample may be larger than the slots.
  const std::size_t most = pool == "shared_sample" ? 4 * limits.max_slots : limits.max_slots;
  const std::size_t window_most = std::min<std::size_t>(most, 4096) / in.planes;
  // Unless it wraps, a window may be larger than the input itself.
  const Extent widest =
      wrap ? Extent{std::min<std::size_t>(in.shape.y, 255), std::min<std::size_t>(in.shape.x, 255)}
           : Extent{std::min<std::size_t>(in.shape.y + 4, 255), std::min<std::size_t>(in.shape.x + 4, 255)};
  const Extent window = draw_extent(draw, in.dimensions, window_most, widest);
  const std::size_t positions = in.planes * window.y * window.x;
  put("pooler.wrap", wrap);
  put("pooler.window", array(in.dimensions, window));
  put.word("pooler.pool", pool);
  if (pool == "radius") put("pooler.radius", draw.corner(0, std::max(window.y, window.x) - 1));
  if (pool != "sample" && pool != "shared_sample") return positions;

  const std::size_t synapses = draw.corner(1, std::min(positions, limits.max_slots));
  put("pooler.synapses_per_column", synapses);
  put("pooler.pool_seed", draw.seed());
  if (pool == "sample") return positions;
  if (draw.one_in(2))
    put.word("pooler.candidate_inputs", draw_bitmap(draw, in.planes * in.shape.y * in.shape.x));
  return synapses;
}

/// Rules of structure that the RTL does not have; each is off as often as not, so that they are met alone
/// too.
void draw_rules(Draw& draw, Lines& put, std::size_t hypercolumns, std::size_t columns) {
  const std::string_view inhibition =
      draw.one_in(3) ? "hypercolumn"
                     : draw.one_of<std::string_view>({"global", "local", "local_scan", "local_gaussian"});
  const bool local = inhibition == "local" || inhibition == "local_scan";
  put.word("pooler.inhibition", inhibition);
  if (inhibition != "local_scan" && draw.one_in(2))
    put.word("pooler.ties", draw.one_of<std::string_view>({"highest_index", "all"}));
  if (local && draw.one_in(2)) {
    put.word("pooler.radius_rule", draw.one_of<std::string_view>({"mean_distance", "receptive_field"}));
    put("pooler.radius_running_maximum", draw.one_in(2));
    put("pooler.radius_period", draw.between(1, 5));
  } else if (local || inhibition == "local_gaussian") {
    put("pooler.inhibition_radius", draw.corner(local ? 0 : 1, local ? 6 : 32));
  }
  if (draw.one_in(3)) put.word("pooler.stimulus_on", "boosted_overlap");
  if (draw.one_in(3)) put.word("pooler.overlap_scale", "connected_fraction");
  if (draw.one_in(2))
    put.word("pooler.initialisation", draw.one_of<std::string_view>({"uniform", "distance"}));
  if (draw.one_in(3)) put.word("learning.reward", draw.one_of<std::string_view>({"gate", "punish"}));
  if (draw.one_in(2)) put("boosting.in_inference", false);
  if (draw.one_in(2)) put.word("boosting.duty", draw.one_of<std::string_view>({"window", "mean"}));
  if (draw.one_in(2)) put("boosting.duty_fraction_bits", draw.corner(8, 16));
  // Targets of logarithmic boosts must be rare: random_runtime sees to it where there are columns enough.
  const bool rare = !local && (inhibition == "hypercolumn" ? columns : hypercolumns * columns) >= 2;
  put.word("boosting.rule",
           draw.one_of<std::string_view>({"none", "exponential", "linear", rare ? "logarithmic" : "linear"}));
}

/// Rules of structure that the RTL has.
void draw_hardware_rules(Draw& draw, Lines& put, std::size_t hypercolumns, std::size_t columns, bool tiled) {
  const bool local = hypercolumns == 1 && draw.one_in(2);
  if (local) {
    put.word("pooler.inhibition", "local");
    put("pooler.inhibition_radius", draw.corner(0, 6));
  }
  put.word("boosting.rule",
           draw.one_of<std::string_view>(
               {"none", "exponential", "linear", !local && columns >= 2 ? "logarithmic" : "linear"}));
  if (!draw.one_in(3) || !tiled) return;
  put("rtl.readout", true);
  put("readout.weight_bits", draw.corner(2, 16));
  put("readout.classes", draw.corner(2, 12));
  put("rtl.readout_banks", draw.corner(1, std::min<std::size_t>(hypercolumns * columns, 64)));
  put.word("rtl.class", draw.one_of<std::string_view>({"register", "beat"}));
}

}  // namespace

RandomStructure random_structure(base::Stream& stream, const RandomLimits& limits) {
  Draw draw(stream);
  Lines put;
  put.word("name", "random");
  const InputSize in = draw_input(draw, put, limits);

  const std::size_t most = limits.max_columns;
  const Extent grid = draw.one_in(4)
                          ? Extent{}
                          : draw_extent(draw, in.dimensions, std::min<std::size_t>(most, 16), {256, 256});
  const std::size_t hypercolumns = grid.y * grid.x;
  const std::size_t columns = draw.corner(1, std::min<std::size_t>(most / hypercolumns, 4096));
  put("pooler.hypercolumns", array(in.dimensions, grid));
  put("pooler.columns_per_hypercolumn", columns);
  const std::size_t slots = draw_pool(draw, put, limits, in);

  const std::size_t bits = draw.corner(1, 16);
  const std::size_t maximum = (std::size_t{1} << bits) - 1;
  put("pooler.permanence_bits", bits);
  put("pooler.connected_threshold", draw.corner(1, maximum));
  put.word("learning.rule",
           draw.one_of<std::string_view>({"every_step", "draw_per_winner", "draw_per_synapse"}));

  const std::vector<std::string_view>& cores = schema_key("rtl.microarchitecture").choices;
  const std::string_view core = cores[draw.between(0, cores.size() - 1)];
  put.word("rtl.microarchitecture", core);
  if (core == "tiled") {
    put("rtl.tiles", draw_tiles(draw, hypercolumns));
    put("rtl.banks", std::bit_floor(draw_word(draw, slots, 64)));
    put("rtl.multipliers", draw.corner(1, columns));
  }
  put("rtl.lanes", draw_word(draw, slots, 256));
  put("rtl.clock_gates", draw.one_in(2));
  put("rtl.stream_bits", draw.one_of({8, 16, 32, 64}));

  if (limits.all_rules)
    draw_rules(draw, put, hypercolumns, columns);
  else
    draw_hardware_rules(draw, put, hypercolumns, columns, core == "tiled");

  // The least that makes it complete; the real registers come from random_runtime.
  Overrides complete{{"pooler.active_columns", "1", "random"}};
  if (put.text().find("boosting.rule = \"exponential\"") != std::string::npos)
    complete.push_back({"boosting.strength", "0", "random"});
  if (put.text().find("pooler.initialisation") != std::string::npos)
    complete.push_back({"pooler.initial_window", "0", "random"});
  return {put.text(), parse_config(put.text(), std::string(kFile), complete).structural, limits.all_rules};
}

std::string random_runtime(const RandomStructure& structure, base::Stream& stream) {
  const Structural& s = structure.structural;
  Draw draw(stream);
  Lines put;
  put("seed", draw.seed());
  if (s.neighbourhoods() && structure.all_rules && draw.one_in(2)) {
    put("pooler.active_density", static_cast<double>(draw.corner(1, 1000)) / 1000);
    if (draw.one_in(2)) put("pooler.learning_columns", draw.between(1, 4));
  } else {
    const std::size_t winners =
        draw.corner(1, s.neighbourhoods() ? std::min<std::size_t>(s.columns(), 8) : s.scope_columns());
    const bool rare = s.boosting_rule == BoostingRule::logarithmic;
    put("pooler.active_columns", winners);
    put("pooler.learning_columns",
        draw.corner(1, rare ? std::max<std::size_t>(1, std::min(winners, s.scope_columns() / 2)) : winners));
  }
  // One more than there are slots can never be reached.
  const std::size_t unreachable = std::min<std::size_t>(s.slots() + 1, 4096);
  put("pooler.stimulus_threshold",
      draw.one_in(8) ? unreachable
                     : draw.one_of({std::size_t{0}, std::size_t{1}, draw.between(0, s.slots() / 4)}));
  const std::size_t maximum = (std::size_t{1} << s.permanence_bits) - 1;
  if (s.initialisation == Initialisation::two_sided)
    put("pooler.initially_connected", draw.fraction());
  else
    put("pooler.initial_window", draw.corner(0, maximum));

  for (const std::string_view key : {"learning.increment", "learning.decrement"})
    put(key, draw.one_in(2) ? 1 : draw.corner(0, maximum));
  if (s.learning_rule != LearningRule::every_step)
    for (const std::string_view key : {"learning.increment_probability", "learning.decrement_probability"})
      put(key, draw.fraction());

  if (structure.all_rules) {
    if (draw.one_in(2)) {
      put("learning.minimum_connected", draw.corner(1, s.slots()));
      put("learning.raise_step", draw.corner(1, maximum));
    }
    if (draw.one_in(2)) {
      const std::size_t trim = draw.corner(0, s.connected_threshold);
      put("learning.trim", trim);
      if (trim > 0) put("learning.trim_at_reset", draw.one_in(2));
    }
    if (s.reward != Reward::none) put("learning.classes", draw.corner(2, 5));
    if (draw.one_in(2)) {
      put("bumping.increment", draw.corner(1, maximum));
      put("bumping.minimum_duty", draw.fraction());
      put.word("bumping.reference", draw.one_of<std::string_view>({"overlap_duty", "duty"}));
      if (draw.one_in(2)) put("bumping.overlap_threshold", draw.corner(1, unreachable));
    }
  }
  if (s.boosting_rule == BoostingRule::linear) {
    put("boosting.maximum", 1.0 + static_cast<double>(draw.corner(0, 1499)) / 100);
    put("boosting.minimum_duty", draw.fraction());
  }

  const std::size_t duty_period = draw.corner(1, 100);
  put("boosting.duty_period", duty_period);
  put("boosting.update_period", draw.corner(1, std::min<std::size_t>(duty_period, 10)));
  if (s.boosting_rule == BoostingRule::exponential) {
    // 0.693 of the period is the greatest there is; three digits of it are enough for a file.
    const double strength = draw.one_in(4) ? 0 : draw.fraction() * 693 * static_cast<double>(duty_period);
    put("boosting.strength", static_cast<double>(static_cast<std::uint64_t>(strength)) / 1000);
  }
  return put.text();
}

std::string random_config_text(base::Stream& stream, const RandomLimits& limits) {
  const RandomStructure structure = random_structure(stream, limits);
  return structure.text + random_runtime(structure, stream);
}

Config random_config(base::Stream& stream, const RandomLimits& limits) {
  return parse_config(random_config_text(stream, limits), std::string(kFile));
}

}  // namespace silipool::config
