#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/sp/column_plane.hpp>

namespace silipool::sp {

/// What a refresh measures columns against (docs/spec.md section 6.6). `radius` is that of the
/// neighbourhoods; it has no meaning for other scopes.
class Boosting {
 public:
  Boosting(const config::Structural& structural, const config::Runtime& runtime,
           std::shared_ptr<const ColumnPlane> plane);

  /// The new boosts of all columns, Q4.12.
  void refresh(std::span<const std::uint32_t> duties, std::uint32_t radius,
               std::span<const std::uint32_t> scope_sizes, std::span<std::uint32_t> boosts) const;

  /// The columns that are starved of overlap and bumped.
  [[nodiscard]] std::vector<std::uint32_t> starved(std::span<const std::uint32_t> overlap_duties,
                                                   std::span<const std::uint32_t> duties,
                                                   std::uint32_t radius) const;

 private:
  /// The greatest in scope(c), for each column c.
  [[nodiscard]] std::vector<std::uint32_t> greatest(std::span<const std::uint32_t> of_column,
                                                    std::uint32_t radius) const;

  config::Structural structural_;
  config::Runtime runtime_;
  std::shared_ptr<const ColumnPlane> plane_;
};

}  // namespace silipool::sp
