// A configuration is refused with a message, or means the same when it is printed and read again.
#include <cstdint>
#include <cstdlib>

#include <silipool/base/error.hpp>
#include <silipool/config/load.hpp>

using namespace silipool;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string printed;
  std::uint64_t hash = 0;
  try {
    const config::Config config = config::parse_config(text, "fuzz.toml");
    printed = config::canonical(config);
    hash = config::hash(config);
  } catch (const base::Error&) {
    return 0;
  }
  const config::Config again = config::parse_config(printed, "fuzz.toml");
  if (config::canonical(again) != printed || config::hash(again) != hash) std::abort();
  return 0;
}
