#pragma once
#include <string>

#include <silipool/store/store.hpp>

/// What a page shows, as JSON (docs/reports.md): values by column, one for each point, null where there is
/// none. Times are not in it: the same results give the same bytes.
namespace silipool::report {

/// Bytes that points may fill together, so that a page stays below 6 MB. What does not fit is left out from
/// the end, and `left_out` says it.
inline constexpr std::size_t kMostBytes = 4'500'000;

/// The results of a code version. Error{bad_input} where the store has none.
[[nodiscard]] std::string data_of_store(const store::Store& store, const std::string& code_version,
                                        std::size_t most_bytes = kMostBytes);
/// The JSON of `silipool run` or `verify`; `file` is its name. Error{bad_input} for what is no such thing.
[[nodiscard]] std::string data_of_result(const std::string& json, const std::string& file,
                                         std::size_t most_bytes = kMostBytes);

}  // namespace silipool::report
