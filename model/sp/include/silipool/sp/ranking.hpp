#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace silipool::sp {

/// Inhibition inside one hypercolumn (docs/spec.md section 6.3).
class Ranking {
 public:
  /// The best min(k, eligible) columns, best first, as indices into `keys` (at most 65536 key values of
  /// section 7: 0 is not eligible). Valid until the next call.
  std::span<const std::uint32_t> best(std::span<const std::uint32_t> keys, std::size_t k);

 private:
  std::vector<std::uint64_t> order_;
  std::vector<std::uint32_t> ranked_;
};

}  // namespace silipool::sp
