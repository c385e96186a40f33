#pragma once
#include <filesystem>

namespace silipool::base {

/// The folder that has what comes with the program, under its paths in the source tree (rtl/,
/// model/cost/tables,
/// ...): share/silipool of the prefix that the program that runs was installed into, wherever that is now,
/// else the tree this was built from.
[[nodiscard]] std::filesystem::path shipped_root();

}  // namespace silipool::base
