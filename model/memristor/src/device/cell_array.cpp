#include <silipool/memristor/device/cell_array.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <silipool/base/elementary.hpp>
#include <silipool/base/error.hpp>

#include "noise.hpp"

namespace silipool::memristor {
namespace {

/// A uniform number in (0, 1) for event `event` of cell `cell`.
double uniform(const base::Stream& stream, std::size_t cell, std::uint32_t event) {
  const std::uint64_t word = stream.at(static_cast<std::uint64_t>(cell) << 32U | event);
  return (static_cast<double>(word >> 12U) + 0.5) * 0x1.0p-52;
}

double normal(const base::Stream& stream, std::size_t cell, std::uint32_t event) {
  return base::normal_quantile(uniform(stream, cell, event));
}

/// A factor around 1, at least 0: 1 + sigma xi, or exp(sigma xi), whose median is 1 and mean exp(sigma^2 /
/// 2).
double factor(bool log_normal, double sigma, double xi) {
  return log_normal ? base::exp(sigma * xi) : std::max(0.0, 1.0 + sigma * xi);
}

std::size_t checked_size(std::size_t rows, std::size_t columns) {
  constexpr std::size_t most = std::size_t{1} << 31U;
  if (rows == 0 || columns == 0 || rows > most / columns)
    base::bad_input("an array of {} x {} cells: legal are 1..{} cells", rows, columns, most);
  return rows * columns;
}

}  // namespace

Write& Write::operator+=(const Write& other) noexcept {
  pulses += other.pulses;
  reads += other.reads;
  energy_j += other.energy_j;
  priced = priced && other.priced;
  reached = other.reached;
  conductance_s = other.conductance_s;
  return *this;
}

CellArray::CellArray(const Card& card, std::size_t rows, std::size_t columns, std::uint64_t seed,
                     const Effects& effects, double temperature_k)
    : law_(make_law(card)),
      numbers_(card),
      binary_(card.model == Model::binary),
      effects_(effects),
      rows_(rows),
      columns_(columns),
      temperature_k_(temperature_k),
      read_{card.number("read.voltage"), card.number("read.width")},
      streams_(seed),
      g_(checked_size(rows, columns), law_->g_min_s()),
      written_at_(size()),
      on_(size(), law_->g_max_s()),
      off_(size(), law_->g_min_s()),
      step_(size(), 1.0),
      events_(size()),
      settled_(size()),
      is_set_(size()),
      wear_(size()),
      fault_(size(), Fault::none),
      trapped_(size()) {
  check_effects(card, effects);
  numbers_.g_max_s = law_->g_max_s();
  if (!(temperature_k >= 1 && temperature_k <= 1000))
    base::bad_input("temperature {} K is out of range: 1..1000", temperature_k);
  if (effects.device_variation) vary_devices();
  if (effects.stuck_cells || effects.open_lines) break_cells();
  if (effects.telegraph_noise)
    for (std::size_t cell = 0; cell < size(); ++cell)
      trapped_[cell] = uniform(streams_.trap, cell, 0) < detail::trap_occupancy(numbers_) ? 1 : 0;
}

void CellArray::vary_devices() {
  const auto& device = numbers_.device;
  for (std::size_t cell = 0; cell < size(); ++cell) {
    off_[cell] *= factor(device.log_normal, device.off, normal(streams_.device_off, cell, 0));
    on_[cell] *= factor(device.log_normal, device.on, normal(streams_.device_on, cell, 0));
    on_[cell] = std::max(on_[cell], off_[cell]);  // a cell without a window, not one that is upside down
    step_[cell] = factor(device.step_log_normal, device.step, normal(streams_.device_step, cell, 0));
  }
}

void CellArray::break_cells() {
  const auto& faults = numbers_.faults;
  for (std::size_t cell = 0; cell < size(); ++cell) {
    const double drawn = uniform(streams_.stuck, cell, 0);
    if (effects_.stuck_cells && drawn < faults.stuck_on + faults.stuck_off)
      fault_[cell] = drawn < faults.stuck_on ? Fault::stuck_on : Fault::stuck_off;
    if (effects_.open_lines && (uniform(streams_.open_row, cell / columns_, 0) < faults.open_rows ||
                                uniform(streams_.open_column, cell % columns_, 0) < faults.open_columns))
      fault_[cell] = Fault::open;
  }
}

double CellArray::to_cell(std::size_t cell, double nominal_s) const {
  const double low = law_->g_min_s();
  const double high = law_->g_max_s();
  if (off_[cell] == low && on_[cell] == high) return nominal_s;  // exactly, without variation
  return std::max(0.0, off_[cell] + (nominal_s - low) / (high - low) * (on_[cell] - off_[cell]));
}

double CellArray::to_nominal(std::size_t cell, double g_s) const {
  const double low = law_->g_min_s();
  const double high = law_->g_max_s();
  if (off_[cell] == low && on_[cell] == high) return g_s;
  if (on_[cell] == off_[cell]) return low;
  return low + (g_s - off_[cell]) / (on_[cell] - off_[cell]) * (high - low);
}

double CellArray::drifted(std::size_t cell) const {
  const double g = to_cell(cell, g_[cell]);
  const double time = now_s_ - written_at_[cell];
  if (!effects_.drift || !(time > 0)) return g;
  return detail::drifted(numbers_, g, time, normal(streams_.drift, cell, settled_[cell]));
}

double CellArray::conductance_s(std::size_t cell) const {
  switch (fault_[cell]) {
    case Fault::stuck_on:
      return on_[cell];
    case Fault::stuck_off:
      return off_[cell];
    case Fault::open:
      return 0;
    case Fault::none:
      break;
  }
  const double g = drifted(cell);
  return trapped_[cell] != 0 ? g * (1.0 - numbers_.noise.telegraph) : g;
}

void CellArray::conductances_s(std::span<double> out) const {
  for (std::size_t cell = 0; cell < size(); ++cell) out[cell] = conductance_s(cell);
}

double CellArray::read_sigma_s(std::size_t cell) const {
  const double g = conductance_s(cell);
  const double current = iv().current_a(g, read_.voltage_v);
  double variance = 0;
  if (effects_.thermal_noise)
    variance +=
        detail::thermal_variance(g, temperature_k_, read_.width_s) / (read_.voltage_v * read_.voltage_v);
  if (effects_.shot_noise)
    variance += detail::shot_variance(current, read_.width_s) / (read_.voltage_v * read_.voltage_v);
  if (effects_.flicker_noise) {
    const double sigma =
        g * detail::flicker(numbers_, to_cell(cell, g_[cell]), now_s_ - written_at_[cell], read_.width_s);
    variance += sigma * sigma;
  }
  if (effects_.relative_noise) {
    const double sigma = g * numbers_.noise.relative;
    variance += sigma * sigma;
  }
  return std::sqrt(variance);
}

double CellArray::read_s(std::size_t cell, std::uint32_t sample) const {
  return noisy(cell, streams_.read, sample);
}

double CellArray::noisy(std::size_t cell, const base::Stream& stream, std::uint32_t event) const {
  const double g = conductance_s(cell);
  const double sigma = read_sigma_s(cell);
  return sigma == 0 ? g : std::max(0.0, g + sigma * normal(stream, cell, event));
}

void CellArray::reads_s(std::span<double> out, std::uint32_t sample) const {
  for (std::size_t cell = 0; cell < size(); ++cell) out[cell] = read_s(cell, sample);
}

double CellArray::read_energy_j(std::size_t cell) const {
  return read_.voltage_v * iv().current_a(conductance_s(cell), read_.voltage_v) * read_.width_s;
}

Write CellArray::pulse(std::size_t cell, Direction direction, std::uint32_t count) {
  return pulse(cell, law_->pulse(direction), count);
}

Write CellArray::pulse(std::size_t cell, const Pulse& pulse, std::uint32_t count) {
  if (!(std::fabs(pulse.voltage_v) > 0) || !(pulse.width_s > 0))
    base::bad_input("a pulse of {} V and {} s: neither may be 0", pulse.voltage_v, pulse.width_s);
  Write write{.pulses = count};
  const double before = conductance_s(cell);
  const double start = std::clamp(to_nominal(cell, fault_[cell] == Fault::none ? drifted(cell) : before),
                                  law_->g_min_s(), law_->g_max_s());
  Response response = law_->respond(start, pulse, 0);
  if (fault_[cell] == Fault::none && count > 0) {
    if (binary_)
      response = switch_cell(cell, start, pulse, count, write);
    else
      response = move_cell(cell, start, pulse, count);
    wear_out(cell, count);
  } else {
    write.reached = count == 0;
    wear_[cell] += count;
  }
  write.conductance_s = conductance_s(cell);
  write.energy_j = pulse_energy(cell, pulse, count, response, start, before);
  return write;
}

/// Of `count` pulses: the published energy, where the pulse is the card's; else |V| I t, the mean current of
/// the nominal cell in proportion to the cell's own conductance.
double CellArray::pulse_energy(std::size_t cell, const Pulse& pulse, std::uint32_t count,
                               const Response& response, double start, double before) const {
  const double published = pulse.sets() ? numbers_.set_energy_j : numbers_.reset_energy_j;
  const Pulse& own = law_->pulse(pulse.sets() ? Direction::set : Direction::reset);
  if (published >= 0 && own.voltage_v == pulse.voltage_v && own.width_s == pulse.width_s)
    return published * count;
  const double scale = (before + conductance_s(cell)) / (start + response.g_s);
  return std::fabs(pulse.voltage_v) * response.mean_current_a * scale * pulse.width_s * count;
}

/// A cell of many states: the card's law for a number of pulses that variation scales, and a scatter.
Response CellArray::move_cell(std::size_t cell, double start, const Pulse& pulse, std::uint32_t count) {
  const std::uint32_t event = events_[cell]++;
  double pulses = step_[cell] * count;
  double scatter = 0;
  if (effects_.cycle_variation) {
    const double root = std::sqrt(static_cast<double>(count));
    const double step = numbers_.cycle.step;
    const double range = numbers_.cycle.range;
    if (step > 0)
      pulses = numbers_.cycle.log_normal
                   ? pulses * base::exp(step / root * normal(streams_.cycle_step, cell, event))
                   : pulses + step_[cell] * step * root * normal(streams_.cycle_step, cell, event);
    if (range > 0)
      scatter =
          range * root * (law_->g_max_s() - law_->g_min_s()) * normal(streams_.cycle_range, cell, event);
  }
  // A step may turn out backwards: what a card's own pulse of the other sign does.
  Pulse applied = pulse;
  if (pulses < 0) {
    applied = law_->pulse(pulse.sets() ? Direction::reset : Direction::set);
    pulses = -pulses;
  }
  const Response response = law_->respond(start, applied, pulses);
  settle(cell, std::clamp(response.g_s + scatter, law_->g_min_s(), law_->g_max_s()));
  return response;
}

/// A cell of two states: each pulse switches or does not; a state that is entered differs from the last time.
Response CellArray::switch_cell(std::size_t cell, double start, const Pulse& pulse, std::uint32_t count,
                                Write& write) {
  const bool was_on = is_set_[cell] != 0;
  bool on = was_on;
  double state = start;
  double current = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t event = events_[cell]++;
    const bool switches =
        on != pulse.sets() &&
        (!effects_.switching || uniform(streams_.switching, cell, event) < law_->switch_probability(pulse));
    const Response response = law_->respond(state, pulse, switches ? 1 : 0);
    current += response.mean_current_a / count;
    if (switches) {
      on = !on;
      state = response.g_s;
    }
  }
  write.reached = on == pulse.sets();
  if (on == was_on) return {start, current};
  double varied = state;
  if (effects_.cycle_variation)
    varied *= factor(numbers_.cycle.log_normal, on ? numbers_.cycle.on : numbers_.cycle.off,
                     normal(streams_.cycle_state, cell, events_[cell]));
  settle(cell, varied);
  is_set_[cell] = on ? 1 : 0;  // however far the state has strayed
  return {state, current};
}

