#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace silipool::base {

/// Runs a program in a folder, both its outputs into `log`; no shell in between. Returns its exit
/// status (128 + signal where it was killed). Error{missing_tool} naming `package` if it is not installed.
int run_process(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                const std::filesystem::path& log, const std::string& package);

}  // namespace silipool::base
