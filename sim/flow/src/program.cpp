#include <silipool/flow/program.hpp>

#include <algorithm>
#include <deque>
#include <string>

#include <silipool/base/error.hpp>

namespace silipool::flow {
namespace {

using liberty::Expression;

[[noreturn]] void failed(const std::string& message) {
  throw base::Error(base::ErrorKind::check_failed, message);
}

/// A value, or its opposite.
struct Signal {
  std::uint32_t value = 0;
  bool inverted = false;
};

class Compiler {
 public:
  Compiler(const Gates& gates, std::uint32_t clock) : gates_(gates), clock_(clock) {
    out_.values = gates.nets.size();
  }

  Program compile() {
    make_nodes();
    sort();
    mark_clock();
    emit();
    return std::move(out_);
  }

 private:
  /// What is computed as one: from nets, to nets.
  struct Node {
    enum class Kind { cell, crossing, wire } kind = Kind::cell;
    std::uint32_t index = 0;  ///< of a cell, a crossing or a wire
    std::vector<std::uint32_t> from, to;
  };

  [[nodiscard]] std::uint32_t pin_net(const Gates::Cell& cell, const std::string& pin) const {
    const liberty::Pin* const found = cell.type->find(pin);
    if (found == nullptr) failed(fmt::format("the cell {} has no pin {}", cell.type->name, pin));
    const std::uint32_t net = gates_.net_of(cell, static_cast<std::size_t>(found - cell.type->pins.data()));
    return net == kNoNet ? 0 : net;
  }
  /// Nets that a pin's function looks at; a state's name is none.
  void add_nets(const Gates::Cell& cell, const Expression& expression,
                std::vector<std::uint32_t>& nets) const {
    for (const std::string& pin : expression.pins())
      if (!cell.type->sequential ||
          (pin != cell.type->sequential->state && pin != cell.type->sequential->inverted))
        nets.push_back(pin_net(cell, pin));
  }

  void make_nodes() {
    for (std::uint32_t c = 0; c < gates_.cells.size(); ++c) {
      const Gates::Cell& cell = gates_.cells[c];
      Node node{Node::Kind::cell, c, {}, {}};
      const auto& sequential = cell.type->sequential;
      const bool flip_flop = sequential && !sequential->latch;
      for (std::size_t p = 0; p < cell.type->pins.size(); ++p) {
        const liberty::Pin& pin = cell.type->pins[p];
        const std::uint32_t net = gates_.net_of(cell, p);
        if (pin.direction != liberty::Direction::output || net == kNoNet) continue;
        if (flip_flop) continue;  // the edge writes them
        node.to.push_back(net);
        if (pin.function && !sequential) add_nets(cell, *pin.function, node.from);
        if (!pin.function && !cell.type->clock_gating)
          failed(
              fmt::format("the cell {} does not say the function of its pin {}", cell.type->name, pin.name));
      }
      if (cell.type->clock_gating) {
        const liberty::ClockGating& gating = *cell.type->clock_gating;
        if (gating.kind.rfind("latch_posedge", 0) != 0)
          failed(fmt::format("the cell {}: a clock gate of kind {}: latch_posedge is legal", cell.type->name,
                             gating.kind));
        for (const std::string& pin : {gating.clock, gating.enable, gating.test})
          if (!pin.empty()) node.from.push_back(pin_net(cell, pin));
      } else if (sequential && sequential->latch) {
        add_nets(cell, sequential->next, node.from);  // open while the clock is low
      }
      if (!node.to.empty()) nodes_.push_back(std::move(node));
    }
    for (std::uint32_t i = 0; i < gates_.crossings.size(); ++i) {
      const Gates::Crossing& crossing = gates_.crossings[i];
      Node node{Node::Kind::crossing, i, {}, {}};
      if (crossing.into_lanes) {
        node.from = crossing.nets;
        node.to = {crossing.lane_net};
      } else {
        node.from = {crossing.lane_net};
        for (const std::uint32_t net : crossing.nets)
          if (net != kNoNet) node.to.push_back(net);
      }
      nodes_.push_back(std::move(node));
    }
    for (std::uint32_t i = 0; i < gates_.wires.size(); ++i)
      nodes_.push_back({Node::Kind::wire, i, {gates_.wires[i].first}, {gates_.wires[i].second}});
  }

