#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/liberty/library.hpp>

namespace silipool::flow {

/// A technology's cells: the library, and its text as tools are given it.
struct Technology {
  liberty::Library lib;
  std::string text;       ///< unpacked
  std::string for_logic;  ///< without cells that are no plain logic: what mapping may choose from
};
/// Error{bad_input} names file, line and what was expected; or the package, where the default library is not
/// there.
[[nodiscard]] Technology load_technology(const std::filesystem::path& liberty);
/// The Liberty file of Debian's qflow-tech-osu018: 180 nm.
[[nodiscard]] std::filesystem::path default_liberty();

struct MappingOptions {
  std::size_t registers_below = 512;  ///< bits: a smaller memory is made of flip-flops
  bool quiet = false;
};

/// A configuration's RTL as cells, in a folder of the cache: netlist.blif, netlist.v, stat.txt, map.ys,
/// yosys.log.
struct Mapping {
  std::filesystem::path folder;
  bool cached = false;  ///< it was there already
};

/// Every module of the RTL is mapped once, by itself: nothing is shared across their borders, so that each
/// figure belongs to a unit. Memories stay black boxes `silipool_ram_WIDTHxDEPTH`. Clock gates become the
/// technology's cell, or its latch and gate. Error{missing_tool} without Yosys; Error{check_failed} with its
/// own words where the design does not map; the cache keeps nothing half-made.
[[nodiscard]] Mapping map_design(const config::Config& config, const Technology& technology,
                                 const MappingOptions& options);

/// The clock gate of the RTL in cells of the library. Error{bad_input} where it has neither a gate nor a
/// latch.
[[nodiscard]] std::string clock_gate_module(const liberty::Library& library);

}  // namespace silipool::flow
