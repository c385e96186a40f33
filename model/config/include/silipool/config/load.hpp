#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/config/schema.hpp>

namespace silipool::config {

/// A value that takes the place of the file's: `--seed 7`, `--set pooler.active_columns=3`.
struct Override {
  std::string key;     ///< "pooler.active_columns"
  std::string value;   ///< as TOML; a string may stand without its quotes; "" takes the key out of the file
  std::string origin;  ///< for messages and Entry::origin: "--seed"
};
using Overrides = std::vector<Override>;

/// Reads, checks and rounds a configuration. Every value that is returned is legal and every default is
/// filled in. Error{bad_input} names file, line, key, what was found and what is legal. Later overrides
/// win over earlier ones.
[[nodiscard]] Config load_config(const std::filesystem::path& path, const Overrides& overrides = {});

/// The same for text. `file_name` stands in messages, and paths of data are relative to its directory.
[[nodiscard]] Config parse_config(std::string_view text, const std::string& file_name,
                                  const Overrides& overrides = {});

/// All keys with their values after defaults, in the schema's order, one `key = value` a line; keys without
/// a value (candidate_inputs of all inputs, the radius of another pool) are left out. It is TOML, and parsing
/// it under the same file name gives the same configuration. Made from `entries`: to change a value, parse
/// again with an override.
[[nodiscard]] std::string canonical(const Config& config);

/// base::Digest of canonical() without `name`: equal for files that mean the same.
[[nodiscard]] std::uint64_t hash(const Config& config);

}  // namespace silipool::config
