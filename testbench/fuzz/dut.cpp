// A DUT.toml is refused with a message, or a design that has the ports it names, and says anything at all, is
// driven as it says: a broken rule is a finding, never a crash.
#include <algorithm>
#include <cstdint>
#include <memory>

#include <silipool/base/error.hpp>
#include <silipool/dut/dut_engine.hpp>
#include <silipool/engine/stimulus.hpp>

#include "formats.hpp"

using namespace silipool;

namespace {

/// What a design says: bytes, again and again.
class Noise {
 public:
  explicit Noise(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t next() {
    std::uint64_t value = 0;
    for (int b = 0; b < 8 && !bytes_.empty(); ++b) {
      value = value << 8 | static_cast<unsigned char>(bytes_[at_]);
      at_ = (at_ + 1) % bytes_.size();
    }
    return value;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

/// A design with the ports that a DUT.toml names, of any widths.
class NoisyDesign final : public engine::PortLevel {
 public:
  NoisyDesign(const dut::Design& d, Noise noise) : noise_(noise) {
    const std::size_t wide = 1 + noise_.next() % 80, address = 1 + noise_.next() % 40;
    for (const std::string& name : {d.clock, d.reset, d.learn, d.input.valid, d.input.last, d.input.start,
                                    d.input.write, d.output.ready, d.output.read})
      add(name, true, 1);
    for (const dut::Assignment& constant : d.constants) add(constant.name, true, wide);
    add(d.input.data, true, wide);
    add(d.input.address, true, address);
    add(d.output.address, true, address);
    for (const std::string& name :
         {d.input.ready, d.output.valid, d.output.last, d.output.done, d.state.idle})
      add(name, false, 1);
    add(d.output.data, false, wide);
    if (!d.state.bus) return;
    add(d.state.bus->address, true, address);
    add(d.state.bus->read, true, 1);
    add(d.state.bus->write, true, 1);
    add(d.state.bus->write_data, true, wide);
    add(d.state.bus->data, false, wide);
  }
  [[nodiscard]] const std::vector<engine::Port>& ports() const override { return ports_; }
  [[nodiscard]] std::span<std::uint64_t> value(std::size_t port) override { return values_[port]; }
  void evaluate() override {
    for (std::size_t p = 0; p < ports_.size(); ++p)
      if (!ports_[p].input) {
        for (std::uint64_t& word : values_[p]) word = noise_.next();
        const std::size_t rest = ports_[p].width % 64;
        if (rest != 0) values_[p].back() &= (std::uint64_t{1} << rest) - 1;
      }
  }
  [[nodiscard]] std::vector<std::uint64_t> peek(std::size_t /*signal*/, std::uint32_t /*address*/) override {
    std::vector<std::uint64_t> word(kSignalBits / 64);
    word[0] = noise_.next();
    return word;
  }
  void poke(std::size_t /*signal*/, std::uint32_t /*address*/,
            const std::vector<std::uint64_t>& /*word*/) override {}
  void open_trace(const std::filesystem::path& /*path*/) override {}
  void close_trace() override {}

 private:
  void add(const std::string& name, bool input, std::size_t width) {
    if (name.empty() || std::ranges::any_of(ports_, [&](const engine::Port& p) { return p.name == name; }))
      return;
    ports_.push_back({name, input, width});
    values_.emplace_back(ports_.back().words());
  }
  Noise noise_;
  std::vector<engine::Port> ports_;
  std::vector<std::vector<std::uint64_t>> values_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [text, said] = fuzz::split({reinterpret_cast<const char*>(data), size});
  const config::Config& config = fuzz::configs().front();
  try {
    dut::Design design = dut::parse_design(text, "fuzz/DUT.toml");
    (void)dut::parameter_values(design, config);
    (void)design.state.signals();
    // Waiting is not what is looked for.
    design.timeout = std::min<std::uint64_t>(design.timeout, 60);
    design.reset_cycles = std::min<std::uint64_t>(design.reset_cycles, 4);
    design.state.wait = std::min<std::uint64_t>(design.state.wait, 4);
    design.output.latency = std::min<std::uint64_t>(design.output.latency, 4);
    if (design.state.bus) design.state.bus->latency = std::min<std::uint64_t>(design.state.bus->latency, 4);
    const std::vector<dut::StateWords> words = design.state.words;
    auto ports = std::make_unique<NoisyDesign>(design, Noise(said));
    dut::DutEngine engine(std::move(design), config, std::move(ports), engine::Stall::both, 1);
    engine.reset(config.runtime);
    base::Sdr winners;
    for (std::uint64_t step = 0; step < 3; ++step) {
      engine.step(engine::stimulus(config.structural.inputs(), 1, step).input, true, winners);
      for (const dut::StateWords& w : words) (void)engine.read(w);
    }
  } catch (const base::Error&) {
  }
  return 0;
}
