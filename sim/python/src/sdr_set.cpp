#include "sdr_set.hpp"

#include <algorithm>
#include <limits>

#include "bind.hpp"

namespace silipool::python {
namespace {

SdrSet from_bits(const py::buffer& rows) {
  const std::size_t bits = bits_of(rows, "bits");
  const BitRows given(rows, bits, "bits");
  std::vector<std::uint32_t> offsets{0}, indices;
  base::Sdr sdr(bits);
  for (std::size_t i = 0; i < given.rows(); ++i) {
    given.read(i, sdr);
    sdr.for_each([&indices](std::size_t bit) { indices.push_back(static_cast<std::uint32_t>(bit)); });
    offsets.push_back(static_cast<std::uint32_t>(indices.size()));
  }
  return {bits, std::move(offsets), std::move(indices)};
}

py::object dense(const SdrSet& self) {
  std::vector<std::uint8_t> bytes(self.size() * self.bits);
  for (std::size_t i = 0; i < self.size(); ++i)
    for (const std::uint32_t bit : self.active(i)) bytes[i * self.bits + bit] = 1;
  return to_bools(std::move(bytes),
                  {static_cast<py::ssize_t>(self.size()), static_cast<py::ssize_t>(self.bits)});
}

py::object item(const SdrSet& self, py::ssize_t i) {
  const auto size = static_cast<py::ssize_t>(self.size());
  if (i < -size || i >= size)
    throw py::index_error("index " + std::to_string(i) + " of " + std::to_string(size) + " SDRs");
  const auto k = static_cast<std::size_t>(i < 0 ? i + size : i);
  return to_view(self.indices)[py::slice((*self.offsets)[k], (*self.offsets)[k + 1], 1)];
}

/// Error{bad_input} for offsets and indices that are no rows of SDRs.
SdrSet checked(std::size_t bits, std::vector<std::uint32_t> offsets, std::vector<std::uint32_t> indices) {
  if (offsets.empty() || offsets.front() != 0 || offsets.back() != indices.size() ||
      !std::ranges::is_sorted(offsets))
    base::bad_input("offsets of SDRs must rise from 0 to the number of indices, {}", indices.size());
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i)
    for (std::uint32_t k = offsets[i]; k < offsets[i + 1]; ++k)
      if (indices[k] >= bits || (k > offsets[i] && indices[k] <= indices[k - 1]))
        base::bad_input("SDR {}: index {} must be above the one before it and below {}", i, indices[k], bits);
  return {bits, std::move(offsets), std::move(indices)};
}

}  // namespace

SdrSet::SdrSet(std::size_t bits_, std::vector<std::uint32_t> offsets_, std::vector<std::uint32_t> indices_)
    : bits(bits_),
      offsets(std::make_shared<const std::vector<std::uint32_t>>(std::move(offsets_))),
      indices(std::make_shared<const std::vector<std::uint32_t>>(std::move(indices_))) {}

void SdrSet::read(std::size_t i, base::Sdr& sdr) const {
  if (sdr.size() != bits) sdr = base::Sdr(bits);
  sdr.clear();
  for (const std::uint32_t bit : active(i)) sdr.set(bit);
}

std::vector<base::Sdr> SdrSet::sdrs() const {
  std::vector<base::Sdr> all(size());
  for (std::size_t i = 0; i < all.size(); ++i) read(i, all[i]);
  return all;
}

readout::FeatureSet SdrSet::labelled(unsigned classes, const std::vector<std::uint8_t>& labels) const {
  if (!labels.empty() && labels.size() != size())
    base::bad_input("{} labels for {} SDRs: legal is one for each", labels.size(), size());
  for (const std::uint8_t label : labels)
    if (label >= classes) base::bad_input("label {}: legal is 0 to {}", label, classes - 1);
  readout::FeatureSet set(bits, classes);
  set.offsets = *offsets;
  set.indices = *indices;
  set.labels = labels;
  set.labels.resize(size());
  return set;
}

Inputs::Inputs(const py::object& given, std::size_t bits, const std::string& what) {
  if (py::isinstance<SdrSet>(given)) {
    set_ = given.cast<const SdrSet*>();
    if (set_->bits != bits) base::bad_input("{}: SDRs of {} bits, legal are {}", what, set_->bits, bits);
  } else {
    rows_ = std::make_unique<BitRows>(given.cast<py::buffer>(), bits, what);
  }
}

void Inputs::read(std::size_t i, base::Sdr& sdr) const {
  if (set_ != nullptr)
    set_->read(i, sdr);
  else
    rows_->read(i, sdr);
}

std::vector<base::Sdr> Inputs::sdrs() const {
  std::vector<base::Sdr> all(size());
  for (std::size_t i = 0; i < all.size(); ++i) read(i, all[i]);
  return all;
}

std::size_t bits_of(const py::object& given, const std::string& what) {
  if (py::isinstance<SdrSet>(given)) return given.cast<const SdrSet&>().bits;
  const py::buffer_info info = given.cast<py::buffer>().request();
  if (info.ndim < 1) base::bad_input("{}: no dimensions, legal are rows of bits", what);
  return static_cast<std::size_t>(info.shape.back());
}

void bind_sdr_set(py::module_& m) {
  py::class_<SdrSet>(m, "SdrSet")
      .def(py::init([](std::size_t bits, const py::buffer& offsets, const py::buffer& indices) {
             return checked(bits, to_vector<std::uint32_t>(offsets, "offsets"),
                            to_vector<std::uint32_t>(indices, "indices"));
           }),
           py::arg("bits"), py::arg("offsets"), py::arg("indices"))
      .def_static("_from_bits", &from_bits)
      .def_readonly("bits", &SdrSet::bits)
      .def_property_readonly("offsets", [](const SdrSet& self) { return to_view(self.offsets); })
      .def_property_readonly("indices", [](const SdrSet& self) { return to_view(self.indices); })
      .def("dense", &dense)
      .def("__len__", &SdrSet::size)
      .def("__getitem__", &item)
      .def("__eq__",
           [](const SdrSet& self, const SdrSet& other) {
             return self.bits == other.bits && *self.offsets == *other.offsets &&
                    *self.indices == *other.indices;
           })
      .def("__repr__",
           [](const SdrSet& self) {
             return fmt::format("<silipool.SdrSet of {} SDRs of {} bits, {} active>", self.size(), self.bits,
                                self.indices->size());
           })
      .def(py::pickle(
          [](const SdrSet& self) {
            return py::make_tuple(self.bits, to_view(self.offsets), to_view(self.indices));
          },
          [](const py::tuple& state) {
            return checked(state[0].cast<std::size_t>(),
                           to_vector<std::uint32_t>(state[1].cast<py::buffer>(), "offsets"),
                           to_vector<std::uint32_t>(state[2].cast<py::buffer>(), "indices"));
          }));
}

}  // namespace silipool::python
