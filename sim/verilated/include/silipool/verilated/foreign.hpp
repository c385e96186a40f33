#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <silipool/engine/ports.hpp>

namespace silipool::verilated {

/// Somebody else's Verilog or SystemVerilog.
struct ForeignSources {
  std::string name;                            ///< for messages of progress
  std::vector<std::filesystem::path> files;    ///< in the order of compilation
  std::vector<std::filesystem::path> include;  ///< folders; those of the files are searched too
  std::vector<std::string> defines;            ///< NAME or NAME=VALUE
  std::string top;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< value as SystemVerilog
};

/// What Verilator found at the top of it.
struct ForeignTop {
  std::vector<engine::Port> ports;
  std::vector<std::string> parameters;  ///< that may be set
};

/// Elaborates the design. Error{bad_input} with the tool's own words where it does not elaborate, and names
/// the modules or parameters that exist where it is one of those that is missing; for a port that is neither
/// input nor output, or whose bits have no order.
[[nodiscard]] ForeignTop elaborate(const ForeignSources& sources);

/// The shared library of the design behind a wrapper that only passes its ports on, from the cache or built
/// there as build_model does. `signals`: hierarchical names below the top that are read and written through
/// PortLevel::peek; a
/// `*` in one stands for the address. Error{bad_input} names a signal that does not exist.
[[nodiscard]] std::filesystem::path build_foreign(const ForeignSources& sources, const ForeignTop& top,
                                                  const std::vector<std::string>& signals, bool trace,
                                                  bool quiet);

/// It, loaded and at time 0. `seed` (not 0) fills what no reset reaches.
[[nodiscard]] std::unique_ptr<engine::PortLevel> load_foreign(const std::filesystem::path& library,
                                                              const ForeignTop& top, std::uint32_t seed);

}  // namespace silipool::verilated
