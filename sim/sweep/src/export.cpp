#include <silipool/sweep/export.hpp>

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace silipool::sweep {
namespace {

using Json = nlohmann::ordered_json;

/// Names in the order in which they first come.
class Names {
 public:
  void add(const std::string& name, const std::string& unit = "") {
    if (known_.insert(name).second) list.emplace_back(name, unit);
  }
  std::vector<std::pair<std::string, std::string>> list;  ///< with units

 private:
  std::set<std::string> known_;
};

/// RFC 4180.
std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char ch : text) {
    if (ch == '"') out += '"';
    out += ch;
  }
  return out + '"';
}

std::string value_field(const store::Value& value) {
  return std::visit(
      [](const auto& v) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::string>)
          return field(std::string_view(v));
        else
          return fmt::format("{}", v);
      },
      value);
}

template <typename List>
const store::Value* value_of(const List& list, const std::string& name) {
  for (const auto& item : list)
    if (item.name == name) return &item.value;
  return nullptr;
}

Json json(const store::Value& value) {
  return std::visit([](const auto& v) { return Json(v); }, value);
}

}  // namespace

std::string to_csv(const std::vector<store::Row>& rows, bool timings) {
  Names parameters;
  Names metrics;
  for (const store::Row& row : rows) {
    for (const store::Parameter& p : row.point.parameters) parameters.add(p.name);
    for (const store::Metric& m : row.ending.metrics)
      if (timings || !m.timing) metrics.add(m.name, m.unit);
  }
  std::string out = "number,point,design,rung,status,reason,config_hash";
  for (const auto& [name, unit] : parameters.list) out.append(",").append(field(name));
  for (const auto& [name, unit] : metrics.list)
    out.append(",").append(field(unit.empty() ? name : fmt::format("{} [{}]", name, unit)));
  if (timings) out += ",attempts,started [s since 1970],wall [s],cpu [s],memory [byte],exit_status";
  out += "\r\n";
  for (const store::Row& row : rows) {
    out +=
        fmt::format("{},{},{},{},{},{},{}", row.point.number, row.point.id, row.point.design, row.point.rung,
                    store::status_text(row.status), field(row.ending.reason), row.point.config_hash);
    for (const auto& [name, unit] : parameters.list) {
      const store::Value* value = value_of(row.point.parameters, name);
      out.append(",").append(value != nullptr ? value_field(*value) : "");
    }
    for (const auto& [name, unit] : metrics.list) {
      const store::Value* value = value_of(row.ending.metrics, name);
      out.append(",").append(value != nullptr ? value_field(*value) : "");
    }
    if (timings)
      out +=
          fmt::format(",{},{:.3f},{:.3f},{:.3f},{},{}", row.attempts, row.ending.started, row.ending.wall_s,
                      row.ending.cpu_s, row.ending.memory_bytes, row.ending.exit_status);
    out += "\r\n";
  }
  return out;
}

std::string to_json(const store::Study& study, const std::string& code_version,
                    const std::vector<store::Row>& rows, bool timings) {
  Json all;
  all["study"] = {{"name", study.name}, {"command", study.command}, {"code_version", code_version}};
  all["units"] = Json::object();
  all["points"] = Json::array();
  for (const store::Row& row : rows) {
    Json point{{"number", row.point.number},
               {"point", row.point.id},
               {"design", row.point.design},
               {"rung", row.point.rung},
               {"status", store::status_text(row.status)}};
    if (!row.ending.reason.empty()) point["reason"] = row.ending.reason;
    point["config_hash"] = row.point.config_hash;
    point["reproduce"] = row.point.reproduce;
    point["parameters"] = Json::object();
    point["metrics"] = Json::object();
    for (const store::Parameter& p : row.point.parameters) point["parameters"][p.name] = json(p.value);
    for (const store::Metric& m : row.ending.metrics) {
      if (m.timing && !timings) continue;
      point["metrics"][m.name] = json(m.value);
      if (!m.unit.empty()) all["units"][m.name] = m.unit;
    }
    if (timings)
      point["timings"] = {{"attempts", row.attempts},
                          {"started", row.ending.started},
                          {"wall_s", row.ending.wall_s},
                          {"cpu_s", row.ending.cpu_s},
                          {"memory_bytes", row.ending.memory_bytes},
                          {"exit_status", row.ending.exit_status}};
    all["points"].push_back(std::move(point));
  }
  return all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace silipool::sweep
