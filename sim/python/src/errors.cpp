#include <cerrno>
#include <cstdio>
#include <memory>

#include <silipool/base/error.hpp>

#include "bind.hpp"

namespace silipool::python {
namespace {

[[noreturn]] void raise_os_error(int number, const std::filesystem::path& path) {
  errno = number;
  PyErr_SetFromErrnoWithFilename(PyExc_OSError, path.c_str());
  throw py::error_already_set();
}

void try_to_open(const std::filesystem::path& path, const char* mode) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), mode), &std::fclose);
  if (!file) raise_os_error(errno, path);
}

}  // namespace

void bind_errors(py::module_& /*m*/) {
  py::register_exception_translator([](std::exception_ptr caught) {
    try {
      if (caught) std::rethrow_exception(caught);
    } catch (const base::Error& error) {
      PyErr_SetString(error.kind() == base::ErrorKind::bad_input ? PyExc_ValueError : PyExc_RuntimeError,
                      error.what());
    }
  });
}

void check_readable(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) raise_os_error(EISDIR, path);
  try_to_open(path, "rb");
}

void check_writable(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) raise_os_error(EISDIR, path);
  // Appending nothing: a file that is there stays as it is, one that is not must not be left behind.
  const bool was_there = std::filesystem::exists(path);
  try_to_open(path, "ab");
  if (!was_there) std::filesystem::remove(path);
}

void check_signals() {
  const py::gil_scoped_acquire gil;
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
}

}  // namespace silipool::python
