#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <silipool/flow/blif.hpp>
#include <silipool/liberty/library.hpp>

namespace silipool::flow {

inline constexpr std::uint32_t kNoNet = UINT32_MAX;

/// A netlist without hierarchy. Instances of one module beside each other are lanes: up to 64 of them share
/// cells and nets, and a net of theirs has a bit for each. All else has one lane.
struct Gates {
  struct Group {
    std::uint32_t lanes = 1;
    [[nodiscard]] std::uint64_t mask() const {
      return lanes == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << lanes) - 1;
    }
  };
  struct Net {
    std::uint32_t group = 0;
  };
  struct Cell {
    const liberty::Cell* type = nullptr;
    std::uint32_t unit = 0;  ///< of units
    std::uint32_t group = 0;
    std::uint32_t first = 0;  ///< its pins' nets stand from here on in `pins`, in the order of the library
  };
  struct Memory {
    std::string name;  ///< of its module
    std::size_t width = 0, depth = 0;
    std::uint32_t unit = 0, group = 0;
    std::uint32_t clock = kNoNet, read = kNoNet, write = kNoNet;
    std::vector<std::uint32_t> read_address, write_address, read_data, write_data;
  };
  /// A bit of each lane, out of nets of one lane or into them.
  struct Crossing {
    std::uint32_t lane_net = 0;
    std::vector<std::uint32_t> nets;  ///< by lane
    bool into_lanes = false;
  };
  struct Port {
    std::string name;  ///< "s_axis_tdata[3]"
    std::uint32_t net = 0;
  };

  std::vector<Group> groups;
  std::vector<Net> nets;  ///< 0 is the constant 0, 1 the constant 1
  std::vector<std::string> units;
  std::vector<Cell> cells;
  std::vector<std::uint32_t> pins;
  std::vector<Memory> memories;
  std::vector<Crossing> crossings;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> wires;  ///< from, to: what one net cannot be
  std::vector<Port> inputs, outputs;

  [[nodiscard]] std::uint32_t net_of(const Cell& cell, std::size_t pin) const {
    return pins[cell.first + pin];
  }
};

/// The module that lanes are made of, and memories, by the names that they have in the RTL.
inline constexpr std::string_view kLaneModule = "silipool_tile";
inline constexpr std::string_view kMemoryModule = "silipool_ram";

/// What a module is called in reports: "learn" of "silipool_learn__2", a module with its parameters set.
[[nodiscard]] std::string unit_name(std::string_view module);

/// The last module of the file that none instantiates is the top. `library` must outlive the result.
/// Error{check_failed} for an instance of something that is no cell of the library, no module and no memory.
[[nodiscard]] Gates flatten(const std::vector<Module>& modules, const liberty::Library& library);

}  // namespace silipool::flow
