#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/oracle/functions.hpp>
#include <silipool/oracle/plane.hpp>

/// Section 6.3 for all columns of a pooler.
namespace silipool::oracle {

/// What columns are compared by, exactly: a key over 1, or a score. |above| <= 2^62, 1 <= below <= 2^62.
struct Fraction {
  std::int64_t above = 0;
  std::uint64_t below = 1;
};
[[nodiscard]] bool greater(const Fraction& a, const Fraction& b);

/// One column at inhibition.
struct Entrant {
  Fraction value;
  bool eligible = false;
};

/// The scores of `local_gaussian`, from the keys of all columns.
[[nodiscard]] std::vector<Fraction> scores(const Plane& plane, std::size_t radius,
                                           const std::vector<std::uint64_t>& keys);

/// `k` is k(c) of each column. `structural` says what inhibition and ties are.
[[nodiscard]] Outcome compete(const config::Structural& structural, const Scopes& scopes,
                              const std::vector<Entrant>& entrants, const std::vector<std::size_t>& k,
                              std::size_t k_learn);

}  // namespace silipool::oracle
