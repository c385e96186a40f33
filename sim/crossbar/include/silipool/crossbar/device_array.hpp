#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/crossbar/setup.hpp>
#include <silipool/crossbar/work.hpp>
#include <silipool/memristor/array/tiles.hpp>
#include <silipool/memristor/device/cell_array.hpp>
#include <silipool/sp/synapse_array.hpp>

namespace silipool::crossbar {

class Tile;
class Team;

/// The synapses of a pooler in memristors, a hypercolumn to a tile of slots by columns (docs/crossbar.md).
/// Results do not depend on the number of threads. Draws of devices are functions of crossbar.seed, the
/// hypercolumn, the cell and the number of the event there.
class DeviceArray final : public sp::SynapseArray {
 public:
  /// Error{bad_input} as make_setup.
  DeviceArray(const config::Config& config, unsigned threads);
  ~DeviceArray() override;

  void place(sp::Synapses& synapses) override;
  void overlaps(const sp::Synapses& synapses, std::span<std::uint32_t> of_column) override;
  bool keys(std::span<const std::uint32_t> boosts, const sp::KeyRule& rule,
            std::span<std::uint32_t> keys) override;
  void learn(sp::Synapses& synapses, const sp::Lesson& lesson, const sp::RowRule& rule) override;

  [[nodiscard]] const Setup& setup() const noexcept { return setup_; }
  /// Since the last place(), of steps that have ended: of those that learned, and of the others.
  [[nodiscard]] const Work& learning_work() const noexcept { return learning_; }
  [[nodiscard]] const Work& inference_work() const noexcept { return inference_; }
  /// The step ends: what was done is counted, devices age.
  void end_step(bool learned);
  [[nodiscard]] Wear wear() const;

  [[nodiscard]] std::size_t tiles() const noexcept { return tiles_.size(); }
  [[nodiscard]] const memristor::CellArray& cells(std::size_t hypercolumn) const;
  [[nodiscard]] const memristor::Tiles& arrays(std::size_t hypercolumn) const;
  /// Whether the device is on; of an analog synapse: connected.
  [[nodiscard]] bool connected(std::size_t column, std::size_t slot) const;
  /// Slots of a hypercolumn that look at an input.
  [[nodiscard]] std::span<const std::uint32_t> usable_slots(std::size_t hypercolumn) const {
    return usable_[hypercolumn];
  }
  /// Those that are on in the input read last, ascending.
  [[nodiscard]] const std::vector<std::uint32_t>& active_slots(std::size_t hypercolumn) const {
    return active_[hypercolumn];
  }
  /// The currents of the columns of a hypercolumn with these rows driven at once.
  [[nodiscard]] std::vector<double> currents_a(std::size_t hypercolumn,
                                               std::span<const std::uint32_t> active);

  /// Asked at each occasion for a fault of a kind (docs/spec.md section 7: 1 a reading that is one off, 4 a
  /// lesson that is written to another cell, 7 a device that changes by itself); below 0: none.
  void on_inject(std::function<int(int kind)> inject) { inject_ = std::move(inject); }

 private:
  void place_tile(sp::Synapses& synapses, std::size_t hypercolumn);
  void learn_hybrid(sp::Synapses& synapses, const sp::Lesson& lesson, const sp::RowRule& rule);
  void learn_analog(sp::Synapses& synapses, const sp::Lesson& lesson, const sp::RowRule& rule);
  void learn_stochastic(sp::Synapses& synapses, const sp::Lesson& lesson);
  void make_probabilities(std::size_t columns);
  Tile& tile_of(std::size_t column) { return *tiles_[column / columns_per_hypercolumn_]; }

  Setup setup_;
  std::size_t columns_per_hypercolumn_, slots_;
  std::uint32_t threshold_;
  std::vector<std::unique_ptr<Tile>> tiles_;
  std::unique_ptr<Team> team_;
  std::vector<std::vector<std::uint32_t>> usable_, active_;  ///< [hypercolumn]: slots, ascending
  std::uint64_t reads_ = 0;
  bool ages_ = false;
  Work learning_, inference_;
  /// Stochastic: of each cell, [column][slot], in 1/65536, that a pulse sets or resets it.
  std::vector<std::uint32_t> set_probability_, reset_probability_;
  std::function<int(int)> inject_;
  std::vector<std::uint64_t> connected_before_;
  std::vector<std::uint32_t> on_slots_, off_slots_;
};

}  // namespace silipool::crossbar
