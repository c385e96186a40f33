#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <silipool/dut/design.hpp>
#include <silipool/engine/ports.hpp>

namespace silipool::dut {

/// Which ports of the design the names of a DUT.toml are.
struct Wiring {
  using Place = std::optional<std::size_t>;  ///< index of a port
  struct Wires {
    std::size_t data = 0, width = 0;  ///< bits of a word
    std::size_t bits = 0;             ///< inputs or columns
    std::size_t words = 0;            ///< of a bitmap
    Place valid, ready, last, done, start, write, address, read;
  };
  struct Bus {
    std::size_t address = 0, data = 0;
    Place read, write, write_data;
  };

  std::size_t clock = 0, reset = 0;
  Wires input, output;
  Place learn, idle;
  std::optional<Bus> bus;
  std::vector<std::pair<std::size_t, std::uint64_t>> constants;

  /// Error{bad_input} names the key of the DUT.toml and the ports that exist, or the widths that do not fit;
  /// every input of the design must have been named once.
  Wiring(const Design& design, const config::Config& config, const std::vector<engine::Port>& ports);
};

}  // namespace silipool::dut
