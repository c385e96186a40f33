#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include <silipool/engine/pins.hpp>
#include <silipool/engine/ports.hpp>

namespace silipool::mutation {

/// A netlist of silipool_instance with a port that chooses a mutant, as pins. A design that is slower than
/// allowed is an error.
class PortPins final : public engine::PinLevel {
 public:
  /// `mutant` 0 is none. Error{check_failed} from the cycle after `cycles` on.
  PortPins(std::unique_ptr<engine::PortLevel> ports, std::uint64_t mutant, std::uint64_t cycles);

  const engine::PinOutputs& settle(const engine::PinInputs& inputs) override;
  const engine::PinOutputs& edge() override;
  [[nodiscard]] std::uint64_t cycle() const override { return cycle_; }
  void open_trace(const std::filesystem::path& path) override { ports_->open_trace(path); }
  void close_trace() override { ports_->close_trace(); }

 private:
  const engine::PinOutputs& read();

  static constexpr std::size_t kInputs = 18, kOutputs = 14;
  std::unique_ptr<engine::PortLevel> ports_;
  std::uint64_t cycles_;
  std::array<std::uint64_t*, kInputs> in_{};
  std::array<const std::uint64_t*, kOutputs> out_{};
  engine::PinOutputs outputs_;
  std::uint64_t cycle_ = 0;
  std::uint64_t keep_mask_ = 0;
};

}  // namespace silipool::mutation
