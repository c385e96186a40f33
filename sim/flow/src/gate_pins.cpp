#include <silipool/flow/gate_pins.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <map>
#include <unordered_map>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>

namespace silipool::flow {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};
constexpr std::uint64_t kLeakageEvery = 17;  // cycles: no period of the design's

constexpr std::array<const char*, 13> kInputs{
    "aresetn",        "s_axis_tvalid", "s_axis_tlast",   "s_axis_tuser",  "s_axis_tdata",
    "s_axis_tkeep",   "m_axis_tready", "s_axil_awvalid", "s_axil_wvalid", "s_axil_bready",
    "s_axil_arvalid", "s_axil_rready", "s_axil_awaddr"};
constexpr std::array<const char*, 3> kMoreInputs{"s_axil_wdata", "s_axil_wstrb", "s_axil_araddr"};
constexpr std::array<const char*, 14> kOutputs{
    "s_axis_tready", "m_axis_tvalid",  "m_axis_tlast",  "m_axis_tdata",  "m_axis_tkeep",
    "irq",           "s_axil_awready", "s_axil_wready", "s_axil_bvalid", "s_axil_arready",
    "s_axil_rvalid", "s_axil_bresp",   "s_axil_rdata",  "s_axil_rresp"};

std::uint32_t clock_of(const Gates& gates) {
  for (const Gates::Port& port : gates.inputs)
    if (port.name == "aclk") return port.net;
  throw base::Error(base::ErrorKind::check_failed, "the netlist has no clock aclk");
}

}  // namespace

GateSlots slots_of(const Gates& gates) {
  GateSlots slots;
  std::uint32_t arcs = 0, leakage = 0;
  for (const Gates::Cell& cell : gates.cells) {
    slots.arcs.push_back(arcs);
    slots.leakage.push_back(leakage);
    for (const liberty::Pin& pin : cell.type->pins) arcs += static_cast<std::uint32_t>(pin.power.size());
    leakage += static_cast<std::uint32_t>(cell.type->leakage.size());
  }
  slots.arcs.push_back(arcs);
  slots.leakage.push_back(leakage);
  return slots;
}

GatePins::GatePins(const Gates& gates, std::uint32_t seed)
    : gates_(gates), clock_(clock_of(gates)), program_(compile(gates, clock_)), slots_(slots_of(gates)) {
  values_.assign(program_.values, 0);
  values_[1] = kAll;
  before_.assign(gates.nets.size(), 0);
  for (const Gates::Net& net : gates.nets) masks_.push_back(gates.groups[net.group].mask());
  masks_[0] = masks_[1] = 0;
  const base::Stream stream(seed, "flow.gates");
  std::uint64_t drawn = 0;
  const auto random = [&] {
    const std::uint64_t high = stream.at(drawn++);
    return high << 32 ^ stream.at(drawn++);
  };
  flip_flop_of_.assign(gates.cells.size(), kNoNet);
  for (std::uint32_t f = 0; f < program_.flip_flops.size(); ++f) {
    const Program::FlipFlop& ff = program_.flip_flops[f];
    flip_flop_of_[ff.cell] = f;
    const std::uint64_t bits = random();
    values_[ff.state] = gates.groups[gates.cells[ff.cell].group].lanes == 1 ? (bits & 1U ? kAll : 0) : bits;
  }
  clocked_.assign(program_.flip_flops.size(), 0);
  flip_flop_next_.assign(program_.flip_flops.size(), 0);
  for (std::uint32_t net = 0; net < gates.nets.size(); ++net)
    if (program_.in_clock[net] != 0) clock_nets_.push_back(net);
  clock_low_.resize(clock_nets_.size());
  for (const Gates::Memory& m : gates.memories) {
    MemoryState state;
    state.words = (m.width + 63) / 64;
    state.bits.resize(gates.groups[m.group].lanes * m.depth * state.words);
    for (std::uint64_t& word : state.bits) word = random();
    state.next.assign(m.width, 0);
    memories_.push_back(std::move(state));
    for (const std::uint32_t net : m.read_data) {
      const std::uint64_t bits = random();
      values_[net] = gates.groups[m.group].lanes == 1 ? (bits & 1U ? kAll : 0) : bits;
    }
  }
  make_types();
  make_ports();
}

