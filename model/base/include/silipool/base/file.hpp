#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace silipool::base {

/// The whole file; Error{bad_input} names the path and the system's reason.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Replaces the file in one step (temporary file beside it, then rename), so that a reader sees the
/// old or the new content and an interrupted or full-disk write loses nothing.
void write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace silipool::base
