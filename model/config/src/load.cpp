#include <silipool/config/load.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/constants.hpp>

#include "check.hpp"
#include "rule.hpp"
#include "suggest.hpp"
#include "toml.hpp"

namespace silipool::config {
namespace {

using detail::Draft;
using detail::Given;
using detail::Rule;
using detail::TomlItem;
using detail::Value;

const Rule* find_rule(std::string_view key) {
  for (const Rule& rule : detail::rules())
    if (rule.key.name == key) return &rule;
  return nullptr;
}

bool is_table(std::string_view name) {
  return std::find(tables().begin(), tables().end(), name) != tables().end();
}

[[noreturn]] void unknown_key(const std::string& origin, std::string_view key) {
  std::vector<std::string_view> names;
  for (const SchemaKey& known : schema()) names.push_back(known.name);
  base::bad_input("{}: unknown key {}{}", origin, key, detail::suggestion(key, names));
}

/// The value of an override: TOML, or for keys that take strings a bare word.
TomlItem parse_override(const Override& override_, const SchemaKey& key) {
  const bool textual = key.type == KeyType::text || key.type == KeyType::choice ||
                       key.type == KeyType::bitmap || key.type == KeyType::data;
  const bool bare =
      textual && std::string_view("\"'[").find(override_.value.front()) == std::string_view::npos;
  const std::string value = bare ? detail::quoted(override_.value) : override_.value;
  const auto read = [&] {
    try {
      return detail::read_toml("value = " + value, "");
    } catch (const base::Error&) {
      base::bad_input("{}: {} = {} is not a value: {}, {}", override_.origin, override_.key, override_.value,
                      type_text(key), legal_text(key));
    }
  };
  std::vector<TomlItem> items = read();
  if (items.size() != 1) base::bad_input("{}: {} takes one value", override_.origin, override_.key);
  items.front().key = override_.key;
  return items.front();
}

std::vector<Given> given_by_file(std::string_view text, const std::string& file_name) {
  std::vector<Given> given;
  for (TomlItem& item : detail::read_toml(text, file_name)) {
    const std::string origin = fmt::format("{}:{}", file_name, item.line);
    const Rule* rule = find_rule(item.key);
    if (item.table && rule != nullptr) detail::wrong_type({item, origin}, rule->key);
    if (item.table && !is_table(item.key))
      base::bad_input("{}: unknown table [{}]{}", origin, item.key, detail::suggestion(item.key, tables()));
    if (item.table) continue;
    if (is_table(item.key)) base::bad_input("{}: {} must be a table, found {}", origin, item.key, item.kind);
    if (rule == nullptr) unknown_key(origin, item.key);
    given.push_back({std::move(item), origin});
  }
  return given;
}

void apply(const Overrides& overrides, std::vector<Given>& given) {
  for (const Override& override_ : overrides) {
    const Rule* rule = find_rule(override_.key);
    if (rule == nullptr) unknown_key(override_.origin, override_.key);
    std::erase_if(given, [&](const Given& g) { return g.item.key == override_.key; });
    if (!override_.value.empty()) given.push_back({parse_override(override_, rule->key), override_.origin});
  }
}

/// The value of a key that applies: what was given, or the default; monostate where it stays absent.
Value resolve(const Rule& rule, const Given* given, const std::string& file_name, const Draft& draft) {
  if (given != nullptr) return detail::typed(*given, rule.key);
  Value value;
  if (rule.fallback != nullptr) value = rule.fallback(draft);
  if (value.index() == 0 && !rule.may_be_absent) detail::required(rule, draft, file_name);
  return value;
}

/// Takes one key into the draft, legal or not at all.
void take(const Rule& rule, const Given* given, const std::string& file_name, Draft& draft) {
  const SchemaKey& key = rule.key;
  Entry& entry = draft.config.entries.emplace_back();
  entry.key = key.name;
  entry.unit = key.unit;
  entry.origin = given != nullptr ? given->origin : "default";
  if (rule.applies != nullptr && !rule.applies(draft)) {
    if (given != nullptr)
      base::bad_input("{}: {} = {} has no meaning here: it is only for {}", given->origin, key.name,
                      detail::shown(given->item.value), key.condition);
    entry.origin = "unused";
    return;
  }
  const Value value = resolve(rule, given, file_name, draft);
  if (value.index() == 0) return;
  entry.value = detail::to_toml(value);
  const std::string place =
      given != nullptr ? fmt::format("{}: {} = {}", given->origin, key.name, detail::shown(value))
                       : fmt::format("{}: {} = {} (the default)", file_name, key.name, detail::shown(value));
  detail::check(rule, draft, place, value);
  rule.store(draft, value);
}

/// What follows from several keys at once.
void derive(Config& config, const std::string& file_name) {
  Structural& s = config.structural;
  Runtime& r = config.runtime;
  const Written& w = config.written;
  if (s.candidate_inputs.size() == 0) {
    s.candidate_inputs = base::Sdr(s.inputs());
    for (std::size_t i = 0; i < s.inputs(); ++i) s.candidate_inputs.set(i);
  }
  r.boost_scale = boost_scale(w.strength, w.duty_period);
  // Neighbourhoods have targets of their own.
  r.boost_target = s.neighbourhoods()
                       ? 0
                       : boost_target(r.learning_columns, w.duty_period,
                                      static_cast<std::uint32_t>(s.scope_columns()), s.duty_fraction_bits);
  r.decay = decay(r.update_period, w.duty_period);
  if (s.boosting_rule == BoostingRule::logarithmic) {
    const std::int64_t span = log_span(w.duty_period, r.boost_target, s.duty_fraction_bits);
    if (span < kMinimumLogSpan)
      base::bad_input(
          "{}: boosting.rule = \"logarithmic\" needs fewer learning_columns ({} of {} columns, over "
          "duty_period "
          "{}): columns at their target must be rarer",
          file_name, r.learning_columns, s.scope_columns(), w.duty_period);
    r.log_scale = log_scale(span);
  }
}

}  // namespace

Config parse_config(std::string_view text, const std::string& file_name, const Overrides& overrides) {
  std::vector<Given> given = given_by_file(text, file_name);
  apply(overrides, given);
  Draft draft;
  draft.directory = std::filesystem::path(file_name).parent_path();
  for (const Rule& rule : detail::rules()) {
    const auto found =
        std::find_if(given.begin(), given.end(), [&](const Given& g) { return g.item.key == rule.key.name; });
    take(rule, found == given.end() ? nullptr : &*found, file_name, draft);
  }
  derive(draft.config, file_name);
  for (std::size_t i = 0; i < detail::rules().size(); ++i)
    if (const Rule& rule = detail::rules()[i]; rule.rounded != nullptr)
      draft.config.entries[i].rounded = rule.rounded(draft.config);
  return std::move(draft.config);
}

Config load_config(const std::filesystem::path& path, const Overrides& overrides) {
  return parse_config(base::read_file(path), path.string(), overrides);
}

}  // namespace silipool::config
