#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/sp/column_plane.hpp>

namespace silipool::sp {

/// docs/spec.md section 6.3, `local_gaussian`: for each column a number that orders columns as their scores
/// do, and is equal where scores are. `keys` have at most 31 bits; `radius` is 1..32.
[[nodiscard]] std::vector<std::uint32_t> local_score_ranks(const ColumnPlane& plane,
                                                           std::span<const std::uint32_t> keys,
                                                           std::size_t radius, bool one_dimension);

}  // namespace silipool::sp
