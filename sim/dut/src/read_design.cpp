// DUT.toml to Design.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/document.hpp>
#include <silipool/dut/design.hpp>

namespace silipool::dut {
namespace {

using config::Setting;
namespace fs = std::filesystem;

/// The settings, each to be asked for once: what nobody asked for is a mistake.
class Settings {
 public:
  Settings(std::string_view text, const std::string& file)
      : file_(file), all_(config::parse_settings(text, file)) {}

  void override_with(const Override& change) {
    for (Setting setting : parse(change)) {
      setting.line = 0;
      const auto same = [&](const Setting& s) { return s.key == setting.key; };
      std::erase_if(all_, same);
      all_.push_back(std::move(setting));
    }
  }

  [[nodiscard]] bool has(const std::string& key) { return find(key) != nullptr; }
  [[nodiscard]] bool has_table(const std::string& table) const {
    return std::ranges::any_of(all_, [&](const Setting& s) { return s.key.starts_with(table + "."); });
  }

  std::string text(const std::string& key, const std::string& otherwise = "") {
    const Setting* s = find(key);
    if (s == nullptr) return otherwise;
    if (const auto* value = std::get_if<std::string>(&s->value)) return *value;
    wrong(*s, "a text");
  }
  std::string required(const std::string& key, const char* what) {
    if (!has(key) || text(key).empty()) base::bad_input("{}: {} is missing: {}", file_, key, what);
    return text(key);
  }
  std::uint64_t count(const std::string& key, std::uint64_t otherwise, std::uint64_t least,
                      std::uint64_t most) {
    const Setting* s = find(key);
    if (s == nullptr) return otherwise;
    const auto* value = std::get_if<std::int64_t>(&s->value);
    if (value == nullptr) wrong(*s, "an integer");
    if (*value < 0 || static_cast<std::uint64_t>(*value) < least || static_cast<std::uint64_t>(*value) > most)
      base::bad_input("{}: {} = {} is out of range: {}..{}", at(*s), key, *value, least, most);
    return static_cast<std::uint64_t>(*value);
  }
  bool flag(const std::string& key, bool otherwise) {
    const Setting* s = find(key);
    if (s == nullptr) return otherwise;
    if (const auto* value = std::get_if<bool>(&s->value)) return *value;
    wrong(*s, "true or false");
  }
  std::vector<std::string> texts(const std::string& key) {
    const Setting* s = find(key);
    if (s == nullptr) return {};
    if (const auto* value = std::get_if<std::vector<std::string>>(&s->value)) return *value;
    if (const auto* none = std::get_if<std::vector<std::int64_t>>(&s->value);
        none != nullptr && none->empty())
      return {};
    wrong(*s, "an array of texts");
  }
  /// The index of the choice.
  std::size_t choice(const std::string& key, const std::vector<std::string>& choices) {
    const std::string found = text(key, choices.front());
    const auto at_choice = std::ranges::find(choices, found);
    if (at_choice == choices.end())
      base::bad_input("{}: {} = \"{}\" is none of \"{}\"", at(*find(key)), key, found,
                      fmt::join(choices, "\", \""));
    return static_cast<std::size_t>(at_choice - choices.begin());
  }
  std::vector<Assignment> assignments(const std::string& table) {
    std::vector<Assignment> found;
    for (const Setting& s : all_) {
      if (!s.key.starts_with(table + ".")) continue;
      asked_.insert(s.key);
      Assignment a{s.key.substr(table.size() + 1), "", false, s.line};
      if (const std::size_t dot = a.name.rfind(".text");
          dot != std::string::npos && dot + 5 == a.name.size()) {
        a.name.resize(dot);
        a.text = true;
      }
      if (const auto* number = std::get_if<std::int64_t>(&s.value); number != nullptr && *number >= 0)
        a.value = fmt::format("{}", *number);
      else if (const auto* on = std::get_if<bool>(&s.value))
        a.value = fmt::format("{}", *on ? 1 : 0);
      else if (const auto* text = std::get_if<std::string>(&s.value))
        a.value = *text;
      else
        wrong(s, "a number from 0 on, true, false or the name of a quantity of the configuration");
      found.push_back(std::move(a));
    }
    return found;
  }
  /// Whether the key's value is a truth value, which is then not a name.
  [[nodiscard]] bool is_flag(const std::string& key) {
    const Setting* s = find(key);
    return s != nullptr && std::holds_alternative<bool>(s->value);
  }
  [[noreturn]] void refuse(const std::string& key, const std::string& why) {
    const Setting* s = find(key);
    base::bad_input("{}: {} {}", s != nullptr ? at(*s) : file_, key, why);
  }
  /// Everything must have been asked for.
  void finish() {
    for (const Setting& s : all_)
      if (!asked_.contains(s.key))
        base::bad_input("{}: there is no key {} here{}; silipool verify --dut-template lists all", at(s),
                        s.key, config::did_you_mean(s.key, {asked_.begin(), asked_.end()}));
  }

