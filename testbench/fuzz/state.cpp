// A state is refused with a message, or is one that a pooler takes and that is written and read as it is.
#include <cstdint>
#include <cstdlib>

#include <silipool/base/error.hpp>
#include <silipool/sp/spatial_pooler.hpp>
#include <silipool/sp/state_file.hpp>

#include "formats.hpp"

using namespace silipool;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const config::Config& config = fuzz::configs()[data[0] & 1U];
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::string made;
  if ((data[0] & 2U) != 0) {
    const auto [texts, payload] = fuzz::split(bytes);
    bytes = made = fuzz::state_file(texts, payload);
  }
  sp::SavedState saved;
  try {
    saved = sp::decode_state(bytes, "fuzz", config);
  } catch (const base::Error&) {
    return 0;
  }
  const std::string again = sp::encode_state(config, saved.state, saved.progress);
  if (sp::decode_state(again, "again", config) != saved) std::abort();
  if (&config == &fuzz::configs().front()) {
    sp::SpatialPooler pooler(config.structural, config.runtime);
    pooler.set_state(saved.state);
    if (pooler.state() != saved.state) std::abort();
    base::Sdr input(config.structural.inputs());
    input.set(1);
    for (int i = 0; i < 8; ++i) pooler.step(input, true);
    pooler.set_state(pooler.state());
  }
  return 0;
}
