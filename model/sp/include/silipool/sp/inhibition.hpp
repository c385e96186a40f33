#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/sp/column_plane.hpp>

namespace silipool::sp {

/// Columns that a step has chosen, ascending.
struct Chosen {
  std::vector<std::uint32_t> winners, learners;
};

/// Who wins (docs/spec.md section 6.3).
class Inhibition {
 public:
  Inhibition(const config::Structural& structural, const config::Runtime& runtime,
             std::shared_ptr<const ColumnPlane> plane);

  /// R of the neighbourhoods; no meaning for other rules.
  void set_radius(std::uint32_t radius);

  /// `keys`: the key values of section 7, 0 where a column is not eligible. `all_keys`: key(c) whether it is
  /// or not; only `local_gaussian` reads them.
  void choose(std::span<const std::uint32_t> keys, std::span<const std::uint32_t> all_keys, Chosen& chosen);

  /// Columns in the scope of each column; empty unless scopes are neighbourhoods.
  [[nodiscard]] const std::vector<std::uint32_t>& scope_sizes() const noexcept { return scope_sizes_; }

 private:
  void choose_block(std::span<const std::uint32_t> keys, std::size_t first, Chosen& chosen);
  void choose_in_neighbourhoods(std::span<const std::uint32_t> keys, Chosen& chosen);
  [[nodiscard]] std::uint32_t rank(std::span<const std::uint32_t> keys, std::uint32_t column,
                                   std::uint32_t enough) const;
  void choose_by_score(std::span<const std::uint32_t> keys, std::span<const std::uint32_t> all_keys,
                       Chosen& chosen);

  config::Inhibition rule_;
  config::Ties ties_;
  std::uint32_t active_columns_, learning_columns_, active_density_;
  std::size_t columns_per_block_;
  std::shared_ptr<const ColumnPlane> plane_;
  std::uint32_t radius_;
  bool one_dimension_;
  std::vector<std::uint32_t> scope_sizes_;
  std::vector<std::uint32_t> on_plane_;            ///< scratch: keys by position
  std::vector<std::uint8_t> selected_;             ///< scratch of local_scan, by position
  std::vector<std::uint32_t> room_, found_, few_;  ///< scratch
};

/// The best `k` of the candidates, ascending indices into `keys`, none of them 0; equal keys as `ties` says.
/// Scratch is anything.
void keep_best(std::span<const std::uint32_t> keys, std::uint32_t k, config::Ties ties,
               std::vector<std::uint32_t>& candidates, std::vector<std::uint32_t>& scratch);

}  // namespace silipool::sp
