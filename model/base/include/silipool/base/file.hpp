#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace silipool::base {

/// The whole file, or its first `most` bytes; Error{bad_input} names the path and the system's reason.
[[nodiscard]] std::string read_file(const std::filesystem::path& path, std::size_t most = std::string::npos);

/// Replaces the file in one step (temporary file beside it, synced, then rename), so that a reader sees the
/// old or the new content and an interrupted or full-disk write, or a power cut, loses nothing.
void write_file(const std::filesystem::path& path, std::string_view content);

/// Error{bad_input} where write_file would not get as far as its first byte: before long work, not after.
void check_writable(const std::filesystem::path& path);

}  // namespace silipool::base
