#include <algorithm>
#include <filesystem>
#include <optional>

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <silipool/data/digits.hpp>
#include <silipool/data/encoder.hpp>
#include <silipool/data/files.hpp>
#include <silipool/data/sets.hpp>

#include "bind.hpp"
#include "configuration.hpp"
#include "memory.hpp"

namespace silipool::python {
namespace {

/// Samples of grey levels as rows; their labels are all 0.
data::Images images(const Configuration& configuration, const py::buffer& rows) {
  const py::buffer_info info = rows.request();
  if (info.ndim != 2) base::bad_input("samples: {} dimensions, legal are rows of grey levels", info.ndim);
  const config::Structural& s = configuration.config.structural;
  data::Images images;
  // Distortions turn samples in the plane they have.
  images.height = s.height;
  images.width = s.width;
  if (images.height * images.width != static_cast<std::size_t>(info.shape[1])) {
    images.height = 1;
    images.width = static_cast<std::size_t>(info.shape[1]);
  }
  images.pixels = to_vector<std::uint8_t>(rows, "samples");
  images.labels.resize(static_cast<std::size_t>(info.shape[0]));
  return images;
}

/// An encoder and the configuration it is of.
struct Encoder {
  Configuration configuration;
  data::Encoder encoder;
};

py::object encode(const Encoder& self, const py::buffer& rows) {
  const data::Images given = images(self.configuration, rows);
  data::check_shape(self.configuration.config, given);
  return to_bools(self.encoder.encode(given), self.configuration.config.structural.inputs());
}

py::object encode_distorted(const Encoder& self, const py::buffer& rows, std::uint64_t pass) {
  const data::Images given = images(self.configuration, rows);
  data::check_shape(self.configuration.config, given);
  std::vector<base::Sdr> inputs;
  inputs.reserve(given.size());
  for (std::size_t i = 0; i < given.size(); ++i)
    inputs.push_back(data::distorted_input(self.configuration.config, self.encoder, given, pass, i));
  return to_bools(inputs, self.configuration.config.structural.inputs());
}

py::tuple to_python(data::Images&& images) {
  const std::vector<py::ssize_t> shape{static_cast<py::ssize_t>(images.size()),
                                       static_cast<py::ssize_t>(images.height),
                                       static_cast<py::ssize_t>(images.width)};
  py::object pixels = to_array(std::move(images.pixels), shape);
  return py::make_tuple(pixels, to_array(std::move(images.labels)));
}

/// As the command line's: the built-in digits are one data set, not one for each seed of a configuration.
constexpr std::uint64_t kDigitsSeed = 1;

/// A data set by its name, with the seed of the digits, or a file of samples with their labels.
py::tuple load(const std::string& name, std::uint64_t seed, const std::filesystem::path& folder) {
  if (std::ranges::find(data::set_names, name) != data::set_names.end())
    return to_python(data::load({.name = name, .images = {}, .labels = {}}, data::search_path(folder), seed));
  check_readable(name);
  return to_python(data::load_file(name, {}));
}

py::tuple load_pair(const std::filesystem::path& samples, const std::filesystem::path& labels) {
  check_readable(samples);
  check_readable(labels);
  return to_python(data::load_pair(samples, labels, {}));
}

py::tuple load_of(const Configuration& configuration, const std::string& role,
                  const std::filesystem::path& folder) {
  if (role != "train" && role != "test")
    base::bad_input("role \"{}\": legal are \"train\" and \"test\"", role);
  return to_python(data::load(configuration.config, role == "train" ? data::Role::train : data::Role::test,
                              data::search_path(folder), kDigitsSeed));
}

}  // namespace

void bind_data(py::module_& m) {
  py::class_<Encoder>(m, "Encoder")
      .def(py::init([](const Configuration& configuration, const py::buffer& training) {
             return Encoder{configuration,
                            data::make_encoder(configuration.config, images(configuration, training))};
           }),
           py::arg("configuration"), py::arg("training"))
      .def_readonly("configuration", &Encoder::configuration)
      .def_property_readonly("planes", [](const Encoder& self) { return self.encoder.planes(); })
      .def("encode", &encode, py::arg("samples"))
      .def("encode_distorted", &encode_distorted, py::arg("samples"), py::arg("readout_pass"))
      .def(py::pickle(
          [](const Encoder& self) {
            return py::make_tuple(self.configuration,
                                  to_array(std::vector<std::uint8_t>(self.encoder.thresholds())));
          },
          [](const py::tuple& state) {
            auto configuration = state[0].cast<Configuration>();
            data::Encoder encoder(configuration.config.input,
                                  to_vector<std::uint8_t>(state[1].cast<py::buffer>(), "thresholds"));
            return Encoder{std::move(configuration), std::move(encoder)};
          }));
  m.def("_load_data", &load);
  m.def("_load_pair", &load_pair);
  m.def("_load_of", &load_of);
  m.def(
      "digits",
      [](const std::string& split, std::size_t count, std::uint64_t seed) {
        return to_python(data::digits(split, count, seed));
      },
      py::arg("split"), py::arg("count"), py::arg("seed") = 1);
}

}  // namespace silipool::python
