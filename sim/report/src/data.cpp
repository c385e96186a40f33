#include <silipool/report/data.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <silipool/base/error.hpp>
#include <silipool/sweep/metrics.hpp>

namespace silipool::report {
namespace {

using Json = nlohmann::ordered_json;

/// Texts are shown up to so many bytes.
constexpr std::size_t kShort = 200, kCommand = 4000, kLog = 4000, kFile = 40'000;

/// Cut at a whole character of UTF-8.
std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return fmt::format("{} ... ({} bytes in all)", text.substr(0, most), text.size());
}

Json json(const store::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return cut(*text, kShort);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  return std::get<double>(value);
}

/// Values of points by name, in the order in which names first come.
class Columns {
 public:
  void put(const std::string& name, const std::string& unit, std::size_t point, const Json& value) {
    const auto [found, is_new] = index_.try_emplace(name, columns_.size());
    if (is_new) columns_.push_back({name, unit, {}});
    Column& column = columns_[found->second];
    while (column.values.size() < point) column.values.push_back(nullptr);
    column.values.push_back(value);
  }
  /// Those of the first `points` points that fit into `most` bytes, which become fewer; names of the others
  /// are added to `left_out`.
  [[nodiscard]] Json to_json(std::size_t points, std::size_t& most,
                             std::vector<std::string>& left_out) const {
    Json out = Json::array();
    for (const Column& column : columns_) {
      Json values = column.values;
      while (values.size() < points) values.push_back(nullptr);
      if (values.size() > points)
        values.erase(values.begin() + static_cast<std::ptrdiff_t>(points), values.end());
      Json entry{{"name", cut(column.name, kShort)}, {"unit", column.unit}, {"values", std::move(values)}};
      const std::size_t bytes = entry.dump(-1, ' ', false, Json::error_handler_t::replace).size();
      if (bytes > most) {
        left_out.push_back(cut(column.name, kShort));
        continue;
      }
      most -= bytes;
      out.push_back(std::move(entry));
    }
    return out;
  }

