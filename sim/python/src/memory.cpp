#include "memory.hpp"

#include <bit>
#include <cstring>

#include "bind.hpp"

namespace silipool::python {
namespace {

constexpr std::uint64_t kLowBits = 0x0101010101010101;

/// Bit i is byte i of a word whose bytes are 0 or 1.
std::uint64_t packed(std::uint64_t bytes) { return bytes * 0x0102040810204080 >> 56U; }

}  // namespace

py::object as_array(std::shared_ptr<const void> owner, py::buffer_info info) {
  return py::module_::import("numpy").attr("asarray")(
      py::cast(std::make_unique<Memory>(Memory{std::move(owner), std::move(info)})));
}

py::object to_bools(std::vector<std::uint8_t>&& bytes, std::vector<py::ssize_t> shape) {
  return to_array(std::move(bytes), std::move(shape)).attr("view")("bool");
}

BitRows::BitRows(const py::buffer& array, std::size_t columns, const std::string& what)
    : info_(array.request()), what_(what), columns_(columns) {
  if (info_.itemsize != 1 || (info_.format != "?" && info_.format != "B" && info_.format != "b"))
    base::bad_input("{}: elements of format '{}', legal are bool and uint8", what, info_.format);
  if (info_.ndim != 1 && info_.ndim != 2)
    base::bad_input("{}: {} dimensions, legal are one row of {} bits, or rows of them", what, info_.ndim,
                    columns);
  const auto last = static_cast<std::size_t>(info_.ndim - 1);
  if (static_cast<std::size_t>(info_.shape[last]) != columns)
    base::bad_input("{}: rows of {} bits, legal are {}", what, info_.shape[last], columns);
  rows_ = info_.ndim == 1 ? 1 : static_cast<std::size_t>(info_.shape[0]);
  row_stride_ = info_.ndim == 1 ? 0 : info_.strides[0];
  column_stride_ = info_.strides[last];
}

void BitRows::read(std::size_t row, base::Sdr& sdr) const {
  if (sdr.size() != columns_) sdr = base::Sdr(columns_);
  sdr.clear();
  const auto* begin =
      static_cast<const std::uint8_t*>(info_.ptr) + static_cast<py::ssize_t>(row) * row_stride_;
  const auto check = [this, row](std::size_t column, unsigned byte) {
    if (byte > 1) base::bad_input("{}: row {}, column {} is {}, legal are 0 and 1", what_, row, column, byte);
  };
  std::size_t i = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::uint64_t found = 0;
    for (; column_stride_ == 1 && i + 64 <= columns_; i += 64) {
      std::uint64_t word = 0;
      for (std::size_t part = 0; part < 8; ++part) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, begin + i + 8 * part, 8);
        found |= bytes;
        word |= packed(bytes) << (8 * part);
      }
      sdr.words()[i / 64] = word;
    }
    if ((found & ~kLowBits) != 0)
      for (std::size_t j = 0; j < i; ++j) check(j, begin[j]);
  }
  for (; i < columns_; ++i) {
    const std::uint8_t byte = begin[static_cast<py::ssize_t>(i) * column_stride_];
    check(i, byte);
    if (byte != 0) sdr.set(i);
  }
}

py::object to_bools(const std::vector<base::Sdr>& rows, std::size_t columns) {
  std::vector<std::uint8_t> bytes(rows.size() * columns);
  for (std::size_t r = 0; r < rows.size(); ++r)
    rows[r].for_each([&](std::size_t i) { bytes[r * columns + i] = 1; });
  return to_bools(std::move(bytes),
                  {static_cast<py::ssize_t>(rows.size()), static_cast<py::ssize_t>(columns)});
}

void bind_memory(py::module_& m) {
  py::class_<Memory>(m, "Memory", py::buffer_protocol()).def_buffer([](Memory& memory) {
    const py::buffer_info& i = memory.info;
    return py::buffer_info(i.ptr, i.itemsize, i.format, i.ndim, i.shape, i.strides, i.readonly);
  });
}

}  // namespace silipool::python
