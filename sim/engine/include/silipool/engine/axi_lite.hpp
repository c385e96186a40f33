#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/engine/pins.hpp>
#include <silipool/engine/stall.hpp>

namespace silipool::engine {

/// Accesses to the registers of silipool_top over its AXI4-Lite pins, one at a time, with the streams at
/// rest. Error{check_failed} where the answer is SLVERR, does not come, or changes before it is taken. Each
/// of the five channels stalls by itself.
class AxiLite {
 public:
  explicit AxiLite(PinLevel& pins, Stalls stalls = {Stall::none, 0}) : pins_(pins), stalls_(stalls) {}
  void write(std::uint32_t address, std::uint32_t value);
  [[nodiscard]] std::uint32_t read(std::uint32_t address);
  /// The response code alone: for tests of illegal accesses.
  [[nodiscard]] std::uint32_t try_write(std::uint32_t address, std::uint32_t value,
                                        std::uint32_t strobe = 0xf);
  [[nodiscard]] std::uint32_t try_read(std::uint32_t address);
  /// What the last of them that was answered brought.
  [[nodiscard]] std::uint32_t data() const noexcept { return read_data_; }

 private:
  enum class Channel { write_address, write_data, write_response, read_address, read_data };
  [[nodiscard]] bool runs(Channel channel) const;

  PinLevel& pins_;
  Stalls stalls_;
  std::uint32_t read_data_ = 0;
};

/// Address and value of every runtime register.
[[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> runtime_registers(
    const config::Runtime& runtime);

/// Reset, comparison of identity and sizes with the configuration, formats, runtime registers, initial state.
/// Error{check_failed} names the register that does not fit.
void bring_up(PinLevel& pins, const config::Config& config, const config::Runtime& runtime,
              Stalls stalls = {Stall::none, 0});

}  // namespace silipool::engine
