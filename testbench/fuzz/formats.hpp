#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <silipool/config/config.hpp>

/// How the bytes of a fuzzer are divided: what the targets and their seeds agree on.
namespace silipool::fuzz {

/// Two parts of an input: its first two bytes, little-endian, are the length of the first part.
[[nodiscard]] std::pair<std::string_view, std::string_view> split(std::string_view bytes);
[[nodiscard]] std::string join(std::string_view first, std::string_view second);

/// The configurations whose states are read: one of the rules that the RTL has, one of all the others. The
/// first byte of an input says which, and whether the rest is a file or what `state_file` makes one of.
[[nodiscard]] const std::vector<config::Config>& configs();

/// A state file around the texts of a head and an unpacked state, with sizes and checksums that are right.
[[nodiscard]] std::string state_file(std::string_view texts, std::string_view payload);
/// The way back, of a file that encode_state made.
[[nodiscard]] std::pair<std::string, std::string> state_parts(std::string_view file);

}  // namespace silipool::fuzz