  void sort() {
    std::vector<std::vector<std::uint32_t>> readers(gates_.nets.size());
    std::vector<std::uint32_t> writer(gates_.nets.size(), kNoNet);
    std::vector<std::uint32_t> waits(nodes_.size(), 0);
    for (std::uint32_t n = 0; n < nodes_.size(); ++n)
      for (const std::uint32_t net : nodes_[n].to) {
        if (net < 2 || writer[net] != kNoNet) failed(fmt::format("net {} is driven twice", net));
        writer[net] = n;
      }
    for (std::uint32_t n = 0; n < nodes_.size(); ++n)
      for (const std::uint32_t net : nodes_[n].from)
        if (writer[net] != kNoNet) {
          readers[net].push_back(n);
          ++waits[n];
        }
    std::deque<std::uint32_t> ready;
    for (std::uint32_t n = 0; n < nodes_.size(); ++n)
      if (waits[n] == 0) ready.push_back(n);
    while (!ready.empty()) {
      const std::uint32_t n = ready.front();
      ready.pop_front();
      order_.push_back(n);
      for (const std::uint32_t net : nodes_[n].to)
        for (const std::uint32_t reader : readers[net])
          if (--waits[reader] == 0) ready.push_back(reader);
    }
    if (order_.size() != nodes_.size()) {
      const auto stuck = static_cast<std::size_t>(
          std::ranges::find_if(waits, [](std::uint32_t w) { return w > 0; }) - waits.begin());
      const Node& node = nodes_[stuck];
      failed(fmt::format(
          "the netlist has a combinational loop of {} nodes, {} among them", nodes_.size() - order_.size(),
          node.kind == Node::Kind::cell ? fmt::format("a {} in {}", gates_.cells[node.index].type->name,
                                                      gates_.units[gates_.cells[node.index].unit])
                                        : std::string("a port of a tile")));
    }
  }

  void mark_clock() {
    out_.in_clock.assign(gates_.nets.size(), 0);
    out_.in_clock[clock_] = 1;
    clock_node_.assign(nodes_.size(), 0);
    for (const std::uint32_t n : order_) {
      const Node& node = nodes_[n];
      if (!std::ranges::any_of(node.from, [&](std::uint32_t net) { return out_.in_clock[net] != 0; }))
        continue;
      clock_node_[n] = 1;
      for (const std::uint32_t net : node.to) out_.in_clock[net] = 1;
    }
  }

  std::uint32_t new_value() { return static_cast<std::uint32_t>(out_.values++); }

  void step(const Program::Step& s) {
    out_.steps.push_back(s);
    if (for_clock_) out_.clock_steps.push_back(s);
  }
  void copy(Signal from, std::uint32_t to) {
    step({from.value, 1, to, Program::Kind::conjunction, static_cast<std::uint8_t>(from.inverted), 0, 0});
  }

  /// `to`: where the result has to stand; else anywhere. States of the cell stand in `state`.
  Signal emit(const Gates::Cell& cell, const Expression& expression, std::uint32_t state,
              std::uint32_t to = kNoNet) {
    const auto& nodes = expression.nodes();
    std::vector<Signal> signals(nodes.size());
    if (const auto x = as_exclusive(expression); x >= 0) {
      const std::uint32_t at = to == kNoNet ? new_value() : to;
      const Signal a = pin_signal(cell, expression.pins()[0], state),
                   b = pin_signal(cell, expression.pins()[1], state);
      step({a.value, b.value, at, Program::Kind::exclusive, static_cast<std::uint8_t>(a.inverted),
            static_cast<std::uint8_t>(b.inverted), static_cast<std::uint8_t>(x)});
      return {at, false};
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const Expression::Node& n = nodes[i];
      switch (n.kind) {
        case Expression::Kind::zero:
          signals[i] = {0, false};
          break;
        case Expression::Kind::one:
          signals[i] = {1, false};
          break;
        case Expression::Kind::pin:
          signals[i] = pin_signal(cell, expression.pins()[n.left], state);
          break;
        case Expression::Kind::negation:
          signals[i] = {signals[n.left].value, !signals[n.left].inverted};
          break;
        default: {
          const Signal a = signals[n.left], b = signals[n.right];
          const bool disjunction = n.kind == Expression::Kind::disjunction;
          // The last step may write the result itself, turned round if the end of the expression is a
          // negation.
          const bool last = to != kNoNet && ends_at(nodes, i);
          const bool turned = last && (nodes.size() - 1 - i) % 2 == 1;
          const std::uint32_t at = last ? to : new_value();
          step({a.value, b.value, at,
                n.kind == Expression::Kind::exclusive ? Program::Kind::exclusive : Program::Kind::conjunction,
                static_cast<std::uint8_t>(a.inverted != disjunction),
                static_cast<std::uint8_t>(b.inverted != disjunction),
                static_cast<std::uint8_t>(disjunction != turned)});
          if (last) return {to, false};
          signals[i] = {at, false};
        }
      }
    }
    if (to == kNoNet) return signals.back();
    copy(signals.back(), to);
    return {to, false};
  }
  /// Whether all that follows node `i` is negations of it, one behind the other.
  static bool ends_at(const std::vector<Expression::Node>& nodes, std::size_t i) {
    for (std::size_t next = i + 1; next < nodes.size(); ++next)
      if (nodes[next].kind != Expression::Kind::negation || nodes[next].left != next - 1) return false;
    return true;
  }
  /// 0: an exclusive or of two pins; 1: its opposite; -1: neither. Libraries write it as a sum of products.
  static int as_exclusive(const Expression& expression) {
    if (expression.pins().size() != 2 || expression.nodes().size() < 4) return -1;
    const std::uint64_t table = expression.evaluate({0xaU, 0xcU}) & 0xfU;
    return table == 0x6 ? 0 : table == 0x9 ? 1 : -1;
  }
  Signal pin_signal(const Gates::Cell& cell, const std::string& pin, std::uint32_t state) const {
    if (cell.type->sequential) {
      if (pin == cell.type->sequential->state) return {state, false};
      if (pin == cell.type->sequential->inverted) return {state, true};
    }
    return {pin_net(cell, pin), false};
  }

