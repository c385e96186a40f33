#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace silipool::engine {

/// One port of a design, after elaboration.
struct Port {
  std::string name;
  bool input = false;     ///< of the design
  std::size_t width = 1;  ///< bits
  [[nodiscard]] std::size_t words() const { return (width + 63) / 64; }
};

/// A design with any ports, evaluated when it is told to: what a testbench of somebody else's design drives.
/// It knows no clock: that is a port like the others.
class PortLevel {
 public:
  virtual ~PortLevel() = default;
  [[nodiscard]] virtual const std::vector<Port>& ports() const = 0;
  /// The value of a port in words of 64 bits, bit 0 the least significant of the first. An input is written
  /// here and counts from the next evaluation on; an output is as the last one left it; bits past the width
  /// are 0.
  [[nodiscard]] virtual std::span<std::uint64_t> value(std::size_t port) = 0;
  /// Lets the design settle. Error{check_failed} where it does not, or where it ends the simulation.
  virtual void evaluate() = 0;
  /// A word of a signal inside the design, by the order in which signals were named when it was built;
  /// kSignalBits bits, those past its width 0.
  static constexpr std::size_t kSignalBits = 4096;
  [[nodiscard]] virtual std::vector<std::uint64_t> peek(std::size_t signal, std::uint32_t address) = 0;
  virtual void poke(std::size_t signal, std::uint32_t address, const std::vector<std::uint64_t>& word) = 0;
  /// Waves from now on into an FST file, until closed. Throws where the design was built without.
  virtual void open_trace(const std::filesystem::path& path) = 0;
  virtual void close_trace() = 0;
};

}  // namespace silipool::engine
