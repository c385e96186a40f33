#include <silipool/dut/wiring.hpp>

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/document.hpp>

#include "quantity.hpp"

namespace silipool::dut {
namespace {

using engine::Port;

/// Finds ports by name and keeps account of the inputs that are driven.
class Finder {
 public:
  Finder(const Design& design, const std::vector<Port>& ports)
      : design_(design), ports_(ports), driven_(ports.size(), false) {}

  enum class Use { drive, watch };
  /// `width` 0: any.
  std::size_t port(const std::string& key, const std::string& name, Use use, std::size_t width) {
    const auto found = std::ranges::find_if(ports_, [&](const Port& p) { return p.name == name; });
    if (found == ports_.end()) {
      std::vector<std::string> names;
      for (const Port& p : ports_) names.push_back(p.name);
      base::bad_input("{}: {} = \"{}\": {} has no such port{}: it has {}", design_.file, key, name,
                      design_.top, config::did_you_mean(name, names), all());
    }
    if (found->input != (use == Use::drive))
      base::bad_input("{}: {} = \"{}\" is an {} of {}, and must be an {}: the ports are {}", design_.file,
                      key, name, found->input ? "input" : "output", design_.top,
                      found->input ? "output" : "input", all());
    if (width != 0 && found->width != width)
      base::bad_input("{}: {} = \"{}\" has {} bits, and must have {}", design_.file, key, name, found->width,
                      width);
    const auto index = static_cast<std::size_t>(found - ports_.begin());
    if (use == Use::drive) {
      if (driven_[index]) base::bad_input("{}: {} = \"{}\" is driven already", design_.file, key, name);
      driven_[index] = true;
    }
    return index;
  }
  Wiring::Place maybe(const std::string& key, const std::string& name, Use use, std::size_t width = 1) {
    if (name.empty()) return std::nullopt;
    return port(key, name, use, width);
  }
  void finish() const {
    for (std::size_t i = 0; i < ports_.size(); ++i)
      if (ports_[i].input && !driven_[i])
        base::bad_input("{}: input {} of {} ({} bits) is driven by nothing: give it a value in [constants]",
                        design_.file, ports_[i].name, design_.top, ports_[i].width);
  }
  [[nodiscard]] std::size_t width(std::size_t port) const { return ports_[port].width; }

 private:
  [[nodiscard]] std::string all() const {
    std::string text;
    for (const Port& p : ports_)
      text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", p.input ? "input" : "output", p.name,
                          p.width == 1 ? "" : fmt::format("[{}:0]", p.width - 1));
    return text;
  }
  const Design& design_;
  const std::vector<Port>& ports_;
  std::vector<bool> driven_;
};

Wiring::Wires wire_side(Finder& find, const Design& design, const std::string& table, const Side& side,
                        std::size_t bits, bool in) {
  using Use = Finder::Use;
  const Use forth = in ? Use::drive : Use::watch;
  const Use back = in ? Use::watch : Use::drive;
  const auto key = [&](const char* name) { return fmt::format("{}.{}", table, name); };
  Wiring::Wires w;
  w.bits = bits;
  w.data = find.port(key("data"), side.data, forth, 0);
  w.width = find.width(w.data);
  w.words = (bits + w.width - 1) / w.width;
  w.valid = find.maybe(key("valid"), side.valid, forth);
  w.ready = find.maybe(key("ready"), side.ready, back);
  w.last = find.maybe(key("last"), side.last, forth);
  w.done = find.maybe(key("done"), side.done, Use::watch);
  w.start = find.maybe(key("start"), side.start, Use::drive);
  w.write = find.maybe(key("write"), side.write, Use::drive);
  w.read = find.maybe(key("read"), side.read, Use::drive);
  w.address = find.maybe(key("address"), side.address, Use::drive, 0);
  const char* what = in ? "inputs" : "columns";
  if (side.format == Format::indices) {
    const std::uint64_t greatest = std::max<std::uint64_t>(bits - 1, side.none.value_or(0));
    if (w.width > 64 || static_cast<std::size_t>(std::bit_width(greatest)) > w.width)
      base::bad_input("{}: {} = \"{}\" has {} bits: an index of {} {}{} takes {}..64", design.file,
                      key("data"), side.data, w.width, bits, what,
                      side.none ? fmt::format(", or {}", *side.none) : "", std::bit_width(greatest));
    if (side.none && *side.none < bits)
      base::bad_input("{}: {} = {} is an index of {} {}: it must be none of 0..{}", design.file, key("none"),
                      *side.none, bits, what, bits - 1);
  } else if (side.words != 0 && side.words != w.words) {
    base::bad_input("{}: {} = \"{}\" has {} bits, so that {} {} take {} words, and {} is {}", design.file,
                    key("data"), side.data, w.width, bits, what, w.words, key("words"), side.words);
  }
  if (side.protocol == Protocol::call && !w.address && w.width < bits)
    base::bad_input("{}: {} = \"{}\" has {} bits and there is no {}: {} {} need that many", design.file,
                    key("data"), side.data, w.width, key("address"), bits, what);
  if (w.address && find.width(*w.address) < 64 && (side.base + w.words - 1) >> find.width(*w.address) != 0)
    base::bad_input("{}: {} = \"{}\" has {} bits: the last of {} words is at {}", design.file, key("address"),
                    side.address, find.width(*w.address), w.words, side.base + w.words - 1);
  return w;
}

}  // namespace

Wiring::Wiring(const Design& design, const config::Config& config, const std::vector<Port>& ports) {
  using Use = Finder::Use;
  Finder find(design, ports);
  clock = find.port("clock.port", design.clock, Use::drive, 1);
  reset = find.port("reset.port", design.reset, Use::drive, 1);
  input = wire_side(find, design, "input", design.input, config.structural.inputs(), true);
  output = wire_side(find, design, "output", design.output, config.structural.columns(), false);
  learn = find.maybe("input.learn", design.learn, Use::drive);
  idle = find.maybe("state.idle", design.state.idle, Use::watch);
  if (design.state.bus) {
    const State::Bus& b = *design.state.bus;
    bus = Bus{find.port("state.bus.address", b.address, Use::drive, 0),
              find.port("state.bus.data", b.data, Use::watch, 0),
              find.maybe("state.bus.read", b.read, Use::drive),
              find.maybe("state.bus.write", b.write, Use::drive),
              find.maybe("state.bus.write_data", b.write_data, Use::drive, 0)};
  }
  for (const Assignment& constant : design.constants) {
    const std::size_t port = find.port("constants." + constant.name, constant.name, Use::drive, 0);
    const std::uint64_t value = value_of(design, config, "constants", constant);
    if (const std::size_t width = find.width(port); width < 64 && value >> width != 0)
      base::bad_input("{}: constants.{} = {} does not fit the {} bits of the port", design.file,
                      constant.name, value, width);
    constants.emplace_back(port, value);
  }
  find.finish();
}

}  // namespace silipool::dut
