#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <silipool/base/stream.hpp>
#include <silipool/memristor/device/card.hpp>
#include <silipool/memristor/device/effect_numbers.hpp>
#include <silipool/memristor/device/effects.hpp>
#include <silipool/memristor/device/law.hpp>

namespace silipool::memristor {

enum class Fault : std::uint8_t { none, stuck_on, stuck_off, open };

/// What a write did and cost.
struct Write {
  std::uint32_t pulses = 0;
  std::uint32_t reads = 0;   ///< to verify
  double energy_j = 0;       ///< in the cell, of pulses and reads; lines and periphery are not in it
  bool priced = true;        ///< false: the card does not say what a write costs, and energy_j lacks it
  bool reached = true;       ///< within the tolerance (write_verify); switched (binary)
  double conductance_s = 0;  ///< afterwards, without noise

  Write& operator+=(const Write& other) noexcept;
};

/// When a write-verify loop stops.
struct Verify {
  double tolerance_s = 0;  ///< |read - target| at most
  std::uint32_t max_pulses = 100;
};

/// rows x columns cells of one card; cell = row * columns + column. Every draw is a function of (seed, name
/// of the effect, cell, number of the event in that cell): operations on different cells may run in any order
/// and on any number of threads, to the same bytes.
class CellArray {
 public:
  /// All cells at g_min, fresh, at time 0. Error{bad_input} for an effect that the card has no numbers for,
  /// and for more than 2^31 cells or none.
  CellArray(const Card& card, std::size_t rows, std::size_t columns, std::uint64_t seed,
            const Effects& effects = {}, double temperature_k = 300);

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
  [[nodiscard]] std::size_t size() const noexcept { return rows_ * columns_; }
  [[nodiscard]] const Law& law() const noexcept { return *law_; }
  [[nodiscard]] const Iv& iv() const noexcept { return law_->iv(); }
  [[nodiscard]] const Pulse& read_pulse() const noexcept { return read_; }

  /// Small-signal conductance now, with variation, faults, drift and telegraph state, without the noise of a
  /// read; the second fills size() values.
  [[nodiscard]] double conductance_s(std::size_t cell) const;
  void conductances_s(std::span<double> out) const;

  /// What read number `sample` sees: conductance_s and the noise of that read. At least 0. `sample` names the
  /// draw: reads of one step share a number.
  [[nodiscard]] double read_s(std::size_t cell, std::uint32_t sample) const;
  void reads_s(std::span<double> out, std::uint32_t sample) const;
  /// Standard deviation of thermal, shot, flicker and relative noise together, in siemens, around the
  /// conductance that the read finds (docs/memristors.md).
  [[nodiscard]] double read_sigma_s(std::size_t cell) const;
  /// Of one read at the card's read pulse.
  [[nodiscard]] double read_energy_j(std::size_t cell) const;

  /// `count` pulses of the card, or of one's own where the law holds for them.
  Write pulse(std::size_t cell, Direction direction, std::uint32_t count = 1);
  Write pulse(std::size_t cell, const Pulse& pulse, std::uint32_t count = 1);
  /// Read, stop if within the tolerance, else one pulse towards the target, and again.
  Write write_verify(std::size_t cell, double target_s, const Verify& verify);
  /// The outcome of the programming scheme that [programming] was measured with: the target and its error.
  /// Without programming_error the target exactly. Wears the cell by one. Error{bad_input} unless g_min <=
  /// target
  /// <= g_max of the law.
  Write program(std::size_t cell, double target_s);
  /// The probability that one such pulse switches this cell (model "binary").
  [[nodiscard]] double switch_probability(const Pulse& pulse) const {
    return law_->switch_probability(pulse);
  }
  /// Puts a cell where a simulation begins: no pulse, no wear, no draw. g_min <= target <= g_max of the law;
  /// the cell's own bounds then scale it.
  void place(std::size_t cell, double nominal_s);