void GatePins::make_types() {
  std::unordered_map<const liberty::Cell*, std::uint32_t> known;
  for (const Gates::Cell& cell : gates_.cells) {
    const auto [at, made] = known.try_emplace(cell.type, static_cast<std::uint32_t>(types_.size()));
    type_of_.push_back(at->second);
    if (!made) continue;
    const liberty::Cell& lib = *cell.type;
    const auto pin_of = [&lib](const std::string& name) {
      const liberty::Pin* const pin = lib.find(name);
      return pin == nullptr ? kNoNet : static_cast<std::uint32_t>(pin - lib.pins.data());
    };
    const auto pins_of = [&](const liberty::Expression& when) {
      std::vector<std::uint32_t> pins;
      for (const std::string& name : when.pins()) pins.push_back(pin_of(name));
      return pins;
    };
    Type type;
    std::uint32_t slot = 0;
    for (std::uint32_t p = 0; p < lib.pins.size(); ++p) {
      std::vector<Arc> arcs;
      for (const liberty::PowerArc& power : lib.pins[p].power) {
        Arc arc{p, slot++, {}, nullptr, {}};
        for (const std::string& name : power.related_pins)
          if (pin_of(name) != kNoNet) arc.related.push_back(pin_of(name));
        if (power.when) {
          arc.when = &*power.when;
          arc.when_pins = pins_of(*power.when);
        }
        arcs.push_back(std::move(arc));
      }
      if (lib.pins[p].direction == liberty::Direction::output) {
        if (arcs.size() > 1) {
          type.outputs.push_back(p);
          type.output_arcs.push_back(std::move(arcs));
        }
      } else {
        for (Arc& arc : arcs)
          if (arc.when != nullptr) type.input_arcs.push_back(std::move(arc));
      }
    }
    for (const liberty::Leakage& leakage : lib.leakage)
      type.leakage.push_back({&*leakage.when, pins_of(*leakage.when)});
    types_.push_back(std::move(type));
  }
}

void GatePins::make_ports() {
  const auto bind = [](const std::vector<Gates::Port>& ports, const char* name) {
    Binding binding;
    std::map<std::size_t, std::uint32_t> bits;
    const std::string bus = std::string(name) + "[";
    for (const Gates::Port& port : ports) {
      if (port.name == name) bits[0] = port.net;
      if (!port.name.starts_with(bus)) continue;
      std::size_t bit = 0;
      (void)std::from_chars(port.name.data() + bus.size(), port.name.data() + port.name.size(), bit);
      bits[bit] = port.net;
    }
    if (bits.empty())
      throw base::Error(base::ErrorKind::check_failed, fmt::format("the netlist has no port {}", name));
    for (const auto& [bit, net] : bits) binding.bits.push_back(net);
    return binding;
  };
  for (const char* name : kInputs) input_bits_.push_back(bind(gates_.inputs, name));
  for (const char* name : kMoreInputs) input_bits_.push_back(bind(gates_.inputs, name));
  for (const char* name : kOutputs) output_bits_.push_back(bind(gates_.outputs, name));
}

void GatePins::run(const std::vector<Program::Step>& steps) {
  std::uint64_t* const v = values_.data();
  for (const Program::Step& s : steps) {
    if (s.kind <= Program::Kind::exclusive) {
      const std::uint64_t a = v[s.left] ^ (0 - std::uint64_t{s.not_left});
      const std::uint64_t b = v[s.right] ^ (0 - std::uint64_t{s.not_right});
      v[s.to] = (s.kind == Program::Kind::exclusive ? a ^ b : a & b) ^ (0 - std::uint64_t{s.not_to});
      continue;
    }
    const Gates::Crossing& crossing = gates_.crossings[s.left];
    if (s.kind == Program::Kind::into_lanes) {
      std::uint64_t word = 0;
      for (std::size_t lane = 0; lane < crossing.nets.size(); ++lane)
        word |= (v[crossing.nets[lane]] & 1U) << lane;
      v[crossing.lane_net] = word;
    } else {
      const std::uint64_t word = v[crossing.lane_net];
      for (std::size_t lane = 0; lane < crossing.nets.size(); ++lane)
        if (crossing.nets[lane] != kNoNet) v[crossing.nets[lane]] = 0 - (word >> lane & 1U);
    }
  }
}

