#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace silipool::sp {

/// How often each column won for inputs of each class (docs/spec.md section 6.4, reward).
class ClassCounts {
 public:
  ClassCounts(std::size_t columns, std::size_t classes) : classes_(classes), counts_(columns * classes) {}

  /// The class of the greatest count, the lowest of equals; none while all are 0.
  [[nodiscard]] std::optional<std::size_t> preferred(std::size_t column) const;
  void count(std::size_t column, std::size_t label);

  [[nodiscard]] std::size_t classes() const noexcept { return classes_; }
  /// [column][class]
  [[nodiscard]] const std::vector<std::uint16_t>& all() const noexcept { return counts_; }
  [[nodiscard]] std::vector<std::uint16_t>& all() noexcept { return counts_; }

 private:
  std::size_t classes_;
  std::vector<std::uint16_t> counts_;
};

}  // namespace silipool::sp
