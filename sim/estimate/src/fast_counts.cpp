#include <silipool/estimate/fast_counts.hpp>

#include <bit>

namespace silipool::estimate {
namespace {

constexpr std::uint64_t kBoostBits = 16, kDutyBits = 26, kChunk = 16;  // silipool_pkg, silipool_overlap

std::uint64_t divide_up(std::uint64_t a, std::uint64_t b) { return (a + b - 1) / b; }

/// The parameters of silipool_tile, and what its units make of them.
struct Shape {
  std::uint64_t tiles, turns, columns, slots, banks, lanes, multipliers, inputs, hypercolumns;
  std::uint64_t count_bits, key_bits, synapse_bits, rows, pending, key_words, words, draw_words;
  bool gated;

  explicit Shape(const config::Config& config) {
    const config::Structural& s = config.structural;
    const config::Microarchitecture& m = config.microarchitecture;
    tiles = m.tiles;
    hypercolumns = s.hypercolumns();
    turns = hypercolumns / tiles;
    columns = s.columns_per_hypercolumn;
    slots = s.slots();
    banks = m.banks;
    lanes = m.lanes;
    multipliers = m.multipliers;
    inputs = s.inputs();
    count_bits = static_cast<std::uint64_t>(std::bit_width(slots));
    key_bits = count_bits + kBoostBits + 1;
    synapse_bits = s.permanence_bits + (s.pool_per_column() ? 1U : 0U);
    rows = divide_up(slots, banks);
    pending = banks * divide_up(rows, kChunk) * kChunk;
    key_words = divide_up(columns, multipliers);
    words = divide_up(slots, lanes);
    draw_words = s.learning_rule == config::LearningRule::draw_per_synapse ? lanes / 2 + 1 : 1;
    gated = m.clock_gates;
  }
};

struct Memory {
  std::string_view unit, name;
  std::uint64_t copies, width, depth;
  [[nodiscard]] std::uint64_t bits() const { return width * depth; }
};
std::vector<Memory> memories_of(const Shape& s) {
  return {{"overlap", "rows", s.tiles * s.banks, s.columns, s.turns * s.rows},
          {"learn", "permanences", s.tiles, s.lanes * s.synapse_bits, s.turns * s.columns * s.words},
          {"duty", "duties", s.tiles, kDutyBits, s.turns * s.columns},
          {"duty", "boosts", s.tiles, s.multipliers * kBoostBits, s.turns * s.key_words}};
}
/// Of memories that are made of registers: their cells and the word that was read.
std::uint64_t memory_registers(const Shape& s, std::string_view unit, std::size_t registers_below) {
  std::uint64_t bits = 0;
  for (const Memory& m : memories_of(s))
    if (m.unit == unit && m.bits() <= registers_below) bits += m.copies * (m.bits() + m.width);
  return bits;
}

}  // namespace

std::string beyond_fast(const config::Config& config) {
  if (config.microarchitecture.core != config::Core::tiled)
    return "rtl.microarchitecture: \"tiled\" is legal";
  if (config.structural.neighbourhoods())
    return "pooler.inhibition: \"hypercolumn\" and \"global\" are legal";
  if (config.structural.boosting_rule != config::BoostingRule::none &&
      config.structural.boosting_rule != config::BoostingRule::exponential)
    return "boosting.rule: \"none\" and \"exponential\" are legal";
  if (config.structural.pool != config::Pool::window && config.structural.pool != config::Pool::shared_sample)
    return "pooler.pool: \"window\" and \"shared_sample\" are legal";
  if (config.microarchitecture.readout) return "rtl.readout: false is legal";
  if (config.microarchitecture.axi) return "rtl.interface: \"core\" is legal";
  return "";
}

std::vector<UnitCount> structure_counts(const config::Config& config, std::size_t registers_below) {
  const Shape s(config);
  const auto small = [&](std::string_view unit) { return memory_registers(s, unit, registers_below); };
  return {{"overlap", "units", s.tiles},
          {"overlap", "registers", s.tiles * (s.pending + s.slots + s.count_bits * s.columns)},
          {"overlap", "adder_bits", s.tiles * s.banks * s.count_bits * s.columns},
          {"overlap", "memory_registers", small("overlap")},
          {"inhibit", "units", s.tiles},
          {"inhibit", "key_bits", s.tiles * s.columns * s.key_bits},
          {"inhibit", "product_bits", s.tiles * s.multipliers * s.count_bits * kBoostBits},
          {"learn", "units", s.tiles},
          {"learn", "word_bits", s.tiles * s.lanes * s.synapse_bits},
          {"learn", "slot_lanes", s.tiles * s.slots},
          {"learn", "draw_words", s.tiles * s.draw_words},
          {"learn", "memory_registers", small("learn")},
          {"duty", "units", s.tiles},
          {"duty", "boost_bits", s.tiles * s.multipliers * kBoostBits},
          {"duty", "memory_registers", small("duty")},
          {"tile", "units", s.tiles},
          {"tile", "registers", s.tiles * (s.slots + s.turns * s.columns + s.columns)},
          {"tile_state", "units", s.tiles},
          {"tile_state", "word_bits", s.tiles * (s.lanes * s.synapse_bits + s.multipliers * kBoostBits)},
          {"rest", "units", 1},
          {"rest", "tiles", s.tiles},
          {"rest", "frame_bits", s.inputs},
          {"rest", "winner_bits", s.hypercolumns * s.columns},
          {"rest", "window_bits", s.hypercolumns * s.slots}};
}

std::vector<UnitCount> event_counts(const config::Config& config, const engine::Activity& a,
                                    std::uint64_t cycles, std::size_t registers_below) {
  const Shape s(config);
  const std::uint64_t tile_cycles = s.tiles * cycles;
  const std::uint64_t loads = a.steps * s.hypercolumns;
  const std::uint64_t learned = a.learning_steps * s.hypercolumns;
  // Cycles in which gates let a clock through, summed over tiles; without gates all.
  const auto open = [&](std::uint64_t active) { return s.gated ? active : tile_cycles; };
  const std::uint64_t adding = open(divide_up(a.row_reads, s.banks) + loads + 2 * a.row_writes);
  const std::uint64_t rounds = s.columns > 1 ? a.comparisons / (s.columns - 1) : loads;
  const std::uint64_t choosing = open(loads * (s.key_words + 1) + rounds);
  const std::uint64_t walking = open(2 * a.draws / s.draw_words + a.permanence_word_reads + 2 * a.row_writes);
  const std::uint64_t counting = open(2 * a.duty_updates);
  const auto small = [&](std::string_view unit) {
    return memory_registers(s, unit, registers_below) / s.tiles;
  };
  return {
      {"overlap", "cycles", tile_cycles},
      {"overlap", "register_cycles",
       adding * (s.pending + s.count_bits * s.columns + small("overlap")) + open(loads) * s.slots},
      {"overlap", "row_bits_added", a.counter_updates},
      {"overlap", "row_searches", a.row_reads * s.rows},
      {"overlap", "window_bits", loads * s.slots},
      {"inhibit", "cycles", tile_cycles},
      {"inhibit", "register_cycles", choosing * s.columns * s.key_bits},
      {"inhibit", "product_bits", a.keys * s.count_bits * kBoostBits},
      {"inhibit", "compared_bits", a.comparisons * s.key_bits},
      {"learn", "cycles", tile_cycles},
      {"learn", "unit_cycles", walking},
      {"learn", "register_cycles", walking * (s.lanes * s.synapse_bits + small("learn") + 32 * s.draw_words)},
      {"learn", "steps", learned},
      {"learn", "draws", a.draws},
      {"learn", "lanes", a.permanence_word_reads * s.lanes * s.synapse_bits},
      {"learn", "slot_words", a.permanence_word_reads * s.slots},
      {"duty", "cycles", tile_cycles},
      {"duty", "unit_cycles", counting},
      {"duty", "register_cycles", counting * (s.multipliers * kBoostBits + small("duty"))},
      {"duty", "updates", a.duty_updates},
      {"duty", "boosts", a.boost_updates},
      {"duty", "boost_bits_read", a.keys * kBoostBits},
      {"tile", "cycles", tile_cycles},
      {"tile", "register_cycles", tile_cycles * (s.turns * s.columns + s.columns) + open(learned) * s.slots},
      {"tile", "winners", loads * s.columns},
      {"tile_state", "cycles", tile_cycles},
      {"tile_state", "register_cycles", tile_cycles * (s.lanes * s.synapse_bits)},
      {"rest", "cycles", cycles},
      {"rest", "tile_cycles", tile_cycles},
      {"rest", "register_cycles", cycles * (2 * s.inputs + s.hypercolumns * s.columns)},
      {"rest", "frame_bits", a.steps * s.inputs},
      {"rest", "winner_bits", a.steps * s.hypercolumns * s.columns},
      {"rest", "window_bits", loads * s.slots},
      {"rest", "learning_steps", a.learning_steps}};
}

std::vector<MemoryCount> memory_counts(const config::Config& config, const engine::Activity& a,
                                       std::size_t registers_below) {
  const Shape s(config);
  std::vector<MemoryCount> counts;
  for (const Memory& m : memories_of(s)) {
    if (m.bits() <= registers_below) continue;
    MemoryCount c{m.unit, m.name, m.copies, m.width, m.depth, 0, 0};
    if (m.name == "rows") {
      c.reads = a.row_reads + a.row_writes;
      c.writes = a.row_writes;
    } else if (m.name == "permanences") {
      c.reads = a.permanence_word_reads;
      c.writes = a.permanence_word_writes;
    } else if (m.name == "duties") {
      c.reads = c.writes = a.duty_updates;
    } else {
      c.reads = divide_up(a.keys, s.columns) * s.key_words;
      c.writes = divide_up(a.boost_updates, s.columns) * s.key_words;
    }
    counts.push_back(c);
  }
  return counts;
}

}  // namespace silipool::estimate
