#include "random_cases.hpp"

#include <fmt/format.h>

#include "cores.hpp"

namespace silipool {

base::Stream random_case(std::uint64_t number) {
  return base::Stream(7, fmt::format("cosim.configuration.{}", number));
}

std::string_view core_of(std::uint64_t number) { return cores()[number / 2 % cores().size()]; }

std::string in_core(const std::string& structure, std::string_view core) {
  std::string out;
  for (std::size_t at = 0; at < structure.size();) {
    const std::size_t end = structure.find('\n', at) + 1;
    const std::string line = structure.substr(at, end - at);
    at = end;
    const bool of_tiles = line.starts_with("rtl.tiles") || line.starts_with("rtl.banks") ||
                          line.starts_with("rtl.multipliers") || line.starts_with("rtl.readout") ||
                          line.starts_with("rtl.class");
    if (line.starts_with("rtl.microarchitecture"))
      out += fmt::format("rtl.microarchitecture = \"{}\"\n", core);
    else if (!of_tiles || core == "tiled")
      out += line;
  }
  return out;
}

}  // namespace silipool
