#pragma once
#include <cstdint>
#include <exception>

#include <silipool/base/error.hpp>
#include <silipool/config/config.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/registers.hpp>

namespace silipool::engine {

/// The block at rest, for as long as this lives.
class Pause {
  static constexpr std::uint32_t kPause = 4;   // of MODE
  static constexpr std::uint32_t kAtRest = 8;  // of STATUS

 public:
  Pause(AxiLite& bus, const config::Config& config) : bus_(bus), mode_(bus.read(registers::kMode)) {
    bus_.write(registers::kMode, mode_ | kPause);
    const config::Structural& s = config.structural;
    const std::uint64_t patience = 10000 + 8 * s.columns() * (s.slots() + 8);
    for (std::uint64_t i = 0; (bus_.read(registers::kStatus) & kAtRest) == 0; ++i)
      if (i > patience)
        throw base::Error(base::ErrorKind::check_failed,
                          "the RTL does not come to rest: its state cannot be accessed");
  }
  /// A block that has failed to answer is not asked again: its error is on its way.
  ~Pause() noexcept(false) {
    if (std::uncaught_exceptions() == exceptions_) bus_.write(registers::kMode, mode_);
  }
  Pause(const Pause&) = delete;
  Pause& operator=(const Pause&) = delete;

 private:
  AxiLite& bus_;
  std::uint32_t mode_;
  int exceptions_ = std::uncaught_exceptions();
};

}  // namespace silipool::engine
