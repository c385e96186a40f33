#pragma once
#include <string>

namespace silipool::cli {

/// The version of the project and a digest of everything that can change a result: the sources that this
/// program was built of, and what it reads at run time - RTL, cost tables, cards of devices - as it stands
/// now.
[[nodiscard]] std::string code_version();

/// Versions of what made this program, as a JSON object.
[[nodiscard]] std::string tool_versions();

}  // namespace silipool::cli
