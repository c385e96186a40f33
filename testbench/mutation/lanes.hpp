#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <vector>

#include <silipool/engine/pins.hpp>

#include "netlist.hpp"

namespace silipool::mutation {

inline constexpr std::size_t kLanes = 512;  ///< of which the first is the netlist itself
inline constexpr std::size_t kWords = kLanes / 64;
using Word = std::array<std::uint64_t, kWords>;  ///< a bit of all lanes

/// How a mutant differed from the netlist first.
struct Difference {
  std::uint64_t cycle = std::numeric_limits<std::uint64_t>::max();  ///< of the clock; that value: it did not
  bool value = false;                                               ///< in what was transferred; else in when
  [[nodiscard]] bool found() const noexcept { return cycle != std::numeric_limits<std::uint64_t>::max(); }
};

/// A node as it is evaluated.
struct Gate {
  Kind kind = Kind::zero;
  std::uint32_t y = 0;
  Literal a = 0, b = 0, c = 0;  ///< of a site, b is which of those that act
};
/// Lanes in which mutants act at a site.
struct Acting {
  Word zero{}, one{}, inverted{};
};

/// All lanes differ: there is nothing left to find.
struct AllFound {};

/// A netlist of silipool_instance and mutants of it at the same pins, cycle by cycle, each in a lane of
/// machine words: what is driven goes to all, and what is read is of the netlist itself. Mutants are compared
/// with it in every cycle out of reset, in all that the protocols give a meaning: READY only beside VALID,
/// and data only beside it too.
class LanePins final : public engine::PinLevel {
 public:
  /// At most kLanes - 1 mutants. Registers begin with bits of `seed`, the same in all lanes. With `lists`,
  /// bytes of the winners that TKEEP does not keep mean nothing.
  LanePins(const Netlist& netlist, std::span<const Netlist::Mutant> mutants, std::uint64_t seed, bool lists);

  const engine::PinOutputs& settle(const engine::PinInputs& inputs) override;
  /// The outputs are those before the edge: a driver reads them when it has settled.
  const engine::PinOutputs& edge() override;
  [[nodiscard]] std::uint64_t cycle() const override { return cycle_; }
  void open_trace(const std::filesystem::path& path) override;
  void close_trace() override {}

  /// One for each mutant.
  [[nodiscard]] std::span<const Difference> differences() const { return differences_; }
  /// AllFound is thrown by the next edge() at which no lane is left.
  void stop_when_all_differ() { stops_ = true; }
  /// Of the netlist itself.
  [[nodiscard]] bool value(std::uint32_t node) const { return (values_[node][0] & 1U) != 0; }

 private:
  void compare(const engine::PinInputs& in);
  [[nodiscard]] std::uint64_t port(std::size_t output) const;

  std::vector<Gate> gates_;
  std::vector<std::size_t> runs_;  ///< where gates of one kind begin, and the end
  std::vector<Acting> acting_;
  std::vector<Netlist::Register> registers_;
  std::vector<Word> values_, after_;
  std::array<std::vector<std::uint32_t>, 17> in_;  ///< nodes of an input's bits
  std::array<std::vector<Literal>, 14> out_;
  bool lists_, stops_ = false;
  Word differ_{};
  std::vector<Difference> differences_;
  std::size_t found_ = 0;
  engine::PinOutputs outputs_;
  std::uint64_t cycle_ = 0;
  bool was_reset_ = false;  ///< before, what registers hold is nobody's
};

}  // namespace silipool::mutation
