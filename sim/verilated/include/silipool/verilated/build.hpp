#pragma once
#include <filesystem>
#include <string>

#include <silipool/config/config.hpp>

namespace silipool::verilated {

/// What a simulation model is built with; each combination is an entry of its own in the cache.
struct BuildOptions {
  bool observe = true;  ///< the observation points of docs/spec.md section 7
  bool inject = false;  ///< occasions for faults, for the self-test of the checkers
  bool trace = false;   ///< FST waves
};

/// Where models write what of the RTL they have covered, each a file of its own when it ends
/// (docs/coverage.md): $SILIPOOL_COVERAGE. Empty: models are built without counters.
[[nodiscard]] std::filesystem::path coverage_folder();

/// The shared library of silipool_top in this configuration: taken from the cache, or built there with
/// Verilator and g++. The entry's name is a digest of sources, parameters, flags and tool versions; two
/// processes may build at once; a failed build leaves no entry. `quiet`: no progress on standard error.
/// Error{missing_tool} without Verilator, g++ or make; Error{bad_input} where the cache cannot be written;
/// Error{check_failed} with the tool's own words where the build fails.
[[nodiscard]] std::filesystem::path build_model(const config::Config& config, const BuildOptions& options,
                                                bool quiet);

}  // namespace silipool::verilated
