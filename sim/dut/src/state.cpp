#include "state.hpp"

#include <algorithm>

#include <silipool/base/error.hpp>

namespace silipool::dut {
namespace {

std::uint64_t get_bits(const std::vector<std::uint64_t>& word, std::size_t at, std::size_t bits) {
  std::uint64_t value = 0;
  for (std::size_t b = 0; b < bits; ++b) value |= (word[(at + b) / 64] >> ((at + b) % 64) & 1U) << b;
  return value;
}

void set_bits(std::vector<std::uint64_t>& word, std::size_t at, std::size_t bits, std::uint64_t value) {
  for (std::size_t b = 0; b < bits; ++b)
    if ((value >> b & 1U) != 0) word[(at + b) / 64] |= std::uint64_t{1} << ((at + b) % 64);
}

}  // namespace

StatePort::StatePort(const Design& design, const Wiring& wiring, const config::Structural& structural,
                     engine::PortLevel& ports, std::function<void()> clock)
    : design_(design),
      wiring_(wiring),
      columns_(structural.columns()),
      slots_(structural.slots()),
      permanence_bits_(structural.permanence_bits),
      ports_(ports),
      clock_(std::move(clock)) {
  for (const StateWords& words : design_.state.words) {
    const std::size_t room =
        words.signal.empty() ? ports_.ports()[wiring_.bus->data].width : engine::PortLevel::kSignalBits;
    if (const std::size_t bits = words.per_word * layout_of(words).bits; bits > room)
      base::bad_input("{}: {} items of {} bits do not fit a word of {} bits", design_.file, words.per_word,
                      layout_of(words).bits, room);
  }
}

StatePort::Layout StatePort::layout_of(const StateWords& w) const {
  using Kind = engine::EventSink::State;
  Layout l;
  l.minors = columns_;
  if (w.overlap) {
    l.bits = 13;
  } else if (w.kind == Kind::permanence) {
    l = {columns_, slots_, permanence_bits_, 0, false};
    if (w.by_slot) l = {slots_, columns_, permanence_bits_, 0, true};
  } else if (w.kind == Kind::duty) {
    l.bits = 26;
  } else if (w.kind == Kind::boost) {
    l.bits = 16;
  } else {
    l.minors = 1;
    l.bits = 32;
  }
  if (w.bits != 0) l.bits = w.bits;
  l.stride = w.stride != 0 ? w.stride : (l.minors + w.per_word - 1) / w.per_word;
  return l;
}

std::size_t StatePort::signal_of(const StateWords& words) const {
  const std::vector<std::string> signals = design_.state.signals();
  return static_cast<std::size_t>(std::ranges::find(signals, words.signal) - signals.begin());
}

std::vector<std::uint64_t> StatePort::read_word(const StateWords& words, std::uint32_t address) {
  if (!words.signal.empty()) return ports_.peek(signal_of(words), address);
  const Wiring::Bus& bus = *wiring_.bus;
  ports_.value(bus.address)[0] = address;
  if (bus.read) ports_.value(*bus.read)[0] = 1;
  ports_.evaluate();
  for (std::uint64_t i = 0; i < design_.state.bus->latency; ++i) clock_();
  ports_.evaluate();
  const auto data = ports_.value(bus.data);
  std::vector<std::uint64_t> word(data.begin(), data.end());
  if (bus.read) ports_.value(*bus.read)[0] = 0;
  return word;
}

void StatePort::write_word(const StateWords& words, std::uint32_t address,
                           const std::vector<std::uint64_t>& word) {
  if (!words.signal.empty()) {
    ports_.poke(signal_of(words), address, word);
    return;
  }
  const Wiring::Bus& bus = *wiring_.bus;
  ports_.value(bus.address)[0] = address;
  ports_.value(*bus.write)[0] = 1;
  std::ranges::copy_n(word.begin(), static_cast<std::ptrdiff_t>(ports_.value(*bus.write_data).size()),
                      ports_.value(*bus.write_data).begin());
  clock_();
  ports_.value(*bus.write)[0] = 0;
}

std::vector<std::uint64_t> StatePort::read(const StateWords& w) {
  const Layout l = layout_of(w);
  std::vector<std::uint64_t> items(l.majors * l.minors);
  for (std::size_t major = 0; major < l.majors; ++major)
    for (std::size_t first = 0; first < l.minors; first += w.per_word) {
      const auto word =
          read_word(w, static_cast<std::uint32_t>(w.base + major * l.stride + first / w.per_word));
      for (std::size_t minor = first; minor < std::min<std::size_t>(l.minors, first + w.per_word); ++minor)
        items[l.turned ? minor * l.majors + major : major * l.minors + minor] =
            get_bits(word, (minor - first) * l.bits, l.bits);
    }
  return items;
}

void StatePort::write(const StateWords& w, const std::vector<std::uint64_t>& items) {
  const Layout l = layout_of(w);
  for (std::size_t major = 0; major < l.majors; ++major)
    for (std::size_t first = 0; first < l.minors; first += w.per_word) {
      std::vector<std::uint64_t> word(engine::PortLevel::kSignalBits / 64);
      for (std::size_t minor = first; minor < std::min<std::size_t>(l.minors, first + w.per_word); ++minor)
        set_bits(word, (minor - first) * l.bits, l.bits,
                 items[l.turned ? minor * l.majors + major : major * l.minors + minor]);
      write_word(w, static_cast<std::uint32_t>(w.base + major * l.stride + first / w.per_word), word);
    }
}

}  // namespace silipool::dut
