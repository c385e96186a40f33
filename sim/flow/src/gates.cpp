#include <silipool/flow/gates.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include <silipool/base/error.hpp>

namespace silipool::flow {
namespace {

constexpr std::size_t kMostLanes = 64;

[[noreturn]] void failed(const std::string& message) {
  throw base::Error(base::ErrorKind::check_failed, message);
}

class Flattener {
 public:
  Flattener(const std::vector<Module>& modules, const liberty::Library& library) : library_(library) {
    for (const Module& module : modules) modules_[module.name] = &module;
    gates_.groups = {{1}};
    gates_.nets = {{0}, {0}};
    joined_ = {0, 1};
  }

  Gates flatten(const std::vector<Module>& modules) {
    std::set<std::string> used;
    for (const Module& module : modules)
      for (const Module::Instance& instance : module.instances) used.insert(instance.type);
    const Module* top = nullptr;
    for (const Module& module : modules)
      if (!used.contains(module.name) && !module.instances.empty()) top = &module;
    if (top == nullptr) failed("the netlist has no top module");
    std::vector<std::uint32_t> bound(top->nets.size(), kNoNet);
    for (const std::uint32_t net : top->inputs) {
      bound[net] = new_net(0);
      gates_.inputs.push_back({top->nets[net], bound[net]});
    }
    for (const std::uint32_t net : top->outputs) {
      if (bound[net] == kNoNet) bound[net] = new_net(0);
      gates_.outputs.push_back({top->nets[net], bound[net]});
    }
    instantiate(*top, 0, std::move(bound));
    settle_joins();
    return std::move(gates_);
  }

 private:
  std::uint32_t new_net(std::uint32_t group) {
    gates_.nets.push_back({group});
    joined_.push_back(static_cast<std::uint32_t>(joined_.size()));
    return joined_.back();
  }
  std::uint32_t find(std::uint32_t net) {
    while (joined_[net] != net) net = joined_[net] = joined_[joined_[net]];
    return net;
  }
  /// `to` is what `from` is. Nets of one lane and of several cannot be one: a wire stands between them.
  void join(std::uint32_t from, std::uint32_t to) {
    from = find(from);
    to = find(to);
    if (from == to) return;
    if (gates_.nets[from].group == gates_.nets[to].group || from < 2)
      joined_[to] = from;
    else
      gates_.wires.emplace_back(from, to);
  }

  std::uint32_t unit(const std::string& module) {
    const std::string name = unit_name(module);
    const auto found = std::ranges::find(gates_.units, name);
    if (found == gates_.units.end()) gates_.units.push_back(name);
    return static_cast<std::uint32_t>(std::ranges::find(gates_.units, name) - gates_.units.begin());
  }

  /// `bound`: the nets that ports are on already.
  void instantiate(const Module& module, std::uint32_t group, std::vector<std::uint32_t> bound) {
    for (std::uint32_t& net : bound)
      if (net == kNoNet) net = new_net(group);
    for (const std::uint32_t net : module.zeros) join(0, bound[net]);
    for (const std::uint32_t net : module.ones) join(1, bound[net]);
    for (const auto& [from, to] : module.wires) join(bound[from], bound[to]);
    const std::uint32_t here = unit(module.name);
    std::map<std::string, std::vector<const Module::Instance*>> lanes;
    for (const Module::Instance& instance : module.instances) {
      if (const liberty::Cell* const cell = cell_of(instance.type); cell != nullptr) {
        add_cell(*cell, instance, here, group, bound);
      } else if (instance.type.starts_with(std::string(kMemoryModule) + "_")) {
        add_memory(instance, here, group, bound);
      } else if (const auto child = modules_.find(instance.type); child != modules_.end()) {
        if (group == 0 && child->first.substr(0, child->first.find("__")) == kLaneModule)
          lanes[instance.type].push_back(&instance);
        else
          instantiate(*child->second, group, ports(*child->second, instance, bound));
      } else {
        failed(fmt::format("{}: '{}' is neither a cell of {} nor a module: the design was not mapped",
                           module.name, instance.type, library_.name));
      }
    }
    for (const auto& [type, instances] : lanes)
      for (std::size_t first = 0; first < instances.size(); first += kMostLanes)
        add_lanes(
            *modules_.at(type),
            {instances.begin() + static_cast<std::ptrdiff_t>(first),
             instances.begin() + static_cast<std::ptrdiff_t>(std::min(first + kMostLanes, instances.size()))},
            bound);
  }

  const liberty::Cell* cell_of(const std::string& type) {
    const auto [at, made] = cells_.try_emplace(type, nullptr);
    if (made) at->second = library_.find(type);
    return at->second;
  }

  static std::vector<std::uint32_t> ports(const Module& child, const Module::Instance& instance,
                                          const std::vector<std::uint32_t>& bound) {
    std::unordered_map<std::string, std::uint32_t> outer;
    for (const auto& [pin, net] : instance.pins) outer[pin] = bound[net];
    std::vector<std::uint32_t> inner(child.nets.size(), kNoNet);
    for (const auto* list : {&child.inputs, &child.outputs})
      for (const std::uint32_t net : *list)
        if (const auto found = outer.find(child.nets[net]); found != outer.end()) inner[net] = found->second;
    return inner;
  }

