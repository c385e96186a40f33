#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace silipool::flow {

/// Runs a tool in a folder, its words into `log` there. Error{missing_tool} names the package;
/// Error{check_failed} "what failed: ..." with the tool's errors.
void run_tool(const std::vector<std::string>& command, const std::filesystem::path& folder,
              const std::string& log, const std::string& package, const std::string& what_failed);
/// What it says of itself.
[[nodiscard]] std::string tool_version(const std::vector<std::string>& command, const std::string& package);

}  // namespace silipool::flow
