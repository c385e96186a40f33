#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <silipool/base/stream.hpp>
#include <silipool/config/config.hpp>
#include <silipool/engine/beats.hpp>
#include <silipool/engine/pins.hpp>

#include "lanes.hpp"

namespace silipool::mutation {

/// Pins driven at random, within the protocols and nothing else: frames in both formats, every third
/// malformed; registers read and written while steps are under way, legally or not; pauses, with state read
/// and written; the initial state made again; resets in the middle. Nothing is expected: mutants are compared
/// with the netlist.
class Wild {
 public:
  /// `configs`, of one structure, give registers that mean something. `close`: nearly always at the state,
  /// with numbers that differ in one bit from what they are compared with, and products near what is rounded.
  Wild(std::vector<config::Config> configs, std::uint64_t seed, std::uint64_t cycles, bool close = false);
  [[nodiscard]] std::vector<Difference> run(const Netlist& netlist,
                                            std::span<const Netlist::Mutant> mutants) const;
  /// The same of the netlist alone; `look` is called in every cycle from the first reset on.
  void watch(const Netlist& netlist, const std::function<void(const LanePins&)>& look) const;
  /// The inputs of the next cycle, after those of the one before and what the block answered.
  [[nodiscard]] engine::PinInputs next(const engine::PinInputs& before, const engine::PinOutputs& out);

 private:
  template <class Look>
  void drive(LanePins& lanes, const Look& look) const;
  struct Access {
    std::uint32_t address = 0, value = 0, strobe = 0xf;
  };
  void begin_phase();
  void drive_frames(engine::PinInputs& in, const engine::PinInputs& before, const engine::PinOutputs& out);
  void draw_frame();
  void drive_bus(engine::PinInputs& in, const engine::PinInputs& before, const engine::PinOutputs& out);
  void drive_reads(engine::PinInputs& in);
  void draw_writes();
  void draw_state();
  void draw_columns(std::uint32_t part, std::uint32_t near, unsigned spread);
  /// Steps, so many before a refresh and so many learned before them.
  void draw_steps(std::uint32_t left, std::uint32_t learned);
  void draw_registers();
  void draw_ties();
  /// Of 16 bits: the same, or the next; of a close run most often another in one bit.
  [[nodiscard]] std::uint32_t near(std::uint32_t value);
  void make_initial_state();
  void read_permanences(std::uint32_t first_tile);
  void draw_rounding();
  void push(std::uint32_t address, std::uint32_t value);
  void wait(std::uint64_t cycles);
  [[nodiscard]] const config::Config& any_config();
  /// Of any width; a power of two more often than not, so that each bit counts alone.
  [[nodiscard]] std::uint32_t number();
  [[nodiscard]] bool one_in(std::uint64_t n) { return stream_.below(n) == 0; }
  [[nodiscard]] std::uint32_t bits(unsigned count) {
    return static_cast<std::uint32_t>(stream_.next() >> (64 - count));
  }

  std::vector<config::Config> configs_;
  std::uint64_t seed_, cycles_, step_ = 0;
  base::Stream stream_;
  std::vector<engine::Beat> beats_;  ///< of the frame that is being sent, that are left
  std::uint32_t mode_ = 0;           ///< the last that was to be written
  std::uint64_t source_pace_ = 1, sink_pace_ = 1, bus_pace_ = 1;  ///< one in so many cycles does something
  std::uint64_t phase_left_ = 0;
  bool close_;
  bool states_;                ///< of this run most phases are such pauses
  std::uint64_t often_;        ///< which of draw_state this run does every second time
  bool at_state_ = false;      ///< the phase is a pause with accesses to the state
  std::vector<Access> queue_;  ///< writes to come, the next one last
  bool writing_ = false, data_waits_ = false, reading_ = false;
  std::uint64_t reset_left_ = 4, wait_left_ = 0;
};

}  // namespace silipool::mutation
