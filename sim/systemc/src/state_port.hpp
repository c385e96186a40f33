#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>

#include <silipool/config/config.hpp>
#include <silipool/sp/spatial_pooler.hpp>
#include <silipool/sp/state.hpp>

namespace silipool::systemc {

/// The register STATE_DATA over a pooler at rest: words in the order of silipool_state_port.
class StatePort {
 public:
  StatePort(const config::Config& config, sp::SpatialPooler& pooler);

  /// A write to STATE_SELECT.
  void select(std::uint32_t value);
  /// The next word, or none past the end.
  [[nodiscard]] std::optional<std::uint32_t> read();
  [[nodiscard]] bool write(std::uint32_t value);
  /// The pooler goes on from what was written. Error{bad_input} where it cannot.
  void commit();
  /// The pooler has gone on by itself.
  void forget() noexcept { held_ = false; }

 private:
  enum Part : std::uint32_t { permanences, duties, boosts, steps };  // of STATE_SELECT
  void hold();
  [[nodiscard]] bool past_end() const;
  void advance();
  [[nodiscard]] std::uint32_t word() const;
  void set_word(std::uint32_t value);
  /// Slots of the word: how many there are from slot_ + lane_ on.
  [[nodiscard]] std::size_t fields() const;

  config::Structural structural_;
  std::size_t lanes_, columns_of_tile_;
  sp::SpatialPooler& pooler_;
  sp::State state_;
  std::uint32_t to_refresh_ = 1;
  bool held_ = false, changed_ = false;
  Part part_ = permanences;
  std::size_t column_ = 0, slot_ = 0, lane_ = 0;  ///< first slot of the memory word, place in it
  std::size_t step_word_ = 0;
};

}  // namespace silipool::systemc
