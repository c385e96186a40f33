#include <silipool/sweep/study.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <silipool/base/elementary.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/document.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/schema.hpp>

#include "keys.hpp"

namespace silipool::sweep {
namespace {

using config::Tree;
using Kind = Tree::Kind;

/// A value in a message: what is long is cut.
std::string shown(const Tree& value) {
  constexpr std::size_t kShown = 60;
  std::string text = value.toml();
  if (text.size() > kShown) text = text.substr(0, kShown) + "...";
  return text;
}

std::string_view legal(std::string_view table, std::string_view name) {
  for (const Key& key : keys())
    if (key.table == table && key.name == name) return key.legal;
  return "";
}

/// A table of the file: takes keys one after the other.
class Reader {
 public:
  Reader(const Tree& tree, std::string table, std::string file)
      : tree_(tree), table_(std::move(table)), file_(std::move(file)) {}

  /// Error{bad_input} for a key that is not in the table of keys.
  void check_keys() const {
    std::vector<std::string> names;
    for (const Key& key : keys())
      if (key.table == table_) names.emplace_back(key.name);
    for (const auto& [name, value] : tree_.children)
      if (std::find(names.begin(), names.end(), name) == names.end())
        base::bad_input("{}: unknown key {:.80}{}", place(value), full(name),
                        config::did_you_mean(name, names));
  }
  [[nodiscard]] const Tree* find(std::string_view name) const { return tree_.find(name); }
  [[nodiscard]] std::string place(const Tree& value) const { return fmt::format("{}:{}", file_, value.line); }
  [[nodiscard]] std::string place() const { return place(tree_); }
  [[noreturn]] void wrong(std::string_view name, const Tree& value) const {
    base::bad_input("{}: {} = {} is not legal: {}", place(value), full(name), shown(value),
                    legal(table_, name));
  }
  [[noreturn]] void missing(std::string_view name) const {
    base::bad_input("{}: {} is required: {}", place(), full(name), legal(table_, name));
  }
  void text(std::string_view name, std::string& out) const {
    const Tree* value = find(name);
    if (value == nullptr) return;
    if (value->kind != Kind::text || value->text().empty()) wrong(name, *value);
    out = value->text();
  }
  void choice(std::string_view name, std::initializer_list<std::string_view> choices,
              std::string& out) const {
    text(name, out);
    if (const Tree* value = find(name);
        value != nullptr && std::find(choices.begin(), choices.end(), out) == choices.end())
      wrong(name, *value);
  }
  template <typename T>
  void whole(std::string_view name, std::int64_t low, std::int64_t high, T& out) const {
    const Tree* value = find(name);
    if (value == nullptr) return;
    if (value->kind != Kind::integer) wrong(name, *value);
    const std::int64_t number = std::get<std::int64_t>(value->value);
    if (number < low || number > high) wrong(name, *value);
    out = static_cast<T>(number);
  }
  [[nodiscard]] std::optional<double> number(std::string_view name) const {
    const Tree* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number() || !std::isfinite(value->number())) wrong(name, *value);
    return value->number();
  }
  [[nodiscard]] std::vector<Condition> conditions(std::string_view name) const {
    const Tree* value = find(name);
    std::vector<Condition> found;
    if (value == nullptr) return found;
    const auto add = [&](const Tree& one) {
      if (one.kind != Kind::text) wrong(name, *value);
      found.emplace_back(one.text(), fmt::format("{}: {}", place(one), full(name)));
    };
    if (value->kind == Kind::array)
      for (const auto& [unused, one] : value->children) add(one);
    else
      add(*value);
    return found;
  }

