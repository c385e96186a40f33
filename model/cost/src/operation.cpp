#include <silipool/cost/operation.hpp>

#include <algorithm>
#include <array>

namespace silipool::cost {
namespace {

constexpr std::array<Operation, 14> kOperations{{
    {"sram_read_bit", true, "a bit of a word read from a memory"},
    {"sram_write_bit", true, "a bit of a word written to a memory"},
    {"register_bit", true, "a flip-flop clocked"},
    {"logic_bit", true, "a gate of two inputs, one of them new"},
    {"counter_update", false, "an overlap counter incremented or held"},
    {"multiply", false, "overlap x boost, 13 x 16 bits"},
    {"compare_key", false, "two keys compared, 30 bits"},
    {"draw", false, "an evaluation of the hash: 7 subtractions and 7 xors of 32 bits"},
    {"permanence_update", false, "a saturating addition to a permanence"},
    {"duty_update", false, "an addition to a duty, 26 bits"},
    {"boost_update", false, "a boost made from a duty, and the duty's decay: two products and a shift"},
    {"current_comparison", false, "the current of a column of a crossbar compared with a reference"},
    {"converter_level", false,
     "a level of an analogue-to-digital converter: a conversion of b bits is 2^b of them"},
    {"line_cell", false, "the lines of a cell of a crossbar charged to 1 V and discharged: C V^2 at 1 V"},
}};

}  // namespace

std::span<const Operation> operations() { return kOperations; }

const Operation* find_operation(std::string_view name) {
  const auto* const found = std::find_if(kOperations.begin(), kOperations.end(),
                                         [&](const Operation& o) { return o.name == name; });
  return found == kOperations.end() ? nullptr : found;
}

std::string operation_names() {
  std::string names;
  for (const Operation& operation : kOperations) {
    if (!names.empty()) names += ", ";
    names += operation.name;
  }
  return names;
}

}  // namespace silipool::cost
