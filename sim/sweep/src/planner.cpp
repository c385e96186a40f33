#include <silipool/sweep/planner.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <map>
#include <set>
#include <span>
#include <type_traits>

#include <fmt/format.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>
#include <silipool/data/sha256.hpp>

#include "sample.hpp"

namespace silipool::sweep {
namespace {

constexpr std::int64_t kMostPoints = 1000000;
constexpr std::string_view kArguments = "arguments.";

/// SHA-256 over texts, each with its length, so that no two lists look alike.
class Address {
 public:
  void add(std::string_view text) {
    const std::string length = fmt::format("{}:", text.size());
    for (const std::string_view part : {std::string_view(length), text})
      sha_.update(std::span(reinterpret_cast<const std::uint8_t*>(part.data()), part.size()));
  }
  [[nodiscard]] std::string finish() { return sha_.finish().substr(0, 32); }

 private:
  data::Sha256 sha_;
};

/// Content of files is part of what a point is; each is read once.
const std::string& file_digest(const std::filesystem::path& path) {
  static std::map<std::filesystem::path, std::string> known;
  auto found = known.find(path);
  if (found == known.end()) {
    Address address;
    address.add(base::read_file(path));
    found = known.emplace(path, address.finish()).first;
  }
  return found->second;
}

/// The value of a parameter as the store has it.
store::Value parameter_value(const std::string& toml) {
  const config::Tree tree = config::parse_tree("v = " + toml, "value");
  const config::Tree& value = tree.children.front().second;
  switch (value.kind) {
    case config::Tree::Kind::integer:
      return std::get<std::int64_t>(value.value);
    case config::Tree::Kind::real:
      return std::get<double>(value.value);
    case config::Tree::Kind::boolean:
      return std::int64_t{std::get<bool>(value.value) ? 1 : 0};
    case config::Tree::Kind::text:
      return value.text();
    default:
      return toml;
  }
}

std::string cut(std::string text, std::size_t most) {
  if (text.size() > most) text = text.substr(0, most) + "...";
  return text;
}

/// What the design says of a key last: later axes win over [set].
const Assignment* assigned(const std::vector<Assignment>& assignments, std::string_view key) {
  const auto found = std::find_if(assignments.rbegin(), assignments.rend(),
                                  [&](const Assignment& a) { return a.key == key; });
  return found == assignments.rend() ? nullptr : &*found;
}

std::optional<std::string> entry(const config::Config& config, const std::string& key) {
  for (const config::Entry& e : config.entries)
    if (e.key == key && !e.value.empty()) return e.value;
  return std::nullopt;
}

/// An option of the command. A text stands after `=`, so that it is never taken for an option of its own.
void append_argument(const Assignment& a, std::vector<std::string>& out) {
  const std::string name = "--" + a.key.substr(kArguments.size());
  const config::Tree tree = config::parse_tree("v = " + a.value, a.origin);
  const config::Tree& value = tree.children.front().second;
  switch (value.kind) {
    case config::Tree::Kind::boolean:
      if (std::get<bool>(value.value)) out.push_back(name);
      return;
    case config::Tree::Kind::text:
      if (value.text().find('\0') != std::string::npos)
        base::bad_input("{}: {}: a text with a zero byte cannot be an argument", a.origin, a.key);
      out.push_back(name + "=" + value.text());
      return;
    case config::Tree::Kind::integer:
    case config::Tree::Kind::real:
      out.push_back(name + "=" + value.toml());
      return;
    default:
      base::bad_input("{}: {} must be a text, a number, true or false, found {}", a.origin, a.key,
                      value.kind_text());
  }
}

}  // namespace

std::string shell_quoted(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                          "_-./=:,+@%") == std::string::npos;
  if (plain) return word;
  std::string out = "'";
  for (const char ch : word) {
    if (ch == '\'')
      out += "'\\''";
    else
      out += ch;
  }
  return out + "'";
}

