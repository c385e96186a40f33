#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace silipool::config {

enum class KeyType { integer, real, boolean, text, choice, integers, texts, bitmap, data };

/// How far a key reaches (docs/configuration.md).
enum class KeyClass {
  structural,         ///< a module parameter: fixed when hardware is elaborated
  runtime,            ///< a register
  microarchitecture,  ///< a module parameter that never changes a result
  model_only,         ///< never leaves C++
};

/// One key of the configuration as the schema declares it: what validation, `silipool config list`,
/// `silipool config show` and docs/configuration.md all read.
struct SchemaKey {
  std::string_view name;  ///< "pooler.window"
  KeyType type = KeyType::integer;
  KeyClass key_class = KeyClass::model_only;
  /// Of a number, and of each entry of an array, whatever the other keys are.
  double minimum = 0, maximum = 0;
  bool minimum_excluded = false;
  std::size_t entries_minimum = 0, entries_maximum = 0;  ///< of an array
  bool per_dimension = false;                            ///< an array with as many entries as input.shape
  std::vector<std::string_view> choices = {};            ///< the legal values; empty: see the range
  std::string_view limit = "";      ///< what else narrows the range: "columns_per_hypercolumn"
  std::string_view condition = "";  ///< the key is for this case only: `pooler.pool = "radius"`
  std::string fallback = "";        ///< the default, as TOML or in words; "required" where there is none
  std::string_view unit = "";       ///< "" or what the number counts
  std::string_view description = "";
};

/// Every key, in the order of files, of Config::entries and of canonical().
[[nodiscard]] const std::vector<SchemaKey>& schema();

/// One of them, which must exist.
[[nodiscard]] const SchemaKey& schema_key(std::string_view name);

/// The names of the TOML tables, in the schema's order, without the root.
[[nodiscard]] const std::vector<std::string_view>& tables();

/// "integer", "array of 1..2 integers", ...
[[nodiscard]] std::string type_text(const SchemaKey& key);
/// The range or the choices, with the limit in brackets: "1..4096 (columns_per_hypercolumn)".
[[nodiscard]] std::string legal_text(const SchemaKey& key);
/// "structural", "runtime", "microarchitecture" or "model-only".
[[nodiscard]] std::string_view class_text(KeyClass key_class);

/// The tables of keys of docs/configuration.md.
[[nodiscard]] std::string markdown();

}  // namespace silipool::config
