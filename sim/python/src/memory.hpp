#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/pybind11.h>

#include <silipool/base/error.hpp>
#include <silipool/base/sdr.hpp>

/// Memory that C++ and NumPy share, by Python's buffer protocol alone: nothing here depends on the version of
/// NumPy that this was built with.
namespace silipool::python {

namespace py = pybind11;

/// What lends its memory to an array: the array keeps it alive.
struct Memory {
  std::shared_ptr<const void> owner;
  py::buffer_info info;
};

/// numpy.asarray of it: an array that owns nothing.
[[nodiscard]] py::object as_array(std::shared_ptr<const void> owner, py::buffer_info info);

/// An array of this shape over a vector that it keeps; no copy.
template <typename T>
[[nodiscard]] py::object to_array(std::vector<T>&& values, std::vector<py::ssize_t> shape) {
  auto owner = std::make_shared<std::vector<T>>(std::move(values));
  return as_array(owner,
                  {owner->data(), sizeof(T), py::format_descriptor<T>::format(),
                   static_cast<py::ssize_t>(shape.size()), shape, py::detail::c_strides(shape, sizeof(T))});
}
template <typename T>
[[nodiscard]] py::object to_array(std::vector<T>&& values) {
  const auto size = static_cast<py::ssize_t>(values.size());
  return to_array(std::move(values), {size});
}
/// The same that nobody may write, over a vector that others hold too.
template <typename T>
[[nodiscard]] py::object to_view(std::shared_ptr<const std::vector<T>> values) {
  const T* data = values->data();
  const auto size = static_cast<py::ssize_t>(values->size());
  return as_array(std::move(values), {const_cast<T*>(data),
                                      sizeof(T),
                                      py::format_descriptor<T>::format(),
                                      1,
                                      {size},
                                      {static_cast<py::ssize_t>(sizeof(T))},
                                      true});
}
/// Of booleans, which a vector has no memory for: bytes that are 0 or 1.
[[nodiscard]] py::object to_bools(std::vector<std::uint8_t>&& bytes, std::vector<py::ssize_t> shape);

/// The values of an array of numbers of this type, in the order of C; Error{bad_input} for another type.
/// `what` stands in messages.
template <typename T>
[[nodiscard]] std::vector<T> to_vector(const py::buffer& array, const std::string& what) {
  const py::buffer_info info = array.request();
  if (!py::detail::compare_buffer_info<T>::compare(info))
    base::bad_input("{}: an array of {} with {} bytes each, legal is one of {}", what, info.format,
                    info.itemsize, py::type_id<T>());
  std::vector<T> values;
  values.reserve(static_cast<std::size_t>(info.size));
  std::vector<py::ssize_t> index(static_cast<std::size_t>(info.ndim));
  for (py::ssize_t n = 0; n < info.size; ++n) {
    const char* place = static_cast<const char*>(info.ptr);
    for (std::size_t d = 0; d < index.size(); ++d) place += index[d] * info.strides[d];
    values.push_back(*reinterpret_cast<const T*>(place));
    for (std::size_t d = index.size(); d-- > 0 && ++index[d] == info.shape[d];) index[d] = 0;
  }
  return values;
}

/// Rows of bits as bytes that are 0 or 1, where they stand: any strides, nothing is copied. One dimension is
/// one row.
class BitRows {
 public:
  /// Error{bad_input} for another shape, or elements that are not one byte.
  BitRows(const py::buffer& array, std::size_t columns, const std::string& what);

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  /// Error{bad_input} for a byte that is no bit. Needs no GIL.
  void read(std::size_t row, base::Sdr& sdr) const;

 private:
  py::buffer_info info_;
  std::string what_;
  std::size_t rows_, columns_;
  py::ssize_t row_stride_, column_stride_;
};

/// Rows of bits as an array of booleans.
[[nodiscard]] py::object to_bools(const std::vector<base::Sdr>& rows, std::size_t columns);

}  // namespace silipool::python