 private:
  [[nodiscard]] std::string full(std::string_view name) const {
    return table_.empty() ? std::string(name) : fmt::format("{}.{}", table_, name);
  }
  const Tree& tree_;
  std::string table_, file_;
};

/// A key of the configuration or an argument; what it is. Error{bad_input} for neither.
void check_key(const std::string& key, const std::string& place) {
  if (key.starts_with("arguments.")) {
    const std::string_view name = std::string_view(key).substr(10);
    const bool plain = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
                                            std::string_view::npos;
    if (!plain)
      base::bad_input("{}: {:.80}: an argument is named by small letters, digits and -", place, key);
    return;
  }
  if (key == "seed") base::bad_input("{}: seeds are given by repeat.seeds", place);
  std::vector<std::string> names;
  for (const config::SchemaKey& known : config::schema()) names.emplace_back(known.name);
  if (std::find(names.begin(), names.end(), key) == names.end())
    base::bad_input("{}: unknown key of the configuration {:.80}{}", place, key,
                    config::did_you_mean(key.substr(0, 100), names));
}

bool is_integer_key(const std::string& key) {
  for (const config::SchemaKey& known : config::schema())
    if (known.name == key) return known.type == config::KeyType::integer;
  return false;
}

void check_value(const Tree& value, const std::string& key, const std::string& place) {
  if (value.kind == Kind::table || value.kind == Kind::other)
    base::bad_input("{}: {} = {} is not a value of a key: it is {}", place, key, shown(value),
                    value.kind_text());
}

void flatten(const Tree& table, const std::string& prefix, const std::string& file,
             std::vector<Assignment>& out) {
  for (const auto& [name, value] : table.children) {
    if (value.kind == Kind::table) {
      flatten(value, prefix + name + ".", file, out);
      continue;
    }
    const std::string place = fmt::format("{}:{}", file, value.line);
    check_key(prefix + name, place);
    check_value(value, prefix + name, place);
    out.push_back({prefix + name, value.toml(), place});
  }
}

/// A number as TOML: a whole one without a fraction. Nine digits: what a person writes comes out as written.
std::string number_text(double value, bool whole) {
  if (whole) return fmt::format("{}", static_cast<std::int64_t>(std::floor(value + 0.5)));
  return fmt::format("{}", std::stod(fmt::format("{:.9g}", value)));
}

void read_range(const Reader& r, const Tree& tree, Axis& axis) {
  const auto from = r.number("from");
  const auto to = r.number("to");
  if (!from) r.missing("from");
  if (!to) r.missing("to");
  if (*to < *from) r.wrong("to", *r.find("to"));
  std::string scale = "linear";
  r.choice("scale", {"linear", "log"}, scale);
  const bool log = scale == "log";
  if (log && *from <= 0) r.wrong("from", *r.find("from"));
  const auto step = r.number("step");
  std::int64_t points = 0;
  r.whole("points", 2, 100000, points);
  const std::string& key = axis.keys.front();
  const auto is_whole = [](const Tree* value) { return value->kind == Kind::integer; };
  const bool whole = is_integer_key(key) ||
                     (is_whole(r.find("from")) && is_whole(r.find("to")) &&
                      (!step || is_whole(r.find("step"))) && (key.starts_with("arguments.") || points == 0));
  if (step && points != 0)
    base::bad_input("{}: axis.step and axis.points: only one of them may be given", r.place(tree));
  if (!step && points == 0) {
    axis.range = Range{*from, *to, log, whole};
    return;
  }
  if (step) {
    if (*step <= 0 || log) r.wrong("step", *r.find("step"));
    const double count = std::floor((*to - *from) / *step + 1e-9) + 1;
    if (count > 100000)
      base::bad_input("{}: axis.step = {} gives more than 100000 values", r.place(tree), *step);
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(count); ++i)
      axis.values.push_back({number_text(*from + static_cast<double>(i) * *step, whole)});
    return;
  }
  for (std::int64_t i = 0; i < points; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(points - 1);
    const double value = i == points - 1 ? *to
                         : log           ? *from * base::pow(*to / *from, part)
                                         : *from + (*to - *from) * part;
    std::vector<std::string> choice{number_text(value, whole)};
    if (axis.values.empty() || axis.values.back() != choice) axis.values.push_back(std::move(choice));
  }
}

Axis read_axis(const Tree& tree, const std::string& file) {
  const Reader r(tree, "axis", file);
  if (tree.kind != Kind::table)
    base::bad_input("{}: an axis is a table, found {}", r.place(), tree.kind_text());
  r.check_keys();
  Axis axis;
  axis.origin = r.place();
  std::string key;
  r.text("key", key);
  const Tree* zipped = r.find("keys");
  if (key.empty() == (zipped == nullptr))
    base::bad_input("{}: an axis has either `key` or `keys`", r.place());
  if (zipped == nullptr) {
    axis.keys = {key};
  } else {
    if (zipped->kind != Kind::array || zipped->children.size() < 2 || zipped->children.size() > 16)
      r.wrong("keys", *zipped);
    for (const auto& [unused, one] : zipped->children) {
      if (one.kind != Kind::text) r.wrong("keys", *zipped);
      axis.keys.push_back(one.text());
    }
  }
  for (const std::string& each : axis.keys)
    check_key(each, r.place(*r.find(zipped == nullptr ? "key" : "keys")));
  axis.when = r.conditions("when");
  const Tree* values = r.find("values");
  if (values == nullptr) {
    if (zipped != nullptr) r.missing("values");
    read_range(r, tree, axis);
    return axis;
  }
  for (const char* other : {"from", "to", "step", "points", "scale"})
    if (const Tree* given = r.find(other); given != nullptr)
      base::bad_input("{}: axis.{} has no meaning beside axis.values", r.place(*given), other);
  if (values->kind != Kind::array || values->children.empty() || values->children.size() > 100000)
    r.wrong("values", *values);
  for (const auto& [unused, one] : values->children) {
    std::vector<std::string> choice;
    if (zipped == nullptr) {
      check_value(one, axis.keys.front(), r.place(one));
      choice.push_back(one.toml());
    } else {
      if (one.kind != Kind::array || one.children.size() != axis.keys.size())
        base::bad_input("{}: axis.values: {} must be an array of {} values, one for each of `keys`",
                        r.place(one), shown(one), axis.keys.size());
      for (std::size_t i = 0; i < axis.keys.size(); ++i) {
        check_value(one.children[i].second, axis.keys[i], r.place(one));
        choice.push_back(one.children[i].second.toml());
      }
    }
    axis.values.push_back(std::move(choice));
  }
  return axis;
}