Planner::Planner(Sweep sweep, std::string code_version, const Checks& checks)
    : sweep_(std::move(sweep)),
      base_(config::parse_config(sweep_.base_text, sweep_.base.string())),
      code_version_(std::move(code_version)),
      checks_(checks) {
  const auto lookup = [this](const Design& so_far, const std::string& key) -> std::optional<std::string> {
    if (const Assignment* a = assigned(so_far, key)) return a->value;
    if (const Assignment* a = assigned(sweep_.settings, key)) return a->value;
    return entry(base_, key);
  };
  // A constraint sees what a point of these values would have, defaults that follow from them too.
  const auto excluded = [&](const Design& design) {
    if (sweep_.constraints.empty()) return false;
    std::optional<config::Config> config;
    try {
      config::Overrides overrides;
      for (const auto* list : std::initializer_list<const Design*>{&sweep_.settings, &design})
        for (const Assignment& a : *list)
          if (!a.key.starts_with(kArguments)) overrides.push_back({a.key, a.value, a.origin});
      config = config::parse_config(sweep_.base_text, sweep_.base.string(), overrides);
    } catch (const base::Error&) {
      // Not legal: the constraint may be what leaves it out.
    }
    return !std::all_of(sweep_.constraints.begin(), sweep_.constraints.end(),
                        [&](const Condition& constraint) {
                          return constraint
                              .holds([&](const std::string& key) -> std::optional<std::string> {
                                if (config && !key.starts_with(kArguments)) return entry(*config, key);
                                return lookup(design, key);
                              })
                              .value_or(true);
                        });
  };

  std::set<std::string> seen;
  const Sampling& s = sweep_.sampling;
  const bool drawn = s.points > 0 && s.method != Method::latin_hypercube;
  constexpr std::int64_t kDrawsPerPoint = 100;
  sample(sweep_, lookup, s.points * kDrawsPerPoint, [&](const Design& design) {
    if (excluded(design)) {
      ++excluded_;
      return true;
    }
    std::vector<store::Point> points = make_points(design, static_cast<std::int64_t>(points_.size()),
                                                   static_cast<std::int64_t>(designs_.size()), 0, checks);
    if (seen.contains(points.front().id)) {
      ++repeated_;
      return true;
    }
    for (store::Point& point : points) {
      seen.insert(point.id);
      points_.push_back(std::move(point));
    }
    designs_.push_back(design);
    if (static_cast<std::int64_t>(points_.size()) > kMostPoints)
      base::bad_input("{}: more than {} points; take fewer values, or method.name = \"random\"",
                      sweep_.file.string(), kMostPoints);
    return !drawn || static_cast<std::int64_t>(designs_.size()) < s.points;
  });
  if (points_.empty()) base::bad_input("{}: constraints leave no point", sweep_.file.string());
  if (drawn && static_cast<std::int64_t>(designs_.size()) < s.points)
    base::bad_input("{}: method.points = {}: constraints and repetitions leave only {} of {} draws",
                    sweep_.file.string(), s.points, designs_.size(), s.points * kDrawsPerPoint);
  for (const std::int64_t size : rung_sizes())
    total_ += size * static_cast<std::int64_t>(sweep_.seeds.size());
}

std::vector<std::int64_t> Planner::rung_sizes() const {
  std::vector<std::int64_t> sizes{static_cast<std::int64_t>(designs_.size())};
  if (sweep_.sampling.method == Method::halving)
    while (static_cast<std::int64_t>(sizes.size()) < sweep_.sampling.rungs)
      sizes.push_back(
          static_cast<std::int64_t>(std::ceil(static_cast<double>(sizes.back()) / sweep_.sampling.eta)));
  return sizes;
}

double Planner::work() const {
  double work = 0;
  double budget = 1;
  for (const std::int64_t size : rung_sizes()) {
    work += budget * static_cast<double>(size) * static_cast<double>(sweep_.seeds.size());
    budget *= sweep_.sampling.eta;
  }
  return work;
}

