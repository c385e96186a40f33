#pragma once
#include <cstdint>
#include <string>

#include <silipool/base/error.hpp>

namespace silipool::dut {

/// A design broke a rule of its protocol: no comparison is to blame, and none makes sense after it.
class Violation : public base::Error {
 public:
  Violation(const std::string& what, std::string signal, std::uint64_t cycle)
      : base::Error(base::ErrorKind::check_failed, what), signal_(std::move(signal)), cycle_(cycle) {}
  [[nodiscard]] const std::string& signal() const noexcept { return signal_; }
  [[nodiscard]] std::uint64_t cycle() const noexcept { return cycle_; }

 private:
  std::string signal_;  ///< port
  std::uint64_t cycle_;
};

}  // namespace silipool::dut
