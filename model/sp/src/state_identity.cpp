#include "state_identity.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include <silipool/base/error.hpp>
#include <silipool/config/schema.hpp>
#include <silipool/sp/state_file.hpp>

namespace silipool::sp {
namespace {

struct Line {
  std::string_view key;
  std::string value;
};

/// What a configuration says of a key that a state depends on; nothing for other keys, and for keys that are
/// absent.
std::optional<std::string> value_of(const config::SchemaKey& key, const config::Entry& entry,
                                    const config::Config& config) {
  // Of these the structure alone does not say which state there is.
  if (key.name == "bumping.increment") return config.runtime.bump_increment > 0 ? "above 0" : "0";
  const bool window = config.structural.duty_rule == config::DutyRule::window;
  const bool needed = key.key_class == config::KeyClass::structural || key.name == "input.encoding" ||
                      key.name == "input.thresholds" || key.name == "learning.classes" ||
                      (key.name == "boosting.duty_period" && window);
  if (!needed || entry.value.empty()) return std::nullopt;
  return entry.value;
}

std::vector<Line> lines_of(const config::Config& config) {
  std::vector<Line> lines;
  for (std::size_t i = 0; i < config.entries.size(); ++i)
    if (auto value = value_of(config::schema()[i], config.entries[i], config))
      lines.push_back({config::schema()[i].name, std::move(*value)});
  return lines;
}

std::vector<Line> parse(std::string_view identity) {
  std::vector<Line> lines;
  while (!identity.empty()) {
    const std::string_view line = identity.substr(0, identity.find('\n'));
    identity.remove_prefix(std::min(identity.size(), line.size() + 1));
    const std::size_t equals = std::min(line.find(" = "), line.size());
    lines.push_back({line.substr(0, equals), std::string(line.substr(std::min(equals + 3, line.size())))});
  }
  return lines;
}

std::string find(const std::vector<Line>& lines, std::string_view key) {
  const auto found = std::ranges::find(lines, key, &Line::key);
  return found == lines.end() ? "absent" : found->value;
}

std::string shown(const std::string& value) {
  constexpr std::size_t longest = 60;
  return value.size() <= longest ? value : value.substr(0, longest) + "...";
}

}  // namespace

std::string state_identity(const config::Config& config) {
  std::string out;
  for (const Line& line : lines_of(config)) out += fmt::format("{} = {}\n", line.key, line.value);
  return out;
}

void detail::check_identity(std::string_view identity, const std::string& file_name,
                            const config::Config& config) {
  if (identity == state_identity(config)) return;
  const std::vector<Line> here = lines_of(config);
  const std::vector<Line> there = parse(identity);
  const auto refuse = [&](std::string_view key) {
    base::bad_input("{}: a state of another configuration: {} is {} there and {} in {}", file_name, key,
                    shown(find(there, key)), shown(find(here, key)), config.name);
  };
  for (const config::SchemaKey& key : config::schema())
    if (find(here, key.name) != find(there, key.name)) refuse(key.name);
  for (const Line& line : there)
    if (find(here, line.key) != line.value) refuse(line.key);
  base::bad_input("{}: a state of another configuration", file_name);
}

}  // namespace silipool::sp
