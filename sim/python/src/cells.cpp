#include <cstddef>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include <silipool/memristor/device/card.hpp>
#include <silipool/memristor/device/cell_array.hpp>

#include "bind.hpp"
#include "memory.hpp"

namespace silipool::python {
namespace {

using memristor::Card;
using memristor::CellArray;

/// "none", "all" of the card's, or names.
memristor::Effects effects_of(const Card& card, const std::vector<std::string>& names) {
  if (names == std::vector<std::string>{"all"}) return memristor::all_effects(card);
  memristor::Effects effects;
  for (const std::string& name : names) {
    bool known = false;
    for (const memristor::EffectSwitch& s : memristor::effect_switches())
      if (s.name == name) effects.*s.flag = known = true;
    if (!known) base::bad_input("unknown effect '{}' (docs/memristors.md lists them)", name);
  }
  return effects;
}

std::size_t cell_of(const CellArray& cells, std::size_t row, std::size_t column) {
  if (row >= cells.rows() || column >= cells.columns())
    base::bad_input("cell ({}, {}): legal is below ({}, {})", row, column, cells.rows(), cells.columns());
  return row * cells.columns() + column;
}

py::object matrix(const CellArray& cells, std::vector<double>&& values) {
  return to_array(std::move(values),
                  {static_cast<py::ssize_t>(cells.rows()), static_cast<py::ssize_t>(cells.columns())});
}

py::dict to_python(const memristor::Write& write) {
  py::dict all;
  all["pulses"] = write.pulses;
  all["reads"] = write.reads;
  all["energy_j"] = write.energy_j;
  all["reached"] = write.reached;
  all["conductance_s"] = write.conductance_s;
  return all;
}

memristor::Direction direction_of(const std::string& name) {
  if (name == "set") return memristor::Direction::set;
  if (name == "reset") return memristor::Direction::reset;
  base::bad_input("direction \"{}\": legal are \"set\" and \"reset\"", name);
}

}  // namespace

void bind_cells(py::module_& module) {
  module.def("cards", &memristor::known_cards);
  py::class_<Card>(module, "Card")
      .def(py::init([](const std::string& name) { return memristor::load_card(name); }), py::arg("name"))
      .def_static("parse", &memristor::parse_card, py::arg("text"), py::arg("file_name"))
      .def_readonly("name", &Card::name)
      .def_readonly("description", &Card::description)
      .def_readonly("sources", &Card::sources)
      .def_property_readonly("model",
                             [](const Card& self) { return std::string(memristor::model_name(self.model)); })
      .def_property_readonly("numbers",
                             [](const Card& self) {
                               py::dict numbers;
                               for (const auto& [key, quantity] : self.numbers())
                                 numbers[key.c_str()] = quantity.value;
                               return numbers;
                             })
      .def(
          "with_number",
          [](const Card& self, const std::string& key, double value) {
            return self.with(key, value, "with_number");
          },
          py::arg("key"), py::arg("value"));
  py::class_<CellArray>(module, "CellArray")
      .def(py::init([](const Card& card, std::size_t rows, std::size_t columns, std::uint64_t seed,
                       const std::vector<std::string>& effects, double temperature_k) {
             return std::make_unique<CellArray>(card, rows, columns, seed, effects_of(card, effects),
                                                temperature_k);
           }),
           py::arg("card"), py::arg("rows"), py::arg("columns"), py::kw_only(), py::arg("seed") = 1,
           py::arg("effects") = std::vector<std::string>{}, py::arg("temperature_k") = 300.0)
      .def_property_readonly("rows", &CellArray::rows)
      .def_property_readonly("columns", &CellArray::columns)
      .def_property_readonly("g_min_s", [](const CellArray& self) { return self.law().g_min_s(); })
      .def_property_readonly("g_max_s", [](const CellArray& self) { return self.law().g_max_s(); })
      .def_property_readonly("now_s", &CellArray::now_s)
      .def_property_readonly("conductances",
                             [](const CellArray& self) {
                               std::vector<double> values(self.size());
                               self.conductances_s(values);
                               return matrix(self, std::move(values));
                             })
      .def(
          "read",
          [](const CellArray& self, std::uint32_t sample) {
            std::vector<double> values(self.size());
            self.reads_s(values, sample);
            return matrix(self, std::move(values));
          },
          py::arg("sample"))
      .def(
          "pulse",
          [](CellArray& self, std::size_t row, std::size_t column, const std::string& direction,
             std::uint32_t count) {
            return to_python(self.pulse(cell_of(self, row, column), direction_of(direction), count));
          },
          py::arg("row"), py::arg("column"), py::arg("direction"), py::arg("count") = 1)
      .def(
          "program",
          [](CellArray& self, std::size_t row, std::size_t column, double target_s) {
            return to_python(self.program(cell_of(self, row, column), target_s));
          },
          py::arg("row"), py::arg("column"), py::arg("target_s"))
      .def(
          "place",
          [](CellArray& self, std::size_t row, std::size_t column, double nominal_s) {
            self.place(cell_of(self, row, column), nominal_s);
          },
          py::arg("row"), py::arg("column"), py::arg("nominal_s"))
      .def(
          "write_verify",
          [](CellArray& self, std::size_t row, std::size_t column, double target_s, double tolerance_s,
             std::uint32_t max_pulses) {
            return to_python(
                self.write_verify(cell_of(self, row, column), target_s, {tolerance_s, max_pulses}));
          },
          py::arg("row"), py::arg("column"), py::arg("target_s"), py::arg("tolerance_s"),
          py::arg("max_pulses") = 100)
      .def("age", &CellArray::age, py::arg("seconds"))
      .def(
          "wear",
          [](const CellArray& self, std::size_t row, std::size_t column) {
            return self.wear(cell_of(self, row, column));
          },
          py::arg("row"), py::arg("column"));
}

}  // namespace silipool::python