const engine::PinOutputs& GatePins::settle(const engine::PinInputs& in) {
  const std::array<std::uint64_t, 16> inputs{
      in.aresetn,       in.s_axis_tvalid, in.s_axis_tlast,   in.s_axis_tuser,
      in.s_axis_tdata,  in.s_axis_tkeep,  in.m_axis_tready,  in.s_axil_awvalid,
      in.s_axil_wvalid, in.s_axil_bready, in.s_axil_arvalid, in.s_axil_rready,
      in.s_axil_awaddr, in.s_axil_wdata,  in.s_axil_wstrb,   in.s_axil_araddr};
  for (std::size_t i = 0; i < inputs.size(); ++i)
    for (std::size_t bit = 0; bit < input_bits_[i].bits.size(); ++bit)
      put(input_bits_[i].bits[bit], (inputs[i] >> bit & 1U) != 0);
  put(clock_, false);
  run(program_.steps);
  std::array<std::uint64_t, 14> o{};
  for (std::size_t i = 0; i < o.size(); ++i)
    for (std::size_t bit = 0; bit < output_bits_[i].bits.size(); ++bit)
      o[i] |= (values_[output_bits_[i].bits[bit]] & 1U) << bit;
  outputs_ = {.s_axis_tready = o[0] != 0,
              .m_axis_tvalid = o[1] != 0,
              .m_axis_tlast = o[2] != 0,
              .m_axis_tdata = o[3],
              .m_axis_tkeep = static_cast<std::uint32_t>(o[4]),
              .irq = o[5] != 0,
              .s_axil_awready = o[6] != 0,
              .s_axil_wready = o[7] != 0,
              .s_axil_bvalid = o[8] != 0,
              .s_axil_arready = o[9] != 0,
              .s_axil_rvalid = o[10] != 0,
              .s_axil_bresp = static_cast<std::uint32_t>(o[11]),
              .s_axil_rdata = static_cast<std::uint32_t>(o[12]),
              .s_axil_rresp = static_cast<std::uint32_t>(o[13])};
  return outputs_;
}

const engine::PinOutputs& GatePins::edge() {
  for (const Program::Latch& latch : program_.latches)
    if (values_[latch.enable] != kAll && (values_[latch.enable] & 1U) == 0)
      throw base::Error(base::ErrorKind::check_failed, "a latch is closed while the clock is low");
  if (counting_) count_data();
  for (std::size_t i = 0; i < clock_nets_.size(); ++i) clock_low_[i] = values_[clock_nets_[i]];
  put(clock_, true);
  run(program_.clock_steps);
  if (counting_) {
    for (std::size_t i = 0; i < clock_nets_.size(); ++i) {
      const std::uint32_t net = clock_nets_[i];
      counts_.toggles[net] +=
          2 * static_cast<std::uint64_t>(std::popcount((values_[net] ^ clock_low_[i]) & masks_[net]));
    }
    for (const Rise& rise : rises_)
      counts_.arcs[rise.slot] += static_cast<std::uint64_t>(
          std::popcount(rise.holds & values_[program_.flip_flops[rise.flip_flop].clock]));
    rises_.clear();
    if (counts_.cycles % kLeakageEvery == 0) sample_leakage();
    ++counts_.cycles;
  }
  for (std::size_t f = 0; f < program_.flip_flops.size(); ++f) {
    const Program::FlipFlop& ff = program_.flip_flops[f];
    const std::uint64_t clocked = values_[ff.clock];
    clocked_[f] = clocked;
    std::uint64_t state = (values_[ff.state] & ~clocked) | (values_[ff.next] & clocked);
    if (ff.clear != kNoNet) state &= ~values_[ff.clear];
    if (ff.preset != kNoNet) state |= values_[ff.preset];
    flip_flop_next_[f] = state;
  }
  for (std::size_t m = 0; m < memories_.size(); ++m) step_memory(m);
  for (std::size_t f = 0; f < program_.flip_flops.size(); ++f)
    values_[program_.flip_flops[f].state] = flip_flop_next_[f];
  for (std::size_t m = 0; m < memories_.size(); ++m)
    for (std::size_t bit = 0; bit < memories_[m].next.size(); ++bit)
      values_[gates_.memories[m].read_data[bit]] = memories_[m].next[bit];
  put(clock_, false);
  ++cycle_;
  return outputs_;
}

