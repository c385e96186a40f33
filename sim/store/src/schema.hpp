#pragma once

namespace silipool::store {

inline constexpr int kApplication = 0x53704f6c;  ///< PRAGMA application_id
inline constexpr int kSchema = 1;                ///< PRAGMA user_version

/// What docs/sweeps.md shows; a test compares.
extern const char* const kSchemaSql;

}  // namespace silipool::store