/// The pulse that brings a cell nearer. Of two states it is always the other one: a cell that is in the right
/// state and yet missed its target must leave it to enter it anew.
Direction CellArray::towards(std::size_t cell, double read_s, double target_s) const {
  const bool set = binary_ ? is_set_[cell] == 0 : read_s < target_s;
  return set ? Direction::set : Direction::reset;
}

Write CellArray::write_verify(std::size_t cell, double target_s, const Verify& verify) {
  Write total{.reached = false};
  for (;;) {
    const double read = noisy(cell, streams_.verify, events_[cell]++);
    ++total.reads;
    total.energy_j += read_energy_j(cell);
    total.reached = std::fabs(read - target_s) <= verify.tolerance_s;
    if (total.reached || total.pulses >= verify.max_pulses) break;
    const bool reached = total.reached;
    total += pulse(cell, towards(cell, read, target_s));
    total.reached = reached;
  }
  total.conductance_s = conductance_s(cell);
  return total;
}

Write CellArray::program(std::size_t cell, double target_s) {
  if (!(target_s >= law_->g_min_s() && target_s <= law_->g_max_s()))
    base::bad_input("a target of {} S is out of range: {}..{} S (card {})", target_s, law_->g_min_s(),
                    law_->g_max_s(), law_->card());
  Write write{.pulses = 1, .priced = numbers_.programming.priced};
  write.energy_j = numbers_.programming.energy_j;
  if (fault_[cell] == Fault::none) {
    const std::uint32_t event = events_[cell]++;
    double g = target_s;
    if (effects_.programming_error)
      g += detail::programming_sigma(numbers_, target_s) * normal(streams_.programming, cell, event);
    settle(cell, to_nominal(cell, std::max(0.0, g)));
    wear_out(cell, 1);
  } else {
    write.reached = false;
    ++wear_[cell];
  }
  write.conductance_s = conductance_s(cell);
  return write;
}

