#include "circuit.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "system.hpp"

namespace silipool::memristor {
namespace {

/// Sets of nodes that are joined; the greatest member stands for its set, so that ends, which come last, do.
class Joined {
 public:
  explicit Joined(std::size_t nodes) : parent_(nodes) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t find(std::size_t node) {
    while (parent_[node] != node) node = parent_[node] = parent_[parent_[node]];
    return node;
  }
  void join(std::size_t a, std::size_t b) {
    a = find(a), b = find(b);
    parent_[std::min(a, b)] = std::max(a, b);
  }

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace

Circuit circuit_of(const Array& array, const Drive& drive) {
  check_drive(array, drive);
  const std::size_t m = array.rows(), n = array.columns(), cells = m * n;
  const std::size_t first_end = 2 * cells;
  const auto word = [n](std::size_t i, std::size_t j) { return i * n + j; };
  const auto bit = [n, cells](std::size_t i, std::size_t j) { return cells + i * n + j; };

  std::vector<Circuit::Wire> wires;
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      wires.push_back({j == 0 ? first_end + i : word(i, j - 1), word(i, j), row_ohm(array, i, j)});
      const bool last = i + 1 == m;
      wires.push_back({bit(i, j), last ? first_end + m + j : bit(i + 1, j),
                       array.column_segment_ohm(i, j) + (last ? array.sense_ohm(j) : 0.0)});
    }

  const std::size_t all = first_end + m + n;
  Joined same(all), reached(all);
  for (const Circuit::Wire& wire : wires) {
    if (wire.ohm == 0) same.join(wire.a, wire.b);
    if (wire.ohm < kOpenOhm) reached.join(wire.a, wire.b);
  }
  const auto conducts = [&](std::size_t i, std::size_t j) {
    return array.conductance_s(i, j) > 0 && (drive.inactive == InactiveRows::grounded || drive.row_v[i] != 0);
  };
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < n; ++j)
      if (conducts(i, j)) reached.join(word(i, j), bit(i, j));

  Circuit circuit;
  circuit.rows = m, circuit.columns = n;
  std::vector<std::size_t> number(all, Circuit::kNowhere);
  for (std::size_t node = 0; node < all; ++node) {
    if (same.find(node) != node || reached.find(node) < first_end) continue;
    number[node] = circuit.names.size();
    if (node < first_end) ++circuit.unknowns;
    const std::size_t at = node < first_end ? node % cells : node - first_end;
    if (node < first_end)
      circuit.names.push_back(fmt::format("{}_{}_{}", node < cells ? 'w' : 'b', at / n, at % n));
    else
      circuit.names.push_back(at < m ? fmt::format("row_{}", at) : fmt::format("column_{}", at - m));
  }
  for (std::size_t node = 0; node < all; ++node) number[node] = number[same.find(node)];

  circuit.end_v.assign(drive.row_v.begin(), drive.row_v.end());
  circuit.end_v.insert(circuit.end_v.end(), drive.column_v.begin(), drive.column_v.end());
  circuit.end_v.resize(m + n, 0.0);
  for (const Circuit::Wire& wire : wires)
    if (wire.ohm > 0 && wire.ohm < kOpenOhm && number[wire.a] != Circuit::kNowhere)
      circuit.wires.push_back({number[wire.a], number[wire.b], wire.ohm});
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      circuit.row_node.push_back(number[word(i, j)]);
      circuit.column_node.push_back(number[bit(i, j)]);
      if (conducts(i, j) && circuit.row_node.back() != Circuit::kNowhere)
        circuit.cells.push_back(
            {circuit.row_node.back(), circuit.column_node.back(), array.conductance_s(i, j), word(i, j)});
    }
  return circuit;
}

}  // namespace silipool::memristor
