#include <silipool/memristor/array/array.hpp>

#include <string>
#include <vector>

#include <pybind11/stl.h>

#include <silipool/memristor/array/approximation.hpp>
#include <silipool/memristor/array/solver.hpp>

#include "bind.hpp"
#include "memory.hpp"

namespace silipool::python {
namespace {

using memristor::Array;

memristor::InactiveRows inactive_of(const std::string& name) {
  if (name == "grounded") return memristor::InactiveRows::grounded;
  if (name == "gated") return memristor::InactiveRows::gated;
  base::bad_input("inactive_rows \"{}\": legal are \"grounded\" and \"gated\"", name);
}

memristor::Approximation approximation_of(const std::string& name) {
  if (name == "ideal") return memristor::Approximation::ideal;
  if (name == "dmr") return memristor::Approximation::dmr;
  if (name == "alpha_beta") return memristor::Approximation::alpha_beta;
  base::bad_input("approximation \"{}\": legal are \"ideal\", \"dmr\" and \"alpha_beta\"", name);
}

Array make_array(const py::buffer& conductances, double row_ohm, double column_ohm, double driver_ohm,
                 double sense_ohm, std::optional<double> nonlinearity_v) {
  const py::buffer_info info = conductances.request();
  if (info.ndim != 2) base::bad_input("conductances: {} dimensions, legal are rows by columns", info.ndim);
  Array array(static_cast<std::size_t>(info.shape[0]), static_cast<std::size_t>(info.shape[1]),
              {row_ohm, column_ohm, driver_ohm, sense_ohm});
  array.set_conductances(to_vector<double>(conductances, "conductances"));
  if (nonlinearity_v) array.set_nonlinearity(*nonlinearity_v);
  return array;
}

/// Rows of voltages; one dimension is one drive.
struct Drives {
  Drives(const Array& array, const py::buffer& voltages, const std::string& inactive_rows)
      : values(to_vector<double>(voltages, "voltages")), inactive(inactive_of(inactive_rows)) {
    const py::buffer_info info = voltages.request();
    if (info.ndim < 1 || info.ndim > 2 || static_cast<std::size_t>(info.shape.back()) != array.rows())
      base::bad_input("voltages: legal is one for each of {} rows, or rows of them", array.rows());
    for (std::size_t i = 0; i < values.size(); i += array.rows())
      drives.push_back({.row_v = std::span(values).subspan(i, array.rows()), .inactive = inactive});
  }
  std::vector<double> values;
  memristor::InactiveRows inactive;
  std::vector<memristor::Drive> drives;
};

py::dict solve(const Array& self, const py::buffer& voltages, const std::string& inactive_rows,
               double tolerance, bool node_voltages) {
  const Drives given(self, voltages, inactive_rows);
  if (given.drives.size() != 1) base::bad_input("voltages: {} drives, solve takes one", given.drives.size());
  memristor::Solution solution;
  {
    const py::gil_scoped_release release;
    solution = memristor::Solver({.tolerance = tolerance, .node_voltages = node_voltages})
                   .solve(self, given.drives[0]);
  }
  py::dict all;
  all["column_current_a"] = to_array(std::move(solution.column_current_a));
  all["row_current_a"] = to_array(std::move(solution.row_current_a));
  all["residual_a"] = solution.residual_a;
  all["iterations"] = solution.iterations;
  if (node_voltages) {
    const std::vector<py::ssize_t> shape{static_cast<py::ssize_t>(self.rows()),
                                         static_cast<py::ssize_t>(self.columns())};
    all["row_node_v"] = to_array(std::move(solution.row_node_v), shape);
    all["column_node_v"] = to_array(std::move(solution.column_node_v), shape);
  }
  return all;
}

/// Column currents of every drive, by `of(drives)` without the GIL.
template <typename F>
py::object currents(const Array& self, const Drives& given, F&& of) {
  std::vector<double> currents;
  {
    const py::gil_scoped_release release;
    currents = of();
  }
  return to_array(std::move(currents),
                  {static_cast<py::ssize_t>(given.drives.size()), static_cast<py::ssize_t>(self.columns())});
}

py::object solve_batch(const Array& self, const py::buffer& voltages, const std::string& inactive_rows,
                       double tolerance, std::size_t threads) {
  if (threads < 1) base::bad_input("0 threads: legal is 1 or more");
  const Drives given(self, voltages, inactive_rows);
  return currents(self, given, [&] {
    std::vector<double> all;
    for (const memristor::Solution& s :
         memristor::solve_batch(self, given.drives, threads, {.tolerance = tolerance}))
      all.insert(all.end(), s.column_current_a.begin(), s.column_current_a.end());
    return all;
  });
}

py::object approximate(const Array& self, const py::buffer& voltages, const std::string& approximation,
                       const std::string& inactive_rows) {
  const Drives given(self, voltages, inactive_rows);
  const memristor::Approximation formula = approximation_of(approximation);
  return currents(self, given, [&] {
    std::vector<double> all;
    for (const memristor::Drive& drive : given.drives) {
      const std::vector<double> one = memristor::approximate(formula, self, drive);
      all.insert(all.end(), one.begin(), one.end());
    }
    return all;
  });
}

}  // namespace

void bind_array(py::module_& m) {
  py::class_<Array>(m, "Array")
      .def(py::init(&make_array), py::arg("conductances"), py::kw_only(), py::arg("row_ohm") = 0.0,
           py::arg("column_ohm") = 0.0, py::arg("driver_ohm") = 0.0, py::arg("sense_ohm") = 0.0,
           py::arg("nonlinearity_v") = py::none())
      .def_property_readonly("rows", &Array::rows)
      .def_property_readonly("columns", &Array::columns)
      .def("solve", &solve, py::arg("voltages"), py::kw_only(), py::arg("inactive_rows") = "grounded",
           py::arg("tolerance") = 1e-10, py::arg("node_voltages") = false)
      .def("solve_batch", &solve_batch, py::arg("voltages"), py::kw_only(),
           py::arg("inactive_rows") = "grounded", py::arg("tolerance") = 1e-10, py::arg("threads") = 1)
      .def("approximate", &approximate, py::arg("voltages"), py::kw_only(),
           py::arg("approximation") = "alpha_beta", py::arg("inactive_rows") = "grounded");
}

}  // namespace silipool::python
