#pragma once
#include <cstddef>
#include <initializer_list>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>

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

}  // namespace silipool::oracle
