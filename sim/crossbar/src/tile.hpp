#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <silipool/crossbar/setup.hpp>
#include <silipool/crossbar/work.hpp>
#include <silipool/memristor/array/solver.hpp>
#include <silipool/memristor/array/tiles.hpp>
#include <silipool/memristor/device/cell_array.hpp>
#include <silipool/memristor/periphery/readout.hpp>

namespace silipool::crossbar {

/// The devices of one hypercolumn, slots by columns, in arrays with their wires, and the circuits that read
/// them.
class Tile {
 public:
  /// `seed` is the tile's own. `threshold`: of permanences, where they are analog.
  Tile(const Setup& setup, std::size_t slots, std::size_t columns, std::uint32_t threshold,
       std::uint64_t seed);

  [[nodiscard]] std::size_t slots() const noexcept { return slots_; }
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
  [[nodiscard]] std::size_t cell(std::size_t slot, std::size_t column) const {
    return slot * columns_ + column;
  }
  [[nodiscard]] const memristor::CellArray& cells() const noexcept { return cells_; }
  [[nodiscard]] const memristor::Tiles& arrays() const noexcept { return arrays_; }
  /// As the arrays have it: noise-free.
  [[nodiscard]] double conductance_s(std::size_t slot, std::size_t column) const {
    return conductance_s_[cell(slot, column)];
  }
  [[nodiscard]] bool is_on(std::size_t slot, std::size_t column) const {
    return conductance_s(slot, column) > (setup_.on_s + setup_.off_s) / 2;
  }

  /// New devices, all off.
  void begin();
  void place(std::size_t slot, std::size_t column, double nominal_s);
  /// Writes a binary state: one pulse of a binary device, else as many as write-verify takes.
  void write_state(std::size_t slot, std::size_t column, bool on);
  /// Pulses of the card.
  void pulse(std::size_t slot, std::size_t column, memristor::Direction direction, std::uint32_t count);
  /// A cell switches under `pulse`, whose energy share() has counted.
  void switch_state(std::size_t slot, std::size_t column, const memristor::Pulse& pulse);
  /// One pulse to the cells of a column on these slots at once: its energy, whatever switches.
  void apply(std::span<const std::uint32_t> slots, std::size_t column, const memristor::Pulse& pulse);
  void age(double seconds);
  void break_cell(std::size_t slot, std::size_t column, memristor::Fault fault);

  /// Fits the circuits' references to the columns' own currents; `bits[column]` are the slots that should be
  /// on. Of reads with all rows at once.
  void calibrate(const std::vector<std::vector<bool>>& on, std::span<const std::uint32_t> usable_slots);
  /// Overlaps of all columns with the active slots (ascending); `read` numbers the reads.
  void read(std::span<const std::uint32_t> active, std::uint64_t read, std::span<std::uint32_t> overlaps);
  /// The current of each column with the active rows driven at once; not counted, no circuit sees it.
  [[nodiscard]] std::vector<double> currents_a(std::span<const std::uint32_t> active, std::uint64_t read);
  /// Currents of the last read with all rows at once.
  [[nodiscard]] std::span<const double> last_currents_a() const noexcept { return last_a_; }

  [[nodiscard]] const Work& work() const noexcept { return work_; }
  [[nodiscard]] Work& work() noexcept { return work_; }
  /// Of the last step, in seconds: pulses one after the other.
  double step_read_s = 0, step_write_s = 0;

 private:
  [[nodiscard]] memristor::Drive drive(std::size_t array) const;
  void show_reads(std::span<const std::uint32_t> active, std::uint64_t read);
  void solve(std::size_t array, bool count);
  void changed(std::size_t slot, std::size_t column);
  void count_write(std::size_t slot, std::size_t column, const memristor::Write& write, double before_s,
                   const memristor::Pulse& pulse);
  void half_select(std::size_t slot, std::size_t column, const memristor::Pulse& pulse, std::uint32_t pulses);
  void make_readouts(const memristor::Calibration& calibration);
  [[nodiscard]] memristor::FrontEnd front_end(std::size_t array,
                                              const memristor::Calibration& of_columns) const;
  [[nodiscard]] memristor::CellArray new_cells() const;

  const Setup& setup_;
  std::size_t slots_, columns_;
  std::uint32_t threshold_;
  std::uint64_t seed_;
  bool noisy_;
  memristor::CellArray cells_;
  memristor::Tiles arrays_;
  std::vector<double> conductance_s_;  ///< [cell]
  std::vector<memristor::Solver> solvers_;
  std::vector<std::unique_ptr<memristor::Readout>> readouts_;  ///< one for each array
  std::vector<double> row_v_;
  memristor::Solution solution_;
  std::vector<double> last_a_;
  Work work_;
};

}  // namespace silipool::crossbar
