// A memristor card is refused with a message, or its numbers are in their ranges and its cells stay finite.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <silipool/base/error.hpp>
#include <silipool/memristor/device/cell_array.hpp>

using namespace silipool;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const memristor::Card card = memristor::parse_card(text, "fuzz.toml");
    for (const auto& [key, number] : card.numbers())
      if (!(number.low <= number.value && number.value <= number.high) || number.source.empty()) std::abort();
    memristor::CellArray array(card, 1, 2, 1, memristor::all_effects(card));
    for (std::uint32_t i = 0; i < 4; ++i) {
      const auto direction = i % 2 == 0 ? memristor::Direction::set : memristor::Direction::reset;
      const memristor::Write write = card.model == memristor::Model::programmed
                                         ? array.program(0, array.law().g_max_s())
                                         : array.pulse(0, direction, 1 + i);
      array.age(1);
      if (!std::isfinite(write.energy_j) || !(write.energy_j >= 0)) std::abort();
      if (!std::isfinite(array.read_s(0, i)) || !(array.read_s(0, i) >= 0)) std::abort();
    }
  } catch (const base::Error&) {
  }
  return 0;
}