void GatePins::step_memory(std::size_t index) {
  const Gates::Memory& m = gates_.memories[index];
  MemoryState& state = memories_[index];
  const std::uint32_t lanes = gates_.groups[m.group].lanes;
  const std::uint64_t mask = gates_.groups[m.group].mask();
  const std::uint64_t clocked = values_[m.clock] & mask;
  const std::uint64_t reads = values_[m.read] & clocked, writes = values_[m.write] & clocked;
  const std::uint64_t spread = lanes == 1 ? kAll : 0;  // a net of one lane holds its bit in all
  for (std::size_t bit = 0; bit < m.width; ++bit) state.next[bit] = values_[m.read_data[bit]];
  const auto address_of = [&](const std::vector<std::uint32_t>& nets, std::uint32_t lane) {
    std::size_t address = 0;
    for (std::size_t bit = 0; bit < nets.size(); ++bit) address |= (values_[nets[bit]] >> lane & 1U) << bit;
    return address;
  };
  if (counting_) {
    GateCounts::MemoryCounts& c = counts_.memories[index];
    c.cycles += static_cast<std::uint64_t>(std::popcount(clocked));
    c.reads += static_cast<std::uint64_t>(std::popcount(reads));
    c.writes += static_cast<std::uint64_t>(std::popcount(writes));
    c.both += static_cast<std::uint64_t>(std::popcount(reads & writes));
    c.clashes += static_cast<std::uint64_t>(
        std::popcount(reads & writes & ~(values_[m.read_address[0]] ^ values_[m.write_address[0]])));
  }
  for (std::uint64_t left = reads; left != 0; left &= left - 1) {
    const auto lane = static_cast<std::uint32_t>(std::countr_zero(left));
    const std::size_t address = address_of(m.read_address, lane);
    if (address >= m.depth) continue;  // no such word: what was read stays
    const std::uint64_t* const word = state.bits.data() + (lane * m.depth + address) * state.words;
    for (std::size_t bit = 0; bit < m.width; ++bit) {
      const std::uint64_t value = word[bit / 64] >> (bit % 64) & 1U;
      if (spread != 0)
        state.next[bit] = 0 - value;
      else
        state.next[bit] = (state.next[bit] & ~(std::uint64_t{1} << lane)) | value << lane;
    }
  }
  for (std::uint64_t left = writes; left != 0; left &= left - 1) {
    const auto lane = static_cast<std::uint32_t>(std::countr_zero(left));
    const std::size_t address = address_of(m.write_address, lane);
    if (address >= m.depth) continue;
    std::uint64_t* const word = state.bits.data() + (lane * m.depth + address) * state.words;
    for (std::size_t bit = 0; bit < m.width; ++bit) {
      const std::uint64_t value = values_[m.write_data[bit]] >> lane & 1U;
      word[bit / 64] = (word[bit / 64] & ~(std::uint64_t{1} << (bit % 64))) | value << (bit % 64);
    }
  }
}

std::uint64_t GatePins::evaluate(const liberty::Expression& when, const std::vector<std::uint32_t>& pins,
                                 std::size_t cell) {
  const auto& nodes = when.nodes();
  if (scratch_.size() < nodes.size()) scratch_.resize(nodes.size());
  using Kind = liberty::Expression::Kind;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& n = nodes[i];
    std::uint64_t& r = scratch_[i];
    switch (n.kind) {
      case Kind::zero:
        r = 0;
        break;
      case Kind::one:
        r = kAll;
        break;
      case Kind::pin: {
        const std::uint32_t pin = pins[n.left];
        const std::uint32_t net = pin == kNoNet ? kNoNet : gates_.net_of(gates_.cells[cell], pin);
        if (net != kNoNet) {
          r = values_[net];
        } else {
          // An output that nothing is on: it follows from the state.
          r = 0;
          const auto& type = *gates_.cells[cell].type;
          if (pin != kNoNet && type.sequential && type.pins[pin].function && flip_flop_of_[cell] != kNoNet) {
            const std::uint64_t held = values_[program_.flip_flops[flip_flop_of_[cell]].state];
            const auto& f = *type.pins[pin].function;
            if (f.pins().size() == 1)
              r = f.evaluate({f.pins()[0] == type.sequential->inverted ? ~held : held});
          }
        }
        break;
      }
      case Kind::negation:
        r = ~scratch_[n.left];
        break;
      case Kind::conjunction:
        r = scratch_[n.left] & scratch_[n.right];
        break;
      case Kind::disjunction:
        r = scratch_[n.left] | scratch_[n.right];
        break;
      case Kind::exclusive:
        r = scratch_[n.left] ^ scratch_[n.right];
        break;
    }
  }
  return scratch_[nodes.size() - 1];
}

