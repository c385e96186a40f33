#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include <silipool/config/config.hpp>

namespace silipool::sp {

/// Which input each slot of each hypercolumn looks at, and which slots a column may use
/// (docs/spec.md sections 3 and 4). Pure structure: the same for every seed of the run.
class PoolTable {
 public:
  static constexpr std::int32_t kVoid = -1;

  explicit PoolTable(const config::Structural& structural);

  [[nodiscard]] std::size_t slots() const noexcept { return slots_; }
  /// Input index, or kVoid.
  [[nodiscard]] std::int32_t input_of(std::size_t hypercolumn, std::size_t slot) const noexcept {
    return input_of_[hypercolumn * slots_ + slot];
  }
  [[nodiscard]] bool potential(std::size_t column, std::size_t slot) const noexcept;
  /// Slots of a hypercolumn that are not void.
  [[nodiscard]] std::size_t slot_count(std::size_t hypercolumn) const noexcept;
  /// The grid in which the columns of a hypercolumn stand (section 4, radius).
  struct CentreGrid {
    std::size_t rows = 1, places = 1;
  };
  [[nodiscard]] static CentreGrid centre_grid(const config::Structural& structural);
  /// Row and place of a column's own centre in the window (section 4, radius), for column j of any
  /// hypercolumn.
  struct Centre {
    std::size_t dy = 0, dx = 0;
  };
  [[nodiscard]] static Centre centre(const config::Structural& structural, std::size_t j);

 private:
  void take_shared_sample(const config::Structural& structural, std::size_t hypercolumn,
                          const std::vector<std::int32_t>& positions);
  void sample_column(const config::Structural& structural, std::size_t column);
  void limit_to_radius(const config::Structural& structural, std::size_t column);

  std::size_t slots_;
  std::size_t columns_per_hypercolumn_;
  std::vector<std::int32_t> input_of_;  ///< [hypercolumn][slot]
  std::vector<bool> potential_;         ///< [column][slot]; empty where every non-void slot is potential
};

}  // namespace silipool::sp