  void emit() {
    // What flip-flops hold comes first: their outputs are sources.
    for (std::uint32_t c = 0; c < gates_.cells.size(); ++c)
      if (gates_.cells[c].type->sequential && !gates_.cells[c].type->sequential->latch) flip_flop(c);
    for (const std::uint32_t n : order_) {
      for_clock_ = clock_node_[n] != 0;
      const Node& node = nodes_[n];
      if (node.kind == Node::Kind::cell) {
        out_.order.push_back(node.index);
        logic(gates_.cells[node.index]);
      } else if (node.kind == Node::Kind::wire) {
        copy({node.from[0], false}, node.to[0]);
      } else {
        step({node.index, 0, 0,
              gates_.crossings[node.index].into_lanes ? Program::Kind::into_lanes
                                                      : Program::Kind::out_of_lanes,
              0, 0, 0});
      }
    }
    for_clock_ = false;
    for (Program::FlipFlop& ff : out_.flip_flops) {
      const Gates::Cell& cell = gates_.cells[ff.cell];
      const liberty::Sequential& s = *cell.type->sequential;
      ff.next = settled(emit(cell, s.next, ff.state));
      if (s.clear) ff.clear = settled(emit(cell, *s.clear, ff.state));
      if (s.preset) ff.preset = settled(emit(cell, *s.preset, ff.state));
    }
    for (const Gates::Cell* cell : latches_)
      out_.latches.push_back({settled(emit(*cell, cell->type->sequential->clock, 0))});
  }
  std::uint32_t settled(Signal signal) {
    if (!signal.inverted) return signal.value;
    const std::uint32_t value = new_value();
    copy(signal, value);
    return value;
  }

  void flip_flop(std::uint32_t c) {
    const Gates::Cell& cell = gates_.cells[c];
    const liberty::Sequential& s = *cell.type->sequential;
    if (s.clock.nodes().size() != 1 || s.clock.nodes()[0].kind != Expression::Kind::pin)
      failed(fmt::format("the cell {}: flip-flops of the rising edge are legal", cell.type->name));
    Program::FlipFlop ff;
    ff.cell = c;
    ff.clock = pin_net(cell, s.clock.pins()[0]);
    ff.state = kNoNet;
    for (const bool own : {true, false})
      for (std::size_t p = 0; p < cell.type->pins.size(); ++p) {
        const liberty::Pin& pin = cell.type->pins[p];
        const std::uint32_t net = gates_.net_of(cell, p);
        if (pin.direction != liberty::Direction::output || net == kNoNet) continue;
        if (!pin.function)
          failed(
              fmt::format("the cell {} does not say the function of its pin {}", cell.type->name, pin.name));
        const bool is_state = pin.function->nodes().size() == 1 && pin.function->pins().size() == 1 &&
                              pin.function->pins()[0] == s.state;
        if (own && is_state && ff.state == kNoNet) ff.state = net;
        if (!own) {
          if (ff.state == kNoNet) ff.state = new_value();
          if (net != ff.state) (void)emit(cell, *pin.function, ff.state, net);
        }
      }
    if (ff.state == kNoNet) ff.state = new_value();
    out_.flip_flops.push_back(ff);
  }

  void logic(const Gates::Cell& cell) {
    for (std::size_t p = 0; p < cell.type->pins.size(); ++p) {
      const liberty::Pin& pin = cell.type->pins[p];
      const std::uint32_t net = gates_.net_of(cell, p);
      if (pin.direction != liberty::Direction::output || net == kNoNet) continue;
      if (cell.type->clock_gating) {
        const liberty::ClockGating& gating = *cell.type->clock_gating;
        std::uint32_t enable = pin_net(cell, gating.enable);
        if (!gating.test.empty()) {
          const std::uint32_t both = new_value();
          step({enable, pin_net(cell, gating.test), both, Program::Kind::conjunction, 1, 1, 1});
          enable = both;
        }
        step({pin_net(cell, gating.clock), enable, net, Program::Kind::conjunction, 0, 0, 0});
      } else if (cell.type->sequential) {
        const Signal data = emit(cell, cell.type->sequential->next, 0);
        const std::uint32_t state = settled(data);
        (void)emit(cell, *pin.function, state, net);
        latches_.push_back(&cell);
      } else {
        (void)emit(cell, *pin.function, 0, net);
      }
    }
  }

  const Gates& gates_;
  std::uint32_t clock_;
  Program out_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> order_;
  std::vector<char> clock_node_;
  std::vector<const Gates::Cell*> latches_;
  bool for_clock_ = false;
};

}  // namespace

Program compile(const Gates& gates, std::uint32_t clock) { return Compiler(gates, clock).compile(); }

}  // namespace silipool::flow
