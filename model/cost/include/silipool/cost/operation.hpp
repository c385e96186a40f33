#pragma once
#include <span>
#include <string>
#include <string_view>

namespace silipool::cost {

/// Something that the hardware does and that has a price.
struct Operation {
  std::string_view name;
  bool per_bit;  ///< priced for each bit (J/bit), else for each time (J)
  std::string_view meaning;
};

/// All operations that a cost table may price. docs/energy.md says which counts they price.
[[nodiscard]] std::span<const Operation> operations();

/// nullptr if there is none of that name.
[[nodiscard]] const Operation* find_operation(std::string_view name);

/// "a, b, c", for messages.
[[nodiscard]] std::string operation_names();

}  // namespace silipool::cost