 private:
  std::vector<Setting> parse(const Override& change) const {
    std::vector<Setting> found;
    try {
      found = config::parse_settings(fmt::format("{} = {}", change.key, change.value), "--dut-set");
    } catch (const base::Error&) {  // a text may stand without quotes
      found = config::parse_settings(fmt::format("{} = \"{}\"", change.key, change.value), "--dut-set");
    }
    return found;
  }
  const Setting* find(const std::string& key) {
    asked_.insert(key);
    const auto found = std::ranges::find_if(all_, [&](const Setting& s) { return s.key == key; });
    return found == all_.end() ? nullptr : &*found;
  }
  [[nodiscard]] std::string at(const Setting& s) const {
    return s.line == 0 ? "--dut-set" : fmt::format("{}:{}", file_, s.line);
  }
  [[noreturn]] void wrong(const Setting& s, const char* wanted) const {
    base::bad_input("{}: {} must be {}, found {}", at(s), s.key, wanted, s.kind);
  }

  std::string file_;
  std::vector<Setting> all_;
  std::set<std::string> asked_;
};

constexpr std::uint64_t kMostCycles = 1000000000;
constexpr std::uint64_t kMostAddress = 0x7fffffff;

void read_words(Settings& s, const std::string& table, Side& side) {
  side.format = static_cast<Format>(s.choice(table + ".format", {"bitmap", "indices"}));
  side.msb_first = s.choice(table + ".bit_order", {"lsb_first", "msb_first"}) == 1;
  side.highest_first = s.choice(table + ".word_order", {"lowest_first", "highest_first"}) == 1;
  side.words = s.count(table + ".words", 0, 1, kMostAddress);
  if (s.has(table + ".none")) {
    side.none = s.count(table + ".none", 0, 0, kMostAddress);
    if (side.format != Format::indices)
      s.refuse(table + ".none", "has a meaning with format = \"indices\" only");
  }
}

/// Ports of a stream; with a prefix those of AXI4-Stream are named by it.
void read_stream(Settings& s, const std::string& table, bool axi, Side& side) {
  side.protocol = Protocol::stream;
  if (axi) {
    const std::string prefix = s.required(table + ".prefix", "what stands before _tvalid");
    side.valid = prefix + "_tvalid";
    side.ready = prefix + "_tready";
    side.data = prefix + "_tdata";
    side.last = prefix + "_tlast";
    return;
  }
  side.valid = s.required(table + ".valid", "the port that says that a word stands");
  side.ready = s.text(table + ".ready");
  side.data = s.required(table + ".data", "the port that words stand at");
  side.last = s.text(table + ".last");
}

void read_input(Settings& s, Design& d) {
  const std::size_t protocol = s.choice("input.protocol", {"stream", "axi_stream", "start"});
  if (protocol == 2) {
    d.input.protocol = Protocol::call;
    d.input.data = s.required("input.data", "the port that the input stands at, or its words");
    d.input.start = s.required("input.start", "the port that starts a step");
    d.input.address = s.text("input.address");
    d.input.write = s.text("input.write");
    d.input.base = s.count("input.base", 0, 0, kMostAddress);
    if (d.input.address.empty() != d.input.write.empty())
      s.refuse("input.write", "and input.address belong together: a word is written at an address");
  } else {
    read_stream(s, "input", protocol == 1, d.input);
  }
  read_words(s, "input", d.input);
  if (d.input.format == Format::indices) {
    if (d.input.protocol == Protocol::call)
      s.refuse("input.format", "must be \"bitmap\" with protocol = \"start\"");
    if (d.input.last.empty() && !d.input.none)
      s.refuse("input.last", "is missing: a list of indices ends with `last`, or with the word `none`");
  }
  if (s.is_flag("input.learn"))
    d.always_learn = s.flag("input.learn", true);
  else
    d.learn =
        s.required("input.learn", "the port that says that a step learns; or true or false: all do, or none");
}

void read_output(Settings& s, Design& d) {
  const std::size_t protocol = s.choice("output.protocol", {"stream", "axi_stream", "done"});
  if (protocol == 2) {
    d.output.protocol = Protocol::call;
    d.output.data = s.required("output.data", "the port that the winners stand at, or their words");
    d.output.done = s.required("output.done", "the port that says that the winners can be read");
    d.output.address = s.text("output.address");
    d.output.read = s.text("output.read");
    d.output.base = s.count("output.base", 0, 0, kMostAddress);
    d.output.latency = s.count("output.latency", 0, 0, 1000);
  } else {
    read_stream(s, "output", protocol == 1, d.output);
    d.output.done = s.text("output.done");
  }
  read_words(s, "output", d.output);
  if (d.output.format == Format::indices) {
    if (d.output.protocol == Protocol::call)
      s.refuse("output.format", "must be \"bitmap\" with protocol = \"done\"");
    if (d.output.last.empty() && d.output.done.empty() && !d.output.none)
      s.refuse("output.last",
               "is missing: a list of winners ends with `last`, with `done`, or with the word `none`");
  } else if (protocol != 2 && !d.output.done.empty()) {
    s.refuse("output.done", "has a meaning with format = \"indices\" or protocol = \"done\" only");
  }
  d.timeout = s.count("output.timeout", d.timeout, 1, kMostCycles);
}

void read_state(Settings& s, Design& d) {
  d.state.every = s.count("state.every", 64, 1, kMostCycles);
  d.state.idle = s.text("state.idle");
  d.state.wait = s.count("state.wait", 0, 0, kMostCycles);
  if (s.has_table("state.bus")) {
    d.state.bus = State::Bus{.address = s.required("state.bus.address", "the port for the address"),
                             .data = s.required("state.bus.data", "the port that a word is read at"),
                             .read = s.text("state.bus.read"),
                             .write = s.text("state.bus.write"),
                             .write_data = s.text("state.bus.write_data"),
                             .latency = s.count("state.bus.latency", 0, 0, 1000)};
    if (d.state.bus->write.empty() != d.state.bus->write_data.empty())
      s.refuse("state.bus.write", "and state.bus.write_data belong together");
  }
  using Kind = engine::EventSink::State;
  const std::pair<const char*, std::optional<Kind>> kinds[] = {{"permanence", Kind::permanence},
                                                               {"duty", Kind::duty},
                                                               {"boost", Kind::boost},
                                                               {"learning_step", Kind::learning_step},
                                                               {"overlap", std::nullopt}};
  for (const auto& [name, kind] : kinds) {
    const std::string table = fmt::format("state.{}", name);
    if (!s.has_table(table)) continue;
    StateWords w;
    w.kind = kind.value_or(Kind::permanence);
    w.overlap = !kind;
    const bool bus = s.flag(table + ".bus", false);
    w.signal = s.text(table + ".signal");
    if (bus == !w.signal.empty())
      s.refuse(table + ".signal", "or `bus = true`, one of them, says where it is");
    if (bus && !d.state.bus) s.refuse(table + ".bus", "needs the table [state.bus]");
    w.bits = s.count(table + ".bits", 0, 1, 64);
    w.per_word = s.count(table + ".per_word", 1, 1, 4096);
    w.by_slot = s.choice(table + ".order", {"by_column", "by_slot"}) == 1;
    if (w.by_slot && w.kind != Kind::permanence) s.refuse(table + ".order", "is for permanences");
    w.base = s.count(table + ".base", 0, 0, kMostAddress);
    w.stride = s.count(table + ".stride", 0, 0, kMostAddress);
    w.preload = s.flag(table + ".preload", false);
    if (w.preload && bus && d.state.bus->write.empty()) s.refuse(table + ".preload", "needs state.bus.write");
    if (w.preload && w.overlap) s.refuse(table + ".preload", "is for state: overlaps are made in each step");
    d.state.words.push_back(std::move(w));
  }
  if (d.state.words.empty() && s.has_table("state") && (s.has("state.every") || d.state.bus))
    s.refuse("state.every",
             "has nothing to compare: there is no [state.permanence], [state.duty], [state.boost], "
             "[state.learning_step] or [state.overlap]");
}

}  // namespace

Design parse_design(std::string_view text, const fs::path& file, const std::vector<Override>& overrides) {
  Settings s(text, file.string());
  for (const Override& change : overrides) s.override_with(change);
  Design d;
  d.file = file.string();
  const auto beside = [&](const std::string& name) { return (file.parent_path() / name).lexically_normal(); };
  for (const std::string& name : s.texts("design.sources")) d.sources.push_back(beside(name));
  if (d.sources.empty()) s.refuse("design.sources", "must name at least one file");
  for (const std::string& name : s.texts("design.include")) d.include.push_back(beside(name));
  d.defines = s.texts("design.defines");
  d.top = s.required("design.top", "the module to verify");
  d.parameters = s.assignments("parameters");
  d.constants = s.assignments("constants");
  d.clock = s.required("clock.port", "the port of the clock; the rising edge counts");
  d.reset = s.required("reset.port", "the port of the reset");
  d.reset_low = s.choice("reset.active", {"low", "high"}) == 0;
  d.reset_synchronous = s.choice("reset.kind", {"synchronous", "asynchronous"}) == 0;
  d.reset_cycles = s.count("reset.cycles", 4, 1, 1000000);
  read_input(s, d);
  read_output(s, d);
  read_state(s, d);
  s.finish();
  return d;
}

}  // namespace silipool::dut
