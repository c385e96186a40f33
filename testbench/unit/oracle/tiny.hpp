#pragma once
#include <cstddef>
#include <initializer_list>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/oracle/oracle.hpp>

namespace silipool::oracle {

/// Four inputs in a line and one hypercolumn of two columns that see them all. Permanences have two bits and
/// theta is the greatest, so that with `initially_connected` = 1 every permanence begins at 3.
inline config::Structural tiny_structure() {
  config::Structural s;
  s.height = 1;
  s.width = 4;
  s.columns_per_hypercolumn = 2;
  s.window_y = 1;
  s.window_x = 4;
  s.permanence_bits = 2;
  s.connected_threshold = 3;
  s.learning_rule = config::LearningRule::every_step;
  return s;
}

inline config::Runtime tiny_registers() {
  config::Runtime r;
  r.active_columns = 1;
  r.learning_columns = 1;
  r.stimulus_threshold = 1;
  r.initially_connected = 65536;
  r.increment = 1;
  r.decrement = 2;
  r.boost_scale = 1U << 23;  // with it, y is half of target - duty
  r.boost_target = 384;
  r.decay = 32768;
  r.update_period = 3;
  return r;
}

inline base::Sdr input_of(std::size_t size, std::initializer_list<std::size_t> on) {
  base::Sdr input(size);
  for (const std::size_t i : on) input.set(i);
  return input;
}

inline base::Sdr all_of(std::size_t size) {
  base::Sdr input(size);
  for (std::size_t i = 0; i < size; ++i) input.set(i);
  return input;
}

/// One hypercolumn of `columns` columns in a line, each of which sees the `planes` inputs at its own place
/// and nothing else, all connected: an overlap is the number of planes that are on there.
inline config::Structural bar_structure(std::size_t columns, std::size_t planes) {
  config::Structural s = tiny_structure();
  s.planes = planes;
  s.width = s.window_x = s.columns_per_hypercolumn = columns;
  s.pool = config::Pool::radius;
  s.radius = 0;
  return s;
}

/// Nothing learns and nothing is boosted.
inline config::Runtime bar_registers() {
  config::Runtime r = tiny_registers();
  r.increment = r.decrement = 0;
  r.boost_scale = 0;
  return r;
}

/// The input with these overlaps.
inline base::Sdr bars(std::size_t planes, const std::vector<std::size_t>& overlaps) {
  base::Sdr input(planes * overlaps.size());
  for (std::size_t x = 0; x < overlaps.size(); ++x)
    for (std::size_t p = 0; p < overlaps[x]; ++p) input.set(p * overlaps.size() + x);
  return input;
}

/// The indices of a phase's events, in their order.
inline std::vector<std::size_t> indices(const std::vector<Event>& events, int phase) {
  std::vector<std::size_t> found;
  for (const Event& event : events)
    if (event.phase == phase) found.push_back(event.index);
  return found;
}
inline std::vector<std::uint64_t> values(const std::vector<Event>& events, int phase) {
  std::vector<std::uint64_t> found;
  for (const Event& event : events)
    if (event.phase == phase) found.push_back(event.value);
  return found;
}

/// Permanences of a column, slot by slot.
inline std::vector<std::uint64_t> permanences(const Oracle& oracle, std::size_t c, std::size_t slots) {
  std::vector<std::uint64_t> found;
  for (std::size_t s = 0; s < slots; ++s) found.push_back(oracle.permanence(c, s));
  return found;
}

}  // namespace silipool::oracle
