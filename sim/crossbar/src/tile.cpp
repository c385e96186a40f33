#include "tile.hpp"

#include <algorithm>
#include <cmath>

#include <silipool/base/elementary.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/memristor/array/approximation.hpp>
#include <silipool/memristor/array/energy.hpp>

namespace silipool::crossbar {
namespace {

/// Of the greatest current of a column: a thousandth of a synapse in a thousand.
constexpr double kTolerance = 1e-6;
/// Reads with known overlaps that references are fitted to.
constexpr std::uint64_t kCalibrationReads = 64;
/// A binary state in a device of many: this part of the range from its bound is near enough.
constexpr double kStateTolerance = 0.05;
constexpr std::uint32_t kStatePulses = 1000;

memristor::Wires wires_of(const config::Crossbar& o) {
  return {
      .row_ohm = o.row_ohm, .column_ohm = o.column_ohm, .driver_ohm = o.driver_ohm, .sense_ohm = o.sense_ohm};
}

memristor::InactiveRows inactive_of(const config::Crossbar& o) {
  return o.inactive_rows == config::CrossbarRows::gated ? memristor::InactiveRows::gated
                                                        : memristor::InactiveRows::grounded;
}

memristor::Approximation approximation_of(config::CrossbarSolver solver) {
  switch (solver) {
    case config::CrossbarSolver::alpha_beta:
      return memristor::Approximation::alpha_beta;
    case config::CrossbarSolver::dmr:
      return memristor::Approximation::dmr;
    case config::CrossbarSolver::exact:
    case config::CrossbarSolver::ideal:
      break;
  }
  return memristor::Approximation::ideal;
}

double normal(const base::Stream& stream, std::uint64_t event) {
  const double p = (static_cast<double>(stream.at(event) >> 12U) + 0.5) * 0x1.0p-52;
  return base::normal_quantile(p);
}

}  // namespace

Tile::Tile(const Setup& setup, std::size_t slots, std::size_t columns, std::uint32_t threshold,
           std::uint64_t seed)
    : setup_(setup),
      slots_(slots),
      columns_(columns),
      threshold_(threshold),
      seed_(seed),
      noisy_(setup.effects.relative_noise || setup.effects.thermal_noise || setup.effects.shot_noise ||
             setup.effects.flicker_noise),
      cells_(new_cells()),
      arrays_(slots, columns, setup.options.tile_rows, setup.options.tile_columns, wires_of(setup.options)),
      conductance_s_(slots * columns),
      row_v_(slots) {
  if (!cells_.iv().linear()) arrays_.set_nonlinearity(cells_.iv().v0_v);
  for (std::size_t t = 0; t < arrays_.size(); ++t)
    solvers_.emplace_back(memristor::SolverOptions{.tolerance = kTolerance});
}

memristor::CellArray Tile::new_cells() const {
  return {setup_.card, slots_, columns_, seed_, setup_.effects};
}

void Tile::begin() {
  cells_ = new_cells();
  cells_.conductances_s(conductance_s_);
  arrays_.set_conductances(conductance_s_);
  work_ = {};
  const memristor::Iv& iv = cells_.iv();
  const bool analog = setup_.options.synapse == config::CrossbarSynapse::analog;
  // An analog synapse is connected on the near side of half a step below the threshold.
  const double on_s = analog ? setup_.conductance_s(threshold_) : setup_.on_s;
  const double off_s = analog ? setup_.conductance_s(threshold_ - 1) : setup_.off_s;
  const double v = setup_.read_v;
  make_readouts(
      memristor::ideal_calibration(columns_, v, iv.current_a(on_s, v) / v, iv.current_a(off_s, v) / v));
}

memristor::FrontEnd Tile::front_end(std::size_t array, const memristor::Calibration& of_columns) const {
  const memristor::Tiles::Place& place = arrays_.place(array);
  const config::Crossbar& o = setup_.options;
  memristor::FrontEnd front;
  const auto first = of_columns.begin() + static_cast<std::ptrdiff_t>(place.first_column);
  front.calibration.assign(first, first + static_cast<std::ptrdiff_t>(place.columns));
  // What one synapse more or less changes, of ideal devices.
  const double synapse_a = setup_.read_v * (setup_.on_s - setup_.off_s);
  if (o.readout_offset > 0)
    for (std::size_t j = 0; j < place.columns; ++j)
      front.offset_a.push_back(o.readout_offset * synapse_a *
                               normal(base::Stream(seed_ + array, "crossbar.offset"), j));
  front.noise_a = o.readout_noise * synapse_a;
  front.seed = base::Stream(seed_, "crossbar.readout").at(array);
  return front;
}

void Tile::make_readouts(const memristor::Calibration& calibration) {
  const config::Crossbar& o = setup_.options;
  readouts_.clear();
  for (std::size_t t = 0; t < arrays_.size(); ++t) {
    memristor::FrontEnd front = front_end(t, calibration);
    if (o.synapse == config::CrossbarSynapse::analog) {
      readouts_.push_back(std::make_unique<memristor::ThresholdReadout>(std::move(front), 1));
      continue;
    }
    switch (o.readout) {
      case config::CrossbarReadout::adc:
        readouts_.push_back(std::make_unique<memristor::AdcReadout>(
            std::move(front),
            memristor::Converter{
                .bits = o.adc_bits, .low_a = 0, .high_a = o.adc_full_scale * setup_.read_v * setup_.on_s}));
        break;
      case config::CrossbarReadout::threshold:
        readouts_.push_back(std::make_unique<memristor::ThresholdReadout>(std::move(front), o.threshold));
        break;
      case config::CrossbarReadout::ramp:
      case config::CrossbarReadout::current:  // its overlaps are for the trace alone
        readouts_.push_back(std::make_unique<memristor::RampReadout>(std::move(front)));
        break;
    }
  }
}

void Tile::changed(std::size_t slot, std::size_t column) {
  const double g = cells_.conductance_s(cell(slot, column));
  if (g == conductance_s_[cell(slot, column)]) return;
  conductance_s_[cell(slot, column)] = g;
  arrays_.set_conductance(slot, column, g);
}

void Tile::place(std::size_t slot, std::size_t column, double nominal_s) {
  cells_.place(cell(slot, column), nominal_s);
  changed(slot, column);
}

/// In the V/2 scheme of passive arrays, cells on the pulse's lines see half of it.
void Tile::half_select(std::size_t slot, std::size_t column, const memristor::Pulse& pulse,
                       std::uint32_t pulses) {
  if (setup_.options.inactive_rows == config::CrossbarRows::gated) return;
  const double half_v = std::fabs(pulse.voltage_v) / 2;
  double sum_a = 0;
  for (std::size_t j = 0; j < columns_; ++j)
    if (j != column) sum_a += cells_.iv().current_a(conductance_s(slot, j), half_v);
  for (std::size_t i = 0; i < slots_; ++i)
    if (i != slot) sum_a += cells_.iv().current_a(conductance_s(i, column), half_v);
  work_.half_selected += (slots_ + columns_ - 2) * pulses;
  work_.half_select_j += half_v * sum_a * pulse.width_s * pulses;
}

void Tile::count_write(std::size_t slot, std::size_t column, const memristor::Write& write, double before_s,
                       const memristor::Pulse& pulse) {
  const double read_j = write.reads * cells_.read_energy_j(cell(slot, column));
  work_.write_pulses += write.pulses;
  work_.verify_reads += write.reads;
  work_.verify_j += read_j;
  work_.write_j += std::max(0.0, write.energy_j - read_j);
  work_.device_writes += write.conductance_s != before_s ? 1 : 0;
  work_.failed_writes += write.reached ? 0 : 1;
  const std::uint64_t lines = (slots_ + columns_) * std::uint64_t{write.pulses};
  work_.written_cells += lines;
  work_.write_line_v2 += static_cast<double>(lines) * pulse.voltage_v * pulse.voltage_v;
  step_write_s += pulse.width_s * write.pulses + setup_.read_s * write.reads;
  half_select(slot, column, pulse, write.pulses);
  changed(slot, column);
}

void Tile::write_state(std::size_t slot, std::size_t column, bool on) {
  const std::size_t c = cell(slot, column);
  const double before = conductance_s_[c];
  const memristor::Direction direction = on ? memristor::Direction::set : memristor::Direction::reset;
  if (setup_.card.model == memristor::Model::programmed) {
    const memristor::Write write = cells_.program(c, on ? setup_.on_s : setup_.off_s);
    count_write(slot, column, write, before, {.voltage_v = setup_.read_v, .width_s = setup_.read_s});
    return;
  }
  memristor::Write write;
  if (setup_.card.model == memristor::Model::binary)
    write = cells_.pulse(c, direction);
  else
    write = cells_.write_verify(
        c, on ? setup_.on_s : setup_.off_s,
        {.tolerance_s = kStateTolerance * (setup_.on_s - setup_.off_s), .max_pulses = kStatePulses});
  count_write(slot, column, write, before, cells_.law().pulse(direction));
}

void Tile::pulse(std::size_t slot, std::size_t column, memristor::Direction direction, std::uint32_t count) {
  const std::size_t c = cell(slot, column);
  const double before = conductance_s_[c];
  const memristor::Write write = cells_.pulse(c, direction, count);
  count_write(slot, column, write, before, cells_.law().pulse(direction));
}

void Tile::switch_state(std::size_t slot, std::size_t column, const memristor::Pulse& pulse) {
  const std::size_t c = cell(slot, column);
  const double before = conductance_s_[c];
  const memristor::Write write = cells_.pulse(c, pulse);
  work_.device_writes += write.conductance_s != before ? 1 : 0;
  work_.failed_writes += write.reached ? 0 : 1;
  changed(slot, column);
}

void Tile::apply(std::span<const std::uint32_t> slots, std::size_t column, const memristor::Pulse& pulse) {
  if (slots.empty() || pulse.voltage_v == 0) return;
  const double v = std::fabs(pulse.voltage_v);
  double sum_a = 0;
  for (const std::uint32_t slot : slots) sum_a += cells_.iv().current_a(conductance_s(slot, column), v);
  work_.write_pulses += slots.size();
  work_.write_j += v * sum_a * pulse.width_s;
  const std::uint64_t lines = slots.size() * columns_ + slots_;
  work_.written_cells += lines;
  work_.write_line_v2 += static_cast<double>(lines) * v * v;
  step_write_s += pulse.width_s;
  if (setup_.options.inactive_rows == config::CrossbarRows::gated) return;
  double half_a = 0;
  for (const std::uint32_t slot : slots)
    for (std::size_t j = 0; j < columns_; ++j)
      if (j != column) half_a += cells_.iv().current_a(conductance_s(slot, j), v / 2);
  std::size_t next = 0;
  for (std::uint32_t slot = 0; slot < slots_; ++slot) {
    if (next < slots.size() && slots[next] == slot)
      ++next;
    else
      half_a += cells_.iv().current_a(conductance_s(slot, column), v / 2);
  }
  work_.half_selected += slots.size() * (columns_ - 1) + slots_ - slots.size();
  work_.half_select_j += v / 2 * half_a * pulse.width_s;
}

void Tile::age(double seconds) {
  cells_.age(seconds);
  cells_.conductances_s(conductance_s_);
  arrays_.set_conductances(conductance_s_);
}

void Tile::break_cell(std::size_t slot, std::size_t column, memristor::Fault fault) {
  cells_.set_fault(cell(slot, column), fault);
  changed(slot, column);
}

memristor::Drive Tile::drive(std::size_t array) const {
  const memristor::Tiles::Place& place = arrays_.place(array);
  return {.row_v = std::span(row_v_).subspan(place.first_row, place.rows),
          .inactive = inactive_of(setup_.options)};
}

void Tile::solve(std::size_t array, bool count) {
  const memristor::Array& cells = arrays_.array(array);
  const memristor::Drive inputs = drive(array);
  const config::CrossbarSolver solver = setup_.options.solver;
  double read_j = 0;
  if (solver == config::CrossbarSolver::exact) {
    solution_ = solvers_[array].solve(cells, inputs);
    read_j = memristor::driven_energy_j(inputs, solution_, setup_.read_s);
  } else {
    solution_.column_current_a = memristor::approximate(approximation_of(solver), cells, inputs);
    for (const double a : solution_.column_current_a) read_j += setup_.read_v * a * setup_.read_s;
  }
  if (!count) return;
  ++work_.reads;
  work_.read_j += read_j;
}

/// What reads find differs from read to read.
void Tile::show_reads(std::span<const std::uint32_t> active, std::uint64_t read) {
  if (!noisy_) return;
  for (const std::uint32_t slot : active)
    for (std::size_t j = 0; j < columns_; ++j)
      arrays_.set_conductance(slot, j, cells_.read_s(cell(slot, j), static_cast<std::uint32_t>(read)));
}

void Tile::read(std::span<const std::uint32_t> active, std::uint64_t read,
                std::span<std::uint32_t> overlaps) {
  std::fill(overlaps.begin(), overlaps.end(), 0U);
  last_a_.assign(columns_, 0.0);
  show_reads(active, read);
  const bool analog = setup_.options.synapse == config::CrossbarSynapse::analog;
  for (std::size_t t = 0; t < arrays_.size(); ++t) {
    const memristor::Tiles::Place& place = arrays_.place(t);
    const auto first = std::lower_bound(active.begin(), active.end(), place.first_row);
    const auto last = std::lower_bound(first, active.end(), place.first_row + place.rows);
    const auto rows = static_cast<std::size_t>(last - first);
    if (rows == 0) continue;
    const auto take = [&](std::uint32_t active_rows, std::uint64_t number) {
      solve(t, true);
      work_.driven_rows += active_rows;
      work_.driven_cells += active_rows * place.columns;
      const memristor::Reading reading = readouts_[t]->read(solution_.column_current_a, active_rows, number);
      work_.comparisons += reading.comparisons;
      work_.ramp_steps += reading.ramp_steps;
      work_.conversions += reading.conversions;
      for (std::size_t j = 0; j < place.columns; ++j) overlaps[place.first_column + j] += reading.overlaps[j];
      step_read_s += setup_.read_s;
    };
    if (analog) {
      for (auto row = first; row != last; ++row) {
        row_v_[*row] = setup_.read_v;
        take(1, read * slots_ + *row);
        row_v_[*row] = 0;
      }
    } else {
      for (auto row = first; row != last; ++row) row_v_[*row] = setup_.read_v;
      take(static_cast<std::uint32_t>(rows), read);
      for (auto row = first; row != last; ++row) row_v_[*row] = 0;
      for (std::size_t j = 0; j < place.columns; ++j)
        last_a_[place.first_column + j] += solution_.column_current_a[j];
    }
  }
}

std::vector<double> Tile::currents_a(std::span<const std::uint32_t> active, std::uint64_t read) {
  std::vector<double> currents(columns_);
  show_reads(active, read);
  for (const std::uint32_t slot : active) row_v_[slot] = setup_.read_v;
  for (std::size_t t = 0; t < arrays_.size(); ++t) {
    const memristor::Tiles::Place& place = arrays_.place(t);
    solve(t, false);
    for (std::size_t j = 0; j < place.columns; ++j)
      currents[place.first_column + j] += solution_.column_current_a[j];
  }
  for (const std::uint32_t slot : active) row_v_[slot] = 0;
  return currents;
}

void Tile::calibrate(const std::vector<std::vector<bool>>& on, std::span<const std::uint32_t> usable_slots) {
  memristor::Calibration fitted(columns_);
  base::Stream stream(seed_, "crossbar.calibration");
  std::vector<memristor::Calibration> of_array;
  std::vector<std::vector<double>> currents(arrays_.size());
  std::vector<std::vector<std::uint32_t>> overlaps(arrays_.size()), active_rows(arrays_.size());
  for (std::uint64_t r = 0; r < kCalibrationReads; ++r) {
    // From an eighth to a half of the rows.
    const std::uint64_t eighths = 1 + r % 4;
    std::vector<std::uint32_t> active;
    for (const std::uint32_t slot : usable_slots)
      if (stream.below(8) < eighths) active.push_back(slot);
    for (const std::uint32_t slot : active) row_v_[slot] = setup_.read_v;
    show_reads(active, UINT32_MAX - r);
    for (std::size_t t = 0; t < arrays_.size(); ++t) {
      const memristor::Tiles::Place& place = arrays_.place(t);
      solve(t, false);
      currents[t].insert(currents[t].end(), solution_.column_current_a.begin(),
                         solution_.column_current_a.end());
      std::uint32_t rows = 0;
      std::vector<std::uint32_t> counts(place.columns);
      for (const std::uint32_t slot : active) {
        if (slot < place.first_row || slot >= place.first_row + place.rows) continue;
        ++rows;
        for (std::size_t j = 0; j < place.columns; ++j) counts[j] += on[place.first_column + j][slot] ? 1 : 0;
      }
      active_rows[t].push_back(rows);
      overlaps[t].insert(overlaps[t].end(), counts.begin(), counts.end());
    }
    for (const std::uint32_t slot : active) row_v_[slot] = 0;
  }
  // Circuits of each array have references of their own.
  std::vector<std::unique_ptr<memristor::Readout>> before;
  before.swap(readouts_);
  std::vector<std::unique_ptr<memristor::Readout>> after(arrays_.size());
  for (std::size_t t = 0; t < arrays_.size(); ++t) {
    const memristor::Tiles::Place& place = arrays_.place(t);
    const memristor::Calibration own =
        memristor::fit_calibration(currents[t], overlaps[t], active_rows[t], before[t]->calibration());
    std::copy(own.begin(), own.end(), fitted.begin() + static_cast<std::ptrdiff_t>(place.first_column));
    make_readouts(fitted);
    after[t] = std::move(readouts_[t]);
  }
  readouts_.swap(after);
}

}  // namespace silipool::crossbar
