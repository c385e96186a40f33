#pragma once
#include <filesystem>

#include <pybind11/pybind11.h>

namespace silipool::python {

namespace py = pybind11;

// The parts of the module, in an order in which each knows the types it names.
void bind_errors(py::module_& m);
void bind_memory(py::module_& m);
void bind_configuration(py::module_& m);
void bind_sdr_set(py::module_& m);
void bind_pooler(py::module_& m);
void bind_readout(py::module_& m);
void bind_data(py::module_& m);
void bind_measures(py::module_& m);
void bind_cells(py::module_& m);
void bind_array(py::module_& m);

/// Raises OSError, with the system's number and the name, where a file cannot be opened.
void check_readable(const std::filesystem::path& path);
void check_writable(const std::filesystem::path& path);

/// Raises KeyboardInterrupt where Ctrl-C was pressed. Called without the GIL, now and then in long work.
void check_signals();

}  // namespace silipool::python
