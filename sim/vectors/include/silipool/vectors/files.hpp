#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/vectors/recording.hpp>

/// Golden vectors as files (docs/integration_testbench.md has the formats).
namespace silipool::vectors {

enum class Format { memh, csv, npz, beats };
inline constexpr std::array<std::string_view, 4> format_names{"memh", "csv", "npz", "beats"};

struct File {
  std::string name;
  std::string layout;  ///< for a person: what stands where, in which order of bits
  std::string content;
};

/// memh: a hexadecimal number a line, for $readmemh, with parameters for Verilog. csv: a step a line. npz:
/// one NumPy archive. beats: what stands at the AXI pins of our own RTL, with the instance; Error{bad_input}
/// where the RTL does not have the configuration.
[[nodiscard]] std::vector<File> files(const Recording& recording, Format format);

/// The manifest, JSON: configuration, stimulus, and for each file its layout.
[[nodiscard]] std::string manifest(const Recording& recording, Format format, const std::vector<File>& files);

}  // namespace silipool::vectors
