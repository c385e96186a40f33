#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/config/schema.hpp>

#include "value.hpp"

namespace silipool::config::detail {

/// A configuration while its keys are taken one by one, in the schema's order.
struct Draft {
  Config config;
  std::size_t dimensions = 0;       ///< entries of input.shape
  std::filesystem::path directory;  ///< that relative paths start from
};

struct Range {
  double minimum, maximum;
};

/// One row of the table: what a key is, and how it depends on the keys before it. A hook that is null says
/// that there is nothing to say.
struct Rule {
  SchemaKey key;
  bool may_be_absent = false;  ///< it means something to have neither a value nor a default
  /// The default; monostate, as where there is no hook, if there is none. Where key.fallback does not
  /// describe it, it is the same for all drafts.
  Value (*fallback)(const Draft&) = nullptr;
  bool (*applies)(const Draft&) = nullptr;                       ///< whether key.condition holds
  Range (*range)(const Draft&, std::size_t entry) = nullptr;     ///< narrows the key's own range
  std::string (*problem)(const Draft&, const Value&) = nullptr;  ///< "" or what is wrong: "must be odd"
  void (*store)(Draft&, const Value&) = nullptr;                 ///< never null
  std::string (*rounded)(const Config&) = nullptr;               ///< Entry::rounded
};

/// The one table.
[[nodiscard]] const std::vector<Rule>& rules();

/// "1..28"; one number where both ends are equal.
[[nodiscard]] std::string range_text(Range range, bool minimum_excluded);

}  // namespace silipool::config::detail