std::vector<store::Point> Planner::make_points(const Design& design, std::int64_t number, std::int64_t index,
                                               std::int64_t rung, const Checks& checks) const {
  std::vector<Assignment> all = sweep_.settings;
  all.insert(all.end(), design.begin(), design.end());
  if (sweep_.sampling.method == Method::halving) {
    double budget = static_cast<double>(sweep_.sampling.first_budget);
    for (std::int64_t i = 0; i < rung; ++i) budget *= sweep_.sampling.eta;
    all.push_back({fmt::format("arguments.{}", sweep_.sampling.budget),
                   fmt::format("{}", static_cast<std::int64_t>(std::floor(budget))),
                   sweep_.file.string() + ": method.budget"});
  }
  config::Overrides overrides;
  std::vector<std::string> arguments;
  std::vector<std::string> words{"silipool", sweep_.command, sweep_.base.string()};
  std::string where;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Assignment& a = all[i];
    // An axis may vary what [set] or [arguments] sets.
    if (assigned(all, a.key) != &a) continue;
    if (i >= sweep_.settings.size())
      where += fmt::format("{}{} = {}", where.empty() ? "" : ", ", a.key, cut(a.value, 60));
    if (a.key.starts_with(kArguments)) {
      append_argument(a, arguments);
      continue;
    }
    overrides.push_back({a.key, a.value, a.origin});
    words.insert(words.end(), {"--set", a.key + "=" + a.value});
  }
  std::vector<store::Point> points;
  for (const std::int64_t seed : sweep_.seeds) {
    config::Overrides with_seed = overrides;
    with_seed.push_back({"seed", std::to_string(seed), sweep_.file.string() + ": repeat.seeds"});
    const auto parse = [&](const config::Overrides& more) {
      try {
        config::Config config = config::parse_config(sweep_.base_text, sweep_.base.string(), more);
        if (points.empty() && checks.arguments) checks.arguments(arguments);
        if (points.empty() && checks.config) checks.config(config, arguments);
        return config;
      } catch (const base::Error& error) {
        throw base::Error(error.kind(),
                          fmt::format("{}\n  at the point {}; a constraint can leave it out",
                                      cut(error.what(), 2000), where.empty() ? "of the base" : where));
      }
    };
    config::Config config = parse(with_seed);
    store::Point point;
    point.number = number++;
    point.design = index;
    point.rung = rung;
    point.seed = seed;
    point.config_hash = base::hex64(config::hash(config));
    point.arguments = arguments;
    Address address;
    for (const std::string_view part : {std::string_view(code_version_), std::string_view(sweep_.command)})
      address.add(part);
    address.add(std::to_string(arguments.size()));
    for (const std::string& argument : arguments) address.add(argument);
    for (const config::Entry& e : config.entries)
      if (e.key != "name" && !e.value.empty()) {
        address.add(e.key);
        address.add(e.value);
      }
    // Files of the user's own: their content counts, and the point must find them from anywhere.
    for (const auto& [key, ref] :
         {std::pair("data.train", config.train), std::pair("data.test", config.test)}) {
      if (ref.images.empty()) continue;
      std::vector<std::string> files;
      for (const std::filesystem::path& path : {ref.images, ref.labels}) {
        if (path.empty()) continue;
        address.add(file_digest(path));
        config::Tree text;
        text.kind = config::Tree::Kind::text;
        text.value = std::filesystem::absolute(path).lexically_normal().string();
        files.push_back(text.toml());
      }
      with_seed.push_back(
          {key, files.size() == 1 ? files[0] : fmt::format("[{}, {}]", files[0], files[1]), key});
    }
    point.id = address.finish();
    if (with_seed.size() > overrides.size() + 1) config = parse(with_seed);
    point.config = config::canonical(config);
    for (const Assignment& a : all)
      if (assigned(all, a.key) == &a && (assigned(design, a.key) != nullptr ||
                                         (sweep_.sampling.method == Method::halving && &a == &all.back())))
        point.parameters.push_back({a.key, parameter_value(a.value)});
    point.parameters.push_back({"seed", seed});
    std::vector<std::string> line = words;
    line.push_back(fmt::format("--seed={}", seed));
    line.insert(line.end(), arguments.begin(), arguments.end());
    for (std::size_t i = 0; i < line.size(); ++i)
      point.reproduce.append(i == 0 ? "" : " ").append(shell_quoted(line[i]));
    points.push_back(std::move(point));
  }
  return points;
}

bool Planner::advance(store::Store& store) const {
  const Sampling& s = sweep_.sampling;
  if (s.method != Method::halving) return false;
  const std::vector<store::Row> rows = store.rows(code_version_);
  const std::int64_t rung = rows.empty() ? 0 : rows.back().point.rung;
  struct Score {
    double sum = 0;
    std::int64_t count = 0;
  };
  std::map<std::int64_t, Score> scores;
  for (const store::Row& row : rows) {
    if (row.point.rung != rung) continue;
    if (row.status != store::Status::done && row.status != store::Status::failed) return true;
    if (row.status != store::Status::done) continue;
    const auto& metrics = row.ending.metrics;
    const auto found = std::find_if(metrics.begin(), metrics.end(),
                                    [&](const store::Metric& m) { return m.name == s.metric; });
    if (found == metrics.end() || std::holds_alternative<std::string>(found->value)) {
      std::string names;
      for (const store::Metric& m : metrics)
        if (!std::holds_alternative<std::string>(m.value)) names += (names.empty() ? "" : ", ") + m.name;
      base::bad_input("{}: method.metric = \"{}\" is no result: {}", sweep_.file.string(), s.metric,
                      cut(names, 500));
    }
    Score& score = scores[row.point.design];
    score.sum += std::visit(
        [](const auto& v) -> double {
          if constexpr (std::is_arithmetic_v<std::decay_t<decltype(v)>>) return static_cast<double>(v);
          return 0;
        },
        found->value);
    ++score.count;
  }
  if (rung + 1 >= s.rungs || scores.empty()) return false;
  // The best first; of equals the one that came first. A design that failed with some seeds is judged by the
  // others.
  std::vector<std::pair<double, std::int64_t>> order;
  for (const auto& [design, score] : scores) {
    const double mean = score.sum / static_cast<double>(score.count);
    order.emplace_back(s.maximise ? -mean : mean, design);
  }
  std::sort(order.begin(), order.end());
  const std::int64_t wanted = rung_sizes()[static_cast<std::size_t>(rung) + 1];
  if (static_cast<std::int64_t>(order.size()) > wanted) order.resize(static_cast<std::size_t>(wanted));
  std::vector<std::int64_t> chosen;
  for (const auto& [mean, design] : order) chosen.push_back(design);
  std::sort(chosen.begin(), chosen.end());
  auto number = static_cast<std::int64_t>(rows.size());
  std::vector<store::Point> points;
  for (const std::int64_t design : chosen) {
    for (store::Point& point :
         make_points(designs_[static_cast<std::size_t>(design)], number, design, rung + 1, checks_))
      points.push_back(std::move(point));
    number = static_cast<std::int64_t>(rows.size() + points.size());
  }
  store.extend(code_version_, points);
  return true;
}

}  // namespace silipool::sweep