  /// Simulated time goes on: drift, and the traps of telegraph noise. Not concurrently with anything else.
  void age(double seconds);
  [[nodiscard]] double now_s() const noexcept { return now_s_; }

  /// Pulses that the cell has had.
  [[nodiscard]] std::uint64_t wear(std::size_t cell) const { return wear_[cell]; }
  /// Pulses after which it fails; infinite without endurance.
  [[nodiscard]] double lifetime(std::size_t cell) const;
  [[nodiscard]] Fault fault(std::size_t cell) const { return fault_[cell]; }
  void set_fault(std::size_t cell, Fault fault) { fault_[cell] = fault; }

 private:
  void vary_devices();
  void break_cells();
  [[nodiscard]] double to_cell(std::size_t cell, double nominal_s) const;
  [[nodiscard]] double to_nominal(std::size_t cell, double g_s) const;
  [[nodiscard]] double drifted(std::size_t cell) const;
  [[nodiscard]] double noisy(std::size_t cell, const base::Stream& stream, std::uint32_t event) const;
  [[nodiscard]] double pulse_energy(std::size_t cell, const Pulse& pulse, std::uint32_t count,
                                    const Response& response, double start, double before) const;
  Response move_cell(std::size_t cell, double start, const Pulse& pulse, std::uint32_t count);
  Response switch_cell(std::size_t cell, double start, const Pulse& pulse, std::uint32_t count, Write& write);
  [[nodiscard]] Direction towards(std::size_t cell, double read_s, double target_s) const;
  void settle(std::size_t cell, double nominal_s);
  void wear_out(std::size_t cell, std::uint64_t pulses);

  /// One for each effect, so that none shifts the draws of another.
  struct Streams {
    explicit Streams(std::uint64_t seed) : seed_of_all(seed) {}
    std::uint64_t seed_of_all;
    base::Stream device_on{seed_of_all, "memristor.device.on"};
    base::Stream device_off{seed_of_all, "memristor.device.off"};
    base::Stream device_step{seed_of_all, "memristor.device.step"};
    base::Stream cycle_step{seed_of_all, "memristor.cycle.step"};
    base::Stream cycle_range{seed_of_all, "memristor.cycle.range"};
    base::Stream cycle_state{seed_of_all, "memristor.cycle.state"};
    base::Stream switching{seed_of_all, "memristor.switching"};
    base::Stream programming{seed_of_all, "memristor.programming"};
    base::Stream stuck{seed_of_all, "memristor.stuck"};
    base::Stream open_row{seed_of_all, "memristor.open.row"};
    base::Stream open_column{seed_of_all, "memristor.open.column"};
    base::Stream lifetime{seed_of_all, "memristor.lifetime"};
    base::Stream drift{seed_of_all, "memristor.drift"};
    base::Stream trap{seed_of_all, "memristor.trap"};
    base::Stream read{seed_of_all, "memristor.read"};
    base::Stream verify{seed_of_all, "memristor.verify"};
  };

  std::shared_ptr<const Law> law_;
  EffectNumbers numbers_;
  bool binary_;
  Effects effects_;
  std::size_t rows_, columns_;
  double temperature_k_;
  Pulse read_;
  Streams streams_;
  double now_s_ = 0;
  std::uint32_t ages_ = 0;

  // One entry a cell.
  std::vector<double> g_;                ///< nominal small-signal conductance when it was last written
  std::vector<double> written_at_;       ///< simulated time of that
  std::vector<double> on_, off_, step_;  ///< of the cell: bounds [S], steps for one nominal step
  std::vector<std::uint32_t> events_;    ///< writes so far: the number of the next draw
  std::vector<std::uint32_t> settled_;   ///< new conductances so far: the number of the draw of its drift
  std::vector<std::uint8_t> is_set_;     ///< which of two states (model "binary")
  std::vector<std::uint64_t> wear_;
  std::vector<Fault> fault_;
  std::vector<std::uint8_t> trapped_;  ///< state of the telegraph trap
};

}  // namespace silipool::memristor
