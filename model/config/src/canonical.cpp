#include <silipool/config/load.hpp>

#include <fmt/format.h>

#include <silipool/base/digest.hpp>

namespace silipool::config {
namespace {

std::string line(const Entry& entry) { return fmt::format("{} = {}\n", entry.key, entry.value); }

}  // namespace

std::string canonical(const Config& config) {
  std::string out;
  for (const Entry& entry : config.entries)
    if (!entry.value.empty()) out += line(entry);
  return out;
}

std::uint64_t hash(const Config& config) {
  base::Digest digest;
  for (const Entry& entry : config.entries)
    if (!entry.value.empty() && entry.key != "name") digest.text(line(entry));
  return digest.value();
}

}  // namespace silipool::config
