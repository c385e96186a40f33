#include "configuration.hpp"

#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/schema.hpp>

#include "bind.hpp"

namespace silipool::python {
namespace {

config::Overrides overrides(const Keys& keys) {
  config::Overrides overrides;
  for (const auto& [key, value] : keys) overrides.push_back({key, value, "keys"});
  return overrides;
}

Configuration parse(const std::string& text, const std::string& file_name, const Keys& keys) {
  return {text, file_name, keys, config::parse_config(text, file_name, overrides(keys))};
}

Configuration load(const std::filesystem::path& path, const Keys& keys) {
  check_readable(path);
  return parse(base::read_file(path), path.string(), keys);
}

Configuration with_keys(const Configuration& self, const Keys& keys) {
  Keys all = self.keys;
  all.insert(all.end(), keys.begin(), keys.end());
  return parse(self.text, self.file_name, all);
}

std::vector<py::ssize_t> shape(const Configuration& self) {
  const config::Structural& s = self.config.structural;
  return {static_cast<py::ssize_t>(s.planes), static_cast<py::ssize_t>(s.height),
          static_cast<py::ssize_t>(s.width)};
}

/// What the registers of hardware hold.
py::dict registers(const Configuration& self) {
  const config::Runtime& r = self.config.runtime;
  py::dict all;
  all["seed"] = r.seed;
  all["active_columns"] = r.active_columns;
  all["learning_columns"] = r.learning_columns;
  all["stimulus_threshold"] = r.stimulus_threshold;
  all["initially_connected"] = r.initially_connected;
  all["increment"] = r.increment;
  all["decrement"] = r.decrement;
  all["increment_probability"] = r.increment_probability;
  all["decrement_probability"] = r.decrement_probability;
  all["boost_scale"] = r.boost_scale;
  all["boost_target"] = r.boost_target;
  all["decay"] = r.decay;
  all["update_period"] = r.update_period;
  return all;
}

}  // namespace

void bind_configuration(py::module_& m) {
  py::class_<Configuration>(m, "Configuration")
      .def_static("_parse", &parse)
      .def_static("_load", &load)
      .def("_with", &with_keys)
      .def("_entries",
           [](const Configuration& self) {
             py::list entries;
             for (const config::Entry& e : self.config.entries)
               entries.append(py::make_tuple(e.key, e.value, e.unit, e.origin, e.rounded));
             return entries;
           })
      .def_readonly("file_name", &Configuration::file_name)
      .def_property_readonly("name", [](const Configuration& self) { return self.config.name; })
      .def_property_readonly("seed", [](const Configuration& self) { return self.config.runtime.seed; })
      .def_property_readonly("text", [](const Configuration& self) { return config::canonical(self.config); })
      .def_property_readonly("hash", [](const Configuration& self) { return config::hash(self.config); })
      .def_property_readonly("shape", &shape)
      .def_property_readonly("registers", &registers)
      .def_property_readonly("inputs",
                             [](const Configuration& self) { return self.config.structural.inputs(); })
      .def_property_readonly("columns",
                             [](const Configuration& self) { return self.config.structural.columns(); })
      .def_property_readonly("hypercolumns",
                             [](const Configuration& self) { return self.config.structural.hypercolumns(); })
      .def_property_readonly("slots",
                             [](const Configuration& self) { return self.config.structural.slots(); })
      .def("__eq__",
           [](const Configuration& self, const Configuration& other) {
             return self.file_name == other.file_name &&
                    config::canonical(self.config) == config::canonical(other.config);
           })
      .def("__hash__", [](const Configuration& self) { return config::hash(self.config); })
      .def("__repr__",
           [](const Configuration& self) {
             return fmt::format("<silipool.Configuration {}: {} inputs, {} columns>", self.config.name,
                                self.config.structural.inputs(), self.config.structural.columns());
           })
      .def(py::pickle(
          [](const Configuration& self) { return py::make_tuple(self.text, self.file_name, self.keys); },
          [](const py::tuple& state) {
            return parse(state[0].cast<std::string>(), state[1].cast<std::string>(), state[2].cast<Keys>());
          }));

  m.def("_schema", [] {
    py::list keys;
    for (const config::SchemaKey& key : config::schema())
      keys.append(py::make_tuple(std::string(key.name), std::string(config::class_text(key.key_class)),
                                 config::type_text(key), config::legal_text(key), key.fallback,
                                 std::string(key.description)));
    return keys;
  });
}

}  // namespace silipool::python