 private:
  struct Column {
    std::string name, unit;
    Json::array_t values;
  };
  std::map<std::string, std::size_t> index_;
  std::vector<Column> columns_;
};

void flatten(const Json& value, const std::string& name, Json& rows) {
  if (value.is_structured()) {
    std::size_t index = 0;
    for (const auto& item : value.items())
      flatten(item.value(),
              fmt::format("{}.{}", name, value.is_array() ? std::to_string(index++) : item.key()), rows);
    return;
  }
  rows.push_back(
      {cut(name, kShort), cut(value.is_string() ? value.get<std::string>()
                                                : value.dump(-1, ' ', false, Json::error_handler_t::replace),
                              kLog)});
}

/// What is looked at of a point, not compared with others; nothing where its result has none of it.
std::optional<Json> detail(const Json& result, std::size_t point) {
  if (!result.is_object()) return std::nullopt;
  Json out{{"point", point}};
  if (const auto figures = result.find("figures"); figures != result.end() && figures->is_object())
    out["figures"] = *figures;
  const auto parts = result.find("crossbar");
  if (parts != result.end() && parts->is_object() && parts->contains("energy_j") &&
      (*parts)["energy_j"].is_object())
    for (const auto& step : (*parts)["energy_j"].items())
      for (const auto& cause : step.value().items())
        if (cause.value().is_object() && cause.value().contains("nominal"))
          out["figures"]["energy_j"][step.key()][cause.key()] = cause.value()["nominal"];
  Json checks = Json::array();
  for (const char* name : {"injected", "first_mismatch", "diagnosis"})
    if (result.contains(name)) flatten(result[name], name, checks);
  if (!checks.empty()) out["checks"] = std::move(checks);
  return out.size() > 1 ? std::optional(std::move(out)) : std::nullopt;
}

/// A point of whatever is reported.
struct Entry {
  Json about;  ///< number, design, rung, seed, status, command
  std::vector<store::Parameter> parameters;
  std::vector<store::Metric> metrics;
  std::string result;
};

/// Points, their columns and details, within the bytes.
void put_points(Json& data, const std::vector<Entry>& entries, std::size_t most) {
  std::vector<std::string> left_out;
  // Half of it for what a point is, and its parameters; the rest for results, then for figures.
  std::size_t share = most / 2;
  Columns parameters;
  Columns metrics;
  Json points = Json::array();
  for (const Entry& entry : entries) {
    const std::size_t bytes = entry.about.dump(-1, ' ', false, Json::error_handler_t::replace).size() + 1;
    if (bytes > share) break;
    share -= bytes;
    for (const store::Parameter& p : entry.parameters)
      parameters.put(p.name, "", points.size(), json(p.value));
    for (const store::Metric& m : entry.metrics)
      if (!m.timing && !std::holds_alternative<std::string>(m.value))
        metrics.put(m.name, m.unit, points.size(), json(m.value));
    points.push_back(entry.about);
  }
  if (points.size() < entries.size())
    left_out.push_back(fmt::format("{} of {} points", entries.size() - points.size(), entries.size()));
  std::size_t rest = share + most / 2;
  data["parameters"] = parameters.to_json(points.size(), rest, left_out);
  data["metrics"] = metrics.to_json(points.size(), rest, left_out);
  data["details"] = Json::array();
  // The first seed of each design first: designs are what is compared.
  std::size_t without = 0;
  std::set<std::pair<std::int64_t, std::int64_t>> seen;
  std::vector<std::size_t> order, later;
  for (std::size_t i = 0; i < points.size(); ++i)
    (seen.insert({points[i].value("design", std::int64_t{0}), points[i].value("rung", std::int64_t{0})})
             .second
         ? order
         : later)
        .push_back(i);
  order.insert(order.end(), later.begin(), later.end());
  for (const std::size_t i : order) {
    std::optional<Json> each = detail(Json::parse(entries[i].result, nullptr, false), i);
    if (!each) continue;
    const std::size_t bytes = each->dump(-1, ' ', false, Json::error_handler_t::replace).size();
    if (bytes > rest) {
      ++without;
      continue;
    }
    rest -= bytes;
    data["details"].push_back(std::move(*each));
  }
  if (without > 0) left_out.push_back(fmt::format("figures of {} points", without));
  data["points"] = std::move(points);
  data["left_out"] = left_out;
}

std::string text(const Json& data) { return data.dump(-1, ' ', false, Json::error_handler_t::replace); }

void fact(Json& rows, std::string_view name, const std::string& value) {
  if (!value.empty()) rows.push_back({name, cut(value, kLog)});
}

/// Which configurations and seeds there are: all of a few, else how many.
std::string listed(const std::set<std::string>& values) {
  if (values.size() > 8) return fmt::format("{} different ones", values.size());
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

}  // namespace

std::string data_of_store(const store::Store& store, const std::string& code_version,
                          std::size_t most_bytes) {
  const std::optional<store::Study> study = store.study();
  if (!study) base::bad_input("{}: there is no study in it", store.path().string());
  const std::vector<store::Row> rows = store.rows(code_version, true);
  if (rows.empty())
    base::bad_input("{}: has no points of code version {}", store.path().string(), code_version);
  Json data{{"title", cut(study->name, kShort)}, {"kind", "study"}};
  std::vector<Entry> entries;
  std::set<std::string> seeds, hashes;
  std::map<store::Status, std::size_t> count;
  data["failures"] = Json::array();
  for (const store::Row& row : rows) {
    ++count[row.status];
    seeds.insert(std::to_string(row.point.seed));
    hashes.insert(row.point.config_hash);
    if (row.status == store::Status::failed && data["failures"].size() < 50)
      data["failures"].push_back({{"number", row.point.number},
                                  {"command", cut(row.point.reproduce, kCommand)},
                                  {"reason", cut(row.ending.reason, kLog)},
                                  {"log", cut(row.ending.log, kLog)}});
    entries.push_back({{{"number", row.point.number},
                        {"design", row.point.design},
                        {"rung", row.point.rung},
                        {"seed", row.point.seed},
                        {"status", store::status_text(row.status)},
                        {"hash", row.point.config_hash},
                        {"command", cut(row.point.reproduce, kCommand)}},
                       row.point.parameters,
                       row.ending.metrics,
                       row.ending.result});
  }
  const store::Code code = store.code(code_version);
  Json& facts = data["facts"] = Json::array();
  fact(facts, "study", study->name);
  fact(facts, "command", "silipool " + study->command);
  fact(facts, "sweep", study->file);
  fact(facts, "base configuration", study->base);
  fact(facts, "points",
       fmt::format("{}: {} done, {} failed, {} to do", rows.size(), count[store::Status::done],
                   count[store::Status::failed],
                   count[store::Status::waiting] + count[store::Status::running]));
  fact(facts, "seeds", listed(seeds));
  Json& provenance = data["provenance"] = Json::array();
  fact(provenance, "code version", code.version);
  const Json tools = Json::parse(code.tools, nullptr, false);
  if (tools.is_object())
    for (const auto& tool : tools.items())
      fact(provenance, tool.key(),
           tool.value().is_string() ? tool.value().get<std::string>() : tool.value().dump());
  fact(provenance, "configuration hash", listed(hashes));
  fact(provenance, "seeds", listed(seeds));
  data["files"] = Json::array();
  for (const auto& [name, content] :
       {std::pair(&study->file, &study->text), {&study->base, &study->base_text}})
    data["files"].push_back(Json::array({cut(*name, kShort), cut(*content, kFile)}));
  put_points(data, entries, most_bytes);
  return text(data);
}

std::string data_of_result(const std::string& json_text, const std::string& file, std::size_t most_bytes) {
  Json json_value = Json::parse(json_text, nullptr, false);
  if (json_value.is_object()) json_value = Json::array({std::move(json_value)});
  const auto is_result = [](const Json& each) {
    return each.is_object() && each.contains("config") && each["config"].is_object() &&
           each.contains("steps");
  };
  if (!json_value.is_array() || json_value.empty() ||
      !std::all_of(json_value.begin(), json_value.end(), is_result))
    base::bad_input("{}: is neither the store of a sweep nor the JSON of silipool run or verify", file);
  const Json& first = json_value.front();
  Json data{{"title", ""}, {"kind", "result"}, {"failures", Json::array()}, {"files", Json::array()}};
  Json& facts = data["facts"] = Json::array();
  Json& provenance = data["provenance"] = Json::array();
  fact(facts, "file", file);
  for (const char* name : {"config", "engine", "seed", "data", "readout", "energy"})
    if (first.contains(name)) {
      Json rows = Json::array();
      flatten(first[name], name, rows);
      for (const Json& row : rows)
        fact(row[0] == "config.hash" || row[0] == "seed" ? provenance : facts, row[0].get<std::string>(),
             row[1].get<std::string>());
    }
  if (first.contains("state")) {
    Json rows = Json::array();
    flatten(first["state"], "state", rows);
    for (const Json& row : rows) fact(provenance, row[0].get<std::string>(), row[1].get<std::string>());
  }
  if (first["config"].contains("name") && first["config"]["name"].is_string())
    data["title"] = cut(first["config"]["name"].get<std::string>(), kShort);
  std::vector<Entry> entries;
  for (const Json& each : json_value) {
    Entry entry;
    entry.about = {{"number", entries.size()}, {"design", entries.size()}, {"rung", 0}, {"status", "done"}};
    if (each.contains("tiles") && each["tiles"].is_number_integer())
      entry.parameters.push_back({"rtl.tiles", each["tiles"].get<std::int64_t>()});
    entry.result = each.dump(-1, ' ', false, Json::error_handler_t::replace);
    entry.metrics = sweep::metrics_of(entry.result);
    entries.push_back(std::move(entry));
  }
  put_points(data, entries, most_bytes);
  return text(data);
}

}  // namespace silipool::report