void read_seeds(const Reader& r, std::int64_t first, std::vector<std::int64_t>& seeds) {
  const Tree* value = r.find("seeds");
  constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
  std::int64_t count = 1;
  if (value != nullptr && value->kind == Kind::array) {
    for (const auto& [unused, one] : value->children) {
      if (one.kind != Kind::integer) r.wrong("seeds", *value);
      const std::int64_t seed = std::get<std::int64_t>(one.value);
      if (seed < 0 || seed > kMost || std::find(seeds.begin(), seeds.end(), seed) != seeds.end())
        r.wrong("seeds", *value);
      seeds.push_back(seed);
    }
    if (seeds.empty()) r.wrong("seeds", *value);
    return;
  }
  r.whole("seeds", 1, 10000, count);
  if (first > kMost - count)
    base::bad_input("{}: repeat.seeds: seed {} of the base leaves too few above it", r.place(), first);
  for (std::int64_t i = 0; i < count; ++i) seeds.push_back(first + i);
}

void read_method(const Reader& r, Sampling& s) {
  std::string name = "grid";
  r.choice("name", {"grid", "random", "latin_hypercube", "halving"}, name);
  s.method = name == "grid"      ? Method::grid
             : name == "random"  ? Method::random
             : name == "halving" ? Method::halving
                                 : Method::latin_hypercube;
  r.whole("points", 1, 1000000, s.points);
  r.whole("seed", 0, std::numeric_limits<std::uint32_t>::max(), s.seed);
  if (const auto eta = r.number("eta")) {
    if (*eta <= 1 || *eta > 100) r.wrong("eta", *r.find("eta"));
    s.eta = *eta;
  }
  r.whole("rungs", 2, 20, s.rungs);
  r.text("budget", s.budget);
  r.whole("first_budget", 1, 1000000000, s.first_budget);
  r.text("metric", s.metric);
  std::string goal = "maximise";
  r.choice("goal", {"maximise", "minimise"}, goal);
  s.maximise = goal == "maximise";
  if (s.method == Method::grid && s.points != 0)
    base::bad_input("{}: method.points has no meaning for a grid", r.place(*r.find("points")));
  if ((s.method == Method::random || s.method == Method::latin_hypercube) && s.points == 0)
    r.missing("points");
  if (s.method == Method::halving) {
    if (s.first_budget == 0) r.missing("first_budget");
  } else {
    for (const char* only : {"eta", "rungs", "budget", "first_budget", "metric", "goal"})
      if (const Tree* given = r.find(only); given != nullptr)
        base::bad_input("{}: method.{} is only for method.name = \"halving\"", r.place(*given), only);
  }
}

void read_limits(const Reader& r, Limits& limits) {
  if (const auto seconds = r.number("seconds")) {
    if (*seconds <= 0 || *seconds > 1e7) r.wrong("seconds", *r.find("seconds"));
    limits.seconds = *seconds;
  }
  std::uint64_t mebibytes = 0;
  r.whole("memory_mb", 16, 100000000, mebibytes);
  limits.memory_bytes = mebibytes << 20U;
  r.whole("attempts", 1, 100, limits.attempts);
}

void read_runner(const Reader& r, RunnerOptions& o) {
  r.choice("name", {"local", "slurm"}, o.name);
  r.whole("workers", 1, 1024, o.workers);
  r.whole("tasks", 1, 10000, o.tasks);
  r.text("partition", o.partition);
  r.text("account", o.account);
  r.text("time", o.time);
  r.whole("memory_mb", 16, 100000000, o.memory_mb);
}

