#include <silipool/crossbar/device_array.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

#include <silipool/base/elementary.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/memristor/periphery/current_selection.hpp>
#include <silipool/sp/arithmetic.hpp>

#include "team.hpp"
#include "tile.hpp"

namespace silipool::crossbar {
namespace {

constexpr std::size_t kWordBits = 64;

bool test(const std::uint64_t* bits, std::size_t i) {
  return (bits[i / kWordBits] >> (i % kWordBits) & 1U) != 0;
}

}  // namespace

DeviceArray::DeviceArray(const config::Config& config, unsigned threads)
    : setup_(make_setup(config)),
      columns_per_hypercolumn_(config.structural.columns_per_hypercolumn),
      slots_(config.structural.slots()),
      threshold_(config.structural.connected_threshold),
      usable_(config.structural.hypercolumns()),
      active_(config.structural.hypercolumns()),
      ages_(setup_.effects.drift || setup_.effects.telegraph_noise) {
  const config::Structural& s = config.structural;
  const bool sums = setup_.options.synapse != config::CrossbarSynapse::analog;
  if (sums && setup_.options.readout == config::CrossbarReadout::current &&
      (setup_.options.tile_rows < slots_ || setup_.options.readout_noise > 0 ||
       setup_.options.readout_offset > 0))
    base::bad_input(
        "crossbar.readout = \"current\": currents compete within one array without circuits before them: "
        "crossbar.tile_rows must be all {} slots, crossbar.readout_offset and crossbar.readout_noise 0",
        slots_);
  const sp::PoolTable pools(s);
  for (std::size_t h = 0; h < s.hypercolumns(); ++h)
    for (std::uint32_t slot = 0; slot < slots_; ++slot)
      if (pools.input_of(h, slot) != sp::PoolTable::kVoid) usable_[h].push_back(slot);
  const base::Stream seeds(setup_.options.seed, "crossbar.tile");
  for (std::size_t h = 0; h < s.hypercolumns(); ++h)
    tiles_.push_back(
        std::make_unique<Tile>(setup_, slots_, columns_per_hypercolumn_, threshold_, seeds.at(h)));
  if (setup_.options.synapse == config::CrossbarSynapse::stochastic) make_probabilities(s.columns());
  team_ = std::make_unique<Team>(std::min<std::size_t>(threads, tiles_.size()));
}

DeviceArray::~DeviceArray() = default;

const memristor::CellArray& DeviceArray::cells(std::size_t hypercolumn) const {
  return tiles_[hypercolumn]->cells();
}
const memristor::Tiles& DeviceArray::arrays(std::size_t hypercolumn) const {
  return tiles_[hypercolumn]->arrays();
}

bool DeviceArray::connected(std::size_t column, std::size_t slot) const {
  const Tile& tile = *tiles_[column / columns_per_hypercolumn_];
  const std::size_t j = column % columns_per_hypercolumn_;
  if (setup_.options.synapse == config::CrossbarSynapse::analog)
    return setup_.permanence(tile.conductance_s(slot, j)) >= threshold_;
  return tile.is_on(slot, j);
}

void DeviceArray::place(sp::Synapses& synapses) {
  reads_ = 0;
  learning_ = inference_ = {};
  team_->run(tiles_.size(), [&](std::size_t h) { place_tile(synapses, h); });
}

void DeviceArray::place_tile(sp::Synapses& synapses, std::size_t hypercolumn) {
  Tile& tile = *tiles_[hypercolumn];
  tile.begin();
  const bool sums = setup_.options.synapse != config::CrossbarSynapse::analog;
  std::vector<std::vector<bool>> on(columns_per_hypercolumn_, std::vector<bool>(slots_));
  for (std::size_t j = 0; j < columns_per_hypercolumn_; ++j) {
    const std::size_t column = hypercolumn * columns_per_hypercolumn_ + j;
    const std::span<std::uint16_t> row = synapses.row(column);
    synapses.for_potential(column, [&](std::size_t i) {
      const std::size_t slot = synapses.slot(column, i);
      on[j][slot] = row[i] >= threshold_;
      if (sums) {
        tile.place(slot, j, on[j][slot] ? setup_.on_s : setup_.off_s);
        if (setup_.options.synapse == config::CrossbarSynapse::stochastic)
          row[i] = tile.is_on(slot, j) ? 1 : 0;
      } else {
        tile.place(slot, j, setup_.conductance_s(row[i]));
        row[i] = static_cast<std::uint16_t>(setup_.permanence(tile.conductance_s(slot, j)));
      }
    });
  }
  if (sums && setup_.options.calibration == config::CrossbarCalibration::fitted)
    tile.calibrate(on, usable_[hypercolumn]);
}

void DeviceArray::overlaps(const sp::Synapses& synapses, std::span<std::uint32_t> of_column) {
  team_->run(tiles_.size(), [&](std::size_t h) {
    const std::uint64_t* bits = synapses.active(h);
    active_[h].clear();
    for (const std::uint32_t slot : usable_[h])
      if (test(bits, slot)) active_[h].push_back(slot);
    tiles_[h]->read(active_[h], reads_,
                    of_column.subspan(h * columns_per_hypercolumn_, columns_per_hypercolumn_));
  });
  ++reads_;
  if (!inject_) return;
  if (const int chosen = inject_(1); chosen >= 0)
    of_column[static_cast<std::size_t>(chosen) % of_column.size()] ^= 1U;
}

std::vector<double> DeviceArray::currents_a(std::size_t hypercolumn, std::span<const std::uint32_t> active) {
  return tiles_[hypercolumn]->currents_a(active, reads_);
}

/// Where currents compete, a key is the current behind the mirror, on a scale that the greatest possible one
/// does not leave.
bool DeviceArray::keys(std::span<const std::uint32_t> boosts, const sp::KeyRule& rule,
                       std::span<std::uint32_t> keys) {
  if (setup_.options.synapse == config::CrossbarSynapse::analog ||
      setup_.options.readout != config::CrossbarReadout::current)
    return false;
  const memristor::CurrentSelector mirror{.gain_bits = setup_.options.gain_bits};
  const double on_a = setup_.read_v * setup_.on_s;
  const double off_a = setup_.read_v * setup_.off_s;
  const double scale = 0x1.0p30 / (2 * on_a * static_cast<double>(slots_) * mirror.highest_gain);
  for (std::size_t c = 0; c < keys.size(); ++c) {
    const std::size_t h = c / columns_per_hypercolumn_;
    const double current_a = tiles_[h]->last_currents_a()[c % columns_per_hypercolumn_];
    const double rows = static_cast<double>(active_[h].size());
    const double least_a =
        rule.least_overlap == 0
            ? 0
            : off_a * rows + (static_cast<double>(rule.least_overlap) - 0.5) * (on_a - off_a);
    const double level = std::min(current_a * mirror.gain(boosts[c]) * scale, 0x1.0p31 - 1);
    keys[c] = current_a >= least_a ? sp::kKeyEligible + static_cast<std::uint32_t>(std::max(0.0, level)) : 0;
  }
  return true;
}

void DeviceArray::learn(sp::Synapses& synapses, const sp::Lesson& lesson, const sp::RowRule& rule) {
  switch (setup_.options.synapse) {
    case config::CrossbarSynapse::hybrid:
      learn_hybrid(synapses, lesson, rule);
      break;
    case config::CrossbarSynapse::analog:
      learn_analog(synapses, lesson, rule);
      break;
    case config::CrossbarSynapse::stochastic:
      learn_stochastic(synapses, lesson);
      break;
  }
  if (!inject_) return;
  if (const int chosen = inject_(4); chosen >= 0) {
    const std::span<std::uint16_t> row = synapses.row(lesson.column);
    std::vector<std::size_t> potential;
    synapses.for_potential(lesson.column, [&](std::size_t i) { potential.push_back(i); });
    row[potential[static_cast<std::size_t>(chosen) % potential.size()]] ^= 1U;
  }
}

/// The digital rule; devices follow the connected bits that it turned.
void DeviceArray::learn_hybrid(sp::Synapses& synapses, const sp::Lesson& lesson, const sp::RowRule& rule) {
  const std::uint64_t* bits = synapses.connected(lesson.column);
  connected_before_.assign(bits, bits + synapses.words());
  if (synapses.learn(lesson.column, lesson.gain, lesson.lose, rule).flips == 0) return;
  Tile& tile = tile_of(lesson.column);
  for (std::size_t w = 0; w < synapses.words(); ++w)
    for (std::uint64_t turned = bits[w] ^ connected_before_[w]; turned != 0; turned &= turned - 1) {
      const std::size_t slot = w * kWordBits + static_cast<std::size_t>(std::countr_zero(turned));
      tile.write_state(slot, lesson.column % columns_per_hypercolumn_, test(bits, slot));
    }
}

/// As many pulses as steps ask for, to cells that nobody has read before.
void DeviceArray::learn_analog(sp::Synapses& synapses, const sp::Lesson& lesson, const sp::RowRule& rule) {
  Tile& tile = tile_of(lesson.column);
  const std::size_t j = lesson.column % columns_per_hypercolumn_;
  const std::span<std::uint16_t> row = synapses.row(lesson.column);
  for (std::size_t w = 0; w < synapses.row_words(); ++w)
    for (std::uint64_t todo = lesson.gain[w] | lesson.lose[w]; todo != 0; todo &= todo - 1) {
      const std::size_t i = w * kWordBits + static_cast<std::size_t>(std::countr_zero(todo));
      const std::size_t slot = synapses.slot(lesson.column, i);
      const bool gains = test(lesson.gain, i);
      const std::uint32_t pulses =
          gains ? setup_.pulses_up * rule.increment : setup_.pulses_down * rule.decrement;
      if (pulses == 0) continue;
      tile.pulse(slot, j, gains ? memristor::Direction::set : memristor::Direction::reset, pulses);
      row[i] = static_cast<std::uint16_t>(setup_.permanence(tile.conductance_s(slot, j)));
    }
}

/// In the first of two pulses all rows that are on meet the learner's column, in the second all others; each
/// cell switches iff the specification's draw is below its own probability.
void DeviceArray::learn_stochastic(sp::Synapses& synapses, const sp::Lesson& lesson) {
  Tile& tile = tile_of(lesson.column);
  const std::size_t j = lesson.column % columns_per_hypercolumn_;
  const std::span<std::uint16_t> row = synapses.row(lesson.column);
  on_slots_.clear();
  off_slots_.clear();
  synapses.for_potential(lesson.column, [&](std::size_t i) {
    (test(lesson.on, i) ? on_slots_ : off_slots_)
        .push_back(static_cast<std::uint32_t>(synapses.slot(lesson.column, i)));
  });
  tile.apply(on_slots_, j, setup_.set);
  tile.apply(off_slots_, j, setup_.reset);
  synapses.for_potential(lesson.column, [&](std::size_t i) {
    const std::size_t slot = synapses.slot(lesson.column, i);
    const bool sets = test(lesson.on, i);
    if (tile.is_on(slot, j) == sets) return;
    const std::uint32_t probability =
        (sets ? set_probability_ : reset_probability_)[lesson.column * slots_ + slot];
    if (probability == 0 || sp::slot_draw(lesson.seed, lesson.step, lesson.column,
                                          static_cast<std::uint32_t>(slot)) >= probability)
      return;
    tile.switch_state(slot, j, sets ? setup_.set : setup_.reset);
    row[i] = tile.is_on(slot, j) ? 1 : 0;
  });
}

/// Cells differ in the voltage that switches them.
void DeviceArray::make_probabilities(std::size_t columns) {
  const base::Stream stream(setup_.options.seed, "crossbar.threshold");
  const auto probability = [](const memristor::Pulse& pulse, double mean_v, double sigma_v) {
    return switching_probability(std::fabs(pulse.voltage_v), mean_v, sigma_v);
  };
  set_probability_.assign(columns * slots_, probability(setup_.set, setup_.set_mean_v, setup_.set_sigma_v));
  reset_probability_.assign(columns * slots_,
                            probability(setup_.reset, setup_.reset_mean_v, setup_.reset_sigma_v));
  if (setup_.options.threshold_variation == 0) return;
  for (std::size_t i = 0; i < set_probability_.size(); ++i) {
    const double p = (static_cast<double>(stream.at(i) >> 12U) + 0.5) * 0x1.0p-52;
    const double shift = 1 + setup_.options.threshold_variation * base::normal_quantile(p);
    set_probability_[i] = probability(setup_.set, setup_.set_mean_v * shift, setup_.set_sigma_v);
    reset_probability_[i] = probability(setup_.reset, setup_.reset_mean_v * shift, setup_.reset_sigma_v);
  }
}

void DeviceArray::end_step(bool learned) {
  if (inject_) {
    if (const int chosen = inject_(7); chosen >= 0) {
      const auto at = static_cast<std::size_t>(chosen);
      const std::size_t h = at % tiles_.size();
      const std::uint32_t slot = usable_[h][at / tiles_.size() % usable_[h].size()];
      const std::size_t j = at % columns_per_hypercolumn_;
      tiles_[h]->place(slot, j,
                       connected(h * columns_per_hypercolumn_ + j, slot) ? setup_.off_s : setup_.on_s);
    }
  }
  Work& sum = learned ? learning_ : inference_;
  double read_s = 0, write_s = 0;
  for (const std::unique_ptr<Tile>& tile : tiles_) {
    sum += tile->work();
    tile->work() = {};
    read_s = std::max(read_s, tile->step_read_s);
    write_s = std::max(write_s, tile->step_write_s);
    tile->step_read_s = tile->step_write_s = 0;
  }
  sum.longest_read_s += read_s;
  sum.longest_write_s += write_s;
  if (ages_)
    team_->run(tiles_.size(),
               [this](std::size_t h) { tiles_[h]->age(1 / setup_.options.samples_per_second); });
}

Wear DeviceArray::wear() const {
  Wear wear;
  std::uint64_t sum = 0;
  for (std::size_t h = 0; h < tiles_.size(); ++h) {
    const memristor::CellArray& cells = tiles_[h]->cells();
    // Cells of void slots do not exist.
    for (const std::uint32_t slot : usable_[h])
      for (std::size_t j = 0; j < columns_per_hypercolumn_; ++j) {
        const std::size_t cell = slot * columns_per_hypercolumn_ + j;
        ++wear.cells;
        wear.most = std::max(wear.most, cells.wear(cell));
        sum += cells.wear(cell);
        wear.failed += cells.fault(cell) != memristor::Fault::none ? 1 : 0;
      }
  }
  if (wear.cells > 0) wear.mean = static_cast<double>(sum) / static_cast<double>(wear.cells);
  return wear;
}

}  // namespace silipool::crossbar