void CellArray::place(std::size_t cell, double nominal_s) {
  if (!(nominal_s >= law_->g_min_s() && nominal_s <= law_->g_max_s()))
    base::bad_input("a conductance of {} S is out of range: {}..{} S (card {})", nominal_s, law_->g_min_s(),
                    law_->g_max_s(), law_->card());
  settle(cell, nominal_s);
}

void CellArray::settle(std::size_t cell, double nominal_s) {
  g_[cell] = nominal_s;
  written_at_[cell] = now_s_;
  is_set_[cell] = nominal_s * nominal_s > law_->g_min_s() * law_->g_max_s() ? 1 : 0;
  ++settled_[cell];
}

double CellArray::lifetime(std::size_t cell) const {
  if (!effects_.endurance) return std::numeric_limits<double>::infinity();
  return numbers_.endurance.median * base::exp(numbers_.endurance.sigma * normal(streams_.lifetime, cell, 0));
}

void CellArray::wear_out(std::size_t cell, std::uint64_t pulses) {
  wear_[cell] += pulses;
  if (effects_.endurance && static_cast<double>(wear_[cell]) >= lifetime(cell))
    fault_[cell] = numbers_.endurance.stuck_on ? Fault::stuck_on : Fault::stuck_off;
}

void CellArray::age(double seconds) {
  if (!(seconds >= 0) || !std::isfinite(seconds)) base::bad_input("time cannot go on by {} s", seconds);
  now_s_ += seconds;
  ++ages_;
  if (!effects_.telegraph_noise) return;
  const double occupancy = detail::trap_occupancy(numbers_);
  const double memory = base::exp(-seconds / detail::trap_time_s(numbers_));
  for (std::size_t cell = 0; cell < size(); ++cell) {
    const double full = occupancy + (trapped_[cell] - occupancy) * memory;
    trapped_[cell] = uniform(streams_.trap, cell, ages_) < full ? 1 : 0;
  }
}

}  // namespace silipool::memristor