/// What rests on several tables.
void check_together(const Sweep& s, const std::string& file) {
  std::set<std::string> seen;
  for (const Axis& axis : s.axes) {
    if (axis.range && (s.sampling.method == Method::grid ||
                       (s.sampling.method == Method::halving && s.sampling.points == 0)))
      base::bad_input("{}: axis {}: a grid needs axis.step or axis.points", axis.origin, axis.keys.front());
    // The same key may stand in several axes that exclude each other.
    for (const std::string& key : axis.keys)
      if (!seen.insert(key).second && axis.when.empty())
        base::bad_input("{}: {} is in two axes; only conditional ones (when) may share a key", axis.origin,
                        key);
    for (const Condition& condition : axis.when)
      for (const std::string& key : condition.keys()) check_key(key, condition.place());
  }
  for (const Condition& condition : s.constraints)
    for (const std::string& key : condition.keys()) check_key(key, condition.place());
  if (s.sampling.method != Method::halving) return;
  const std::string budget = "arguments." + s.sampling.budget;
  check_key(budget, file);
  const auto given = [&](const std::string& key) {
    return std::any_of(s.settings.begin(), s.settings.end(),
                       [&](const Assignment& a) { return a.key == key; });
  };
  if (s.command != "run")
    base::bad_input("{}: method.name = \"halving\" is only for command = \"run\"", file);
  if (seen.contains(budget) || given(budget))
    base::bad_input("{}: {} is the budget of the halving and must not be given elsewhere", file, budget);
  if (!given("arguments.validate"))
    base::bad_input(
        "{}: halving chooses designs by their results: arguments.validate is required, so that it is by "
        "held-out training samples and never by the test set",
        file);
}

}  // namespace

Sweep parse_sweep(std::string_view text, const std::filesystem::path& path,
                  const std::optional<std::string>& base_text) {
  const std::string file = path.string();
  const Tree root = config::parse_tree(text, file);
  static const Tree empty;
  Sweep s;
  s.file = path;
  s.text = text;
  // Tables stand beside the root's own keys.
  Tree own;
  own.line = 1;
  const auto table = [&](std::string_view name) -> const Tree& {
    const Tree* found = root.find(name);
    return found != nullptr ? *found : empty;
  };
  std::vector<std::string> tables;
  for (const Key& key : keys())
    if (std::find(tables.begin(), tables.end(), key.table) == tables.end()) tables.emplace_back(key.table);
  for (const auto& [name, value] : root.children) {
    const bool known = std::find(tables.begin(), tables.end(), name) != tables.end();
    if (value.kind == Kind::table && !known)
      base::bad_input("{}:{}: unknown table [{:.80}]{}", file, value.line, name,
                      config::did_you_mean(name.substr(0, 100), tables));
    if (known && value.kind != (name == "axis" ? Kind::array : Kind::table))
      base::bad_input("{}:{}: {} must be {}", file, value.line, name,
                      name == "axis" ? "tables, each [[axis]]" : "a table");
    if (!known) own.children.emplace_back(name, value);
  }
  const Reader r(own, "", file);
  r.check_keys();
  r.text("name", s.name);
  if (s.name.empty()) r.missing("name");
  if (s.name.size() > 64 || s.name.front() == '.' ||
      s.name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") !=
          std::string::npos)
    r.wrong("name", *r.find("name"));
  std::string base;
  r.text("base", base);
  if (base.empty()) r.missing("base");
  if (base.find('\0') != std::string::npos) r.wrong("base", *r.find("base"));
  s.base = (path.parent_path() / base).lexically_normal();
  s.base_text = base_text ? *base_text : base::read_file(s.base);
  r.choice("command", {"run", "crossbar", "estimate", "verify"}, s.command);
  s.constraints = r.conditions("constraints");

  flatten(table("set"), "", file, s.settings);
  for (const Assignment& a : s.settings)
    if (a.key.starts_with("arguments.")) base::bad_input("{}: {} belongs in [arguments]", a.origin, a.key);
  flatten(table("arguments"), "arguments.", file, s.settings);
  for (const auto& [unused, axis] : table("axis").children) s.axes.push_back(read_axis(axis, file));
  const auto reader = [&](const char* name) {
    Reader found(table(name), name, file);
    found.check_keys();
    return found;
  };
  read_method(reader("method"), s.sampling);
  read_limits(reader("limits"), s.limits);
  read_runner(reader("runner"), s.runner);
  const config::Config config = config::parse_config(s.base_text, s.base.string());
  read_seeds(reader("repeat"), config.runtime.seed, s.seeds);
  check_together(s, file);
  return s;
}

Sweep load_sweep(const std::filesystem::path& path) { return parse_sweep(base::read_file(path), path); }

}  // namespace silipool::sweep