void GatePins::count_data() {
  for (std::size_t cell = 0; cell < gates_.cells.size(); ++cell) {
    const Type& type = types_[type_of_[cell]];
    if (!type.outputs.empty() || !type.input_arcs.empty()) count_arcs(cell);
  }
  for (std::size_t net = 2; net < gates_.nets.size(); ++net) {
    const std::uint64_t changed = (values_[net] ^ before_[net]) & masks_[net];
    if (changed != 0 && program_.in_clock[net] == 0)
      counts_.toggles[net] += static_cast<std::uint64_t>(std::popcount(changed));
    before_[net] = values_[net];
  }
}

void GatePins::count_arcs(std::size_t cell) {
  const Gates::Cell& c = gates_.cells[cell];
  const Type& type = types_[type_of_[cell]];
  const std::uint64_t mask = gates_.groups[c.group].mask();
  const auto changed = [&](std::uint32_t pin) -> std::uint64_t {
    const std::uint32_t net = gates_.net_of(c, pin);
    if (net == kNoNet) return 0;
    return program_.in_clock[net] != 0 ? mask : (values_[net] ^ before_[net]) & mask;
  };
  for (std::size_t o = 0; o < type.outputs.size(); ++o) {
    const std::uint64_t output = changed(type.outputs[o]);
    if (output == 0) continue;
    for (const Arc& arc : type.output_arcs[o]) {
      std::uint64_t cause = arc.related.empty() ? output : 0;
      for (const std::uint32_t pin : arc.related) cause |= changed(pin);
      cause &= output;
      if (cause != 0 && arc.when != nullptr) cause &= evaluate(*arc.when, arc.when_pins, cell);
      counts_.arcs[slots_.arcs[cell] + arc.slot] += static_cast<std::uint64_t>(std::popcount(cause));
    }
  }
  for (const Arc& arc : type.input_arcs) {
    const std::uint32_t net = gates_.net_of(c, arc.pin);
    if (net == kNoNet) continue;
    if (program_.in_clock[net] == 0) {
      const std::uint64_t input = changed(arc.pin);
      if (input != 0)
        counts_.arcs[slots_.arcs[cell] + arc.slot] +=
            static_cast<std::uint64_t>(std::popcount(input & evaluate(*arc.when, arc.when_pins, cell)));
    } else if (flip_flop_of_[cell] != kNoNet) {
      // The rise that comes now, and the fall since the last edge.
      const std::uint64_t holds = evaluate(*arc.when, arc.when_pins, cell) & mask;
      counts_.clock_falls[slots_.arcs[cell] + arc.slot] +=
          static_cast<std::uint64_t>(std::popcount(holds & clocked_[flip_flop_of_[cell]]));
      if (holds != 0) rises_.push_back({flip_flop_of_[cell], slots_.arcs[cell] + arc.slot, holds});
    }
  }
}

void GatePins::sample_leakage() {
  for (std::size_t cell = 0; cell < gates_.cells.size(); ++cell) {
    const Type& type = types_[type_of_[cell]];
    const std::uint64_t mask = gates_.groups[gates_.cells[cell].group].mask();
    for (std::size_t s = 0; s < type.leakage.size(); ++s)
      counts_.leakage_states[slots_.leakage[cell] + s] += static_cast<std::uint64_t>(
          std::popcount(evaluate(*type.leakage[s].when, type.leakage[s].pins, cell) & mask));
  }
  ++counts_.leakage_samples;
}

void GatePins::open_trace(const std::filesystem::path& path) {
  base::bad_input("{}: a netlist has no waves", path.string());
}

void GatePins::start_counting() {
  counts_ = {};
  counts_.toggles.assign(gates_.nets.size(), 0);
  counts_.arcs.assign(slots_.arcs.back(), 0);
  counts_.clock_falls.assign(slots_.arcs.back(), 0);
  counts_.leakage_states.assign(slots_.leakage.back(), 0);
  counts_.memories.assign(gates_.memories.size(), {});
  std::copy_n(values_.begin(), before_.size(), before_.begin());
  counting_ = true;
}

GateCounts GatePins::take_counts() {
  counting_ = false;
  for (std::size_t m = 0; m < gates_.memories.size(); ++m) {
    for (const std::uint32_t net : gates_.memories[m].write_data)
      counts_.memories[m].data_toggles += counts_.toggles[net];
    for (const auto* bus : {&gates_.memories[m].read_address, &gates_.memories[m].write_address})
      for (const std::uint32_t net : *bus) counts_.memories[m].address_toggles += counts_.toggles[net];
  }
  return std::move(counts_);
}

}  // namespace silipool::flow
