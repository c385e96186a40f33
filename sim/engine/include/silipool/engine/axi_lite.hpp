#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/engine/pins.hpp>

namespace silipool::engine {

/// Accesses to the registers of silipool_top over its AXI4-Lite pins, one at a time, with the streams at
/// rest. Error{check_failed} where the answer is SLVERR or does not come.
class AxiLite {
 public:
  explicit AxiLite(PinLevel& pins) : pins_(pins) {}
  void write(std::uint32_t address, std::uint32_t value);
  [[nodiscard]] std::uint32_t read(std::uint32_t address);
  /// The response code alone: for tests of illegal accesses.
  [[nodiscard]] std::uint32_t try_write(std::uint32_t address, std::uint32_t value,
                                        std::uint32_t strobe = 0xf);
  [[nodiscard]] std::uint32_t try_read(std::uint32_t address);

 private:
  PinLevel& pins_;
  std::uint32_t read_data_ = 0;
};

/// Address and value of every runtime register.
[[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> runtime_registers(
    const config::Runtime& runtime);

/// Reset, comparison of identity and sizes with the configuration, runtime registers, initial state.
/// Error{check_failed} names the register that does not fit.
void bring_up(PinLevel& pins, const config::Config& config, const config::Runtime& runtime);

}  // namespace silipool::engine