  void add_lanes(const Module& child, const std::vector<const Module::Instance*>& instances,
                 const std::vector<std::uint32_t>& bound) {
    const auto group = static_cast<std::uint32_t>(gates_.groups.size());
    gates_.groups.push_back({static_cast<std::uint32_t>(instances.size())});
    std::vector<std::vector<std::uint32_t>> outer;
    for (const Module::Instance* instance : instances) outer.push_back(ports(child, *instance, bound));
    std::vector<std::uint32_t> inner(child.nets.size(), kNoNet);
    for (const std::uint32_t port : child.inputs) {
      Gates::Crossing crossing{0, {}, true};
      for (auto& lane : outer) crossing.nets.push_back(lane[port] == kNoNet ? 0 : find(lane[port]));
      if (std::ranges::all_of(crossing.nets, [&](std::uint32_t n) { return n == crossing.nets[0]; })) {
        inner[port] = crossing.nets[0];  // one net for all: its value stands in every bit
        continue;
      }
      inner[port] = crossing.lane_net = new_net(group);
      gates_.crossings.push_back(std::move(crossing));
    }
    for (const std::uint32_t port : child.outputs) {
      Gates::Crossing crossing{new_net(group), {}, false};
      for (auto& lane : outer) crossing.nets.push_back(lane[port]);
      inner[port] = crossing.lane_net;
      gates_.crossings.push_back(std::move(crossing));
    }
    instantiate(child, group, std::move(inner));
  }

  void add_cell(const liberty::Cell& type, const Module::Instance& instance, std::uint32_t unit_of_cell,
                std::uint32_t group, const std::vector<std::uint32_t>& bound) {
    Gates::Cell cell{&type, unit_of_cell, group, static_cast<std::uint32_t>(gates_.pins.size())};
    gates_.pins.resize(gates_.pins.size() + type.pins.size(), kNoNet);
    for (const auto& [name, net] : instance.pins) {
      const liberty::Pin* const pin = type.find(name);
      if (pin == nullptr) failed(fmt::format("the cell {} has no pin {}", type.name, name));
      gates_.pins[cell.first + static_cast<std::size_t>(pin - type.pins.data())] = bound[net];
    }
    gates_.cells.push_back(cell);
  }

  /// "silipool_ram_WIDTHxDEPTH"
  static std::size_t size_in(const std::string& type, char before) {
    const std::size_t at = type.rfind(before);
    std::size_t value = 0;
    const char* const end = type.data() + type.size();
    if (at == std::string::npos || std::from_chars(type.data() + at + 1, end, value).ec != std::errc() ||
        value == 0)
      failed(fmt::format("the memory {} does not tell its size", type));
    return value;
  }

  void add_memory(const Module::Instance& instance, std::uint32_t unit_of_memory, std::uint32_t group,
                  const std::vector<std::uint32_t>& bound) {
    Gates::Memory m;
    m.name = instance.type;
    m.width = size_in(instance.type, '_');
    m.depth = size_in(instance.type, 'x');
    m.unit = unit_of_memory;
    m.group = group;
    std::map<std::string, std::map<std::size_t, std::uint32_t>> buses;
    for (const auto& [pin, net] : instance.pins) {
      const std::size_t bracket = pin.find('[');
      std::size_t bit = 0;
      if (bracket != std::string::npos)
        (void)std::from_chars(pin.data() + bracket + 1, pin.data() + pin.size(), bit);
      buses[pin.substr(0, bracket)][bit] = bound[net];
    }
    const auto bits = [&](const char* port) {
      std::vector<std::uint32_t> nets;
      for (const auto& [bit, net] : buses[port]) nets.push_back(net);
      if (nets.empty()) failed(fmt::format("the memory {} has no port {}", instance.type, port));
      return nets;
    };
    m.clock = bits("clk_i")[0];
    m.read = bits("read_i")[0];
    m.write = bits("write_i")[0];
    m.read_address = bits("read_address_i");
    m.write_address = bits("write_address_i");
    m.write_data = bits("write_data_i");
    m.read_data = bits("read_data_o");
    if (m.write_data.size() != m.width || m.read_data.size() != m.width)
      failed(fmt::format("the memory {} has {} bits of data", instance.type, m.read_data.size()));
    gates_.memories.push_back(std::move(m));
  }

  void settle_joins() {
    const auto settle = [this](std::uint32_t& net) {
      if (net != kNoNet) net = find(net);
    };
    for (std::uint32_t& net : gates_.pins) settle(net);
    for (Gates::Memory& m : gates_.memories) {
      for (auto* net : {&m.clock, &m.read, &m.write}) settle(*net);
      for (auto* bus : {&m.read_address, &m.write_address, &m.read_data, &m.write_data})
        for (std::uint32_t& net : *bus) settle(net);
    }
    for (Gates::Crossing& c : gates_.crossings) {
      settle(c.lane_net);
      for (std::uint32_t& net : c.nets) settle(net);
    }
    for (auto& [from, to] : gates_.wires) {
      settle(from);
      settle(to);
    }
    for (auto* list : {&gates_.inputs, &gates_.outputs})
      for (Gates::Port& port : *list) settle(port.net);
  }

  const liberty::Library& library_;
  std::unordered_map<std::string, const Module*> modules_;
  std::unordered_map<std::string, const liberty::Cell*> cells_;
  Gates gates_;
  std::vector<std::uint32_t> joined_;
};

}  // namespace

std::string unit_name(std::string_view module) {
  constexpr std::string_view kPrefix = "silipool_";
  std::string_view name = module.substr(0, module.find("__"));
  if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
  return std::string(name);
}

Gates flatten(const std::vector<Module>& modules, const liberty::Library& library) {
  return Flattener(modules, library).flatten(modules);
}

}  // namespace silipool::flow
