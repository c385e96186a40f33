#include <filesystem>

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <silipool/base/digest.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/sp/initial_statistics.hpp>
#include <silipool/sp/maps.hpp>
#include <silipool/sp/state_file.hpp>

#include "bind.hpp"
#include "pooler.hpp"

namespace silipool::python {
namespace {

using Devices = crossbar::DeviceArray;

py::ssize_t columns(const Pooler& self) {
  return static_cast<py::ssize_t>(self.configuration().config.structural.columns());
}

/// Of each column, f(pooler, column), as an array.
template <typename F>
py::object of_columns(Pooler& self, F&& f) {
  return to_array(self.with([&](const sp::SpatialPooler& pooler, const Devices*) {
    std::vector<std::uint32_t> values;
    for (std::size_t c = 0; c < pooler.structural().columns(); ++c) values.push_back(f(pooler, c));
    return values;
  }));
}

py::object permanences(Pooler& self) {
  auto values =
      self.with([](const sp::SpatialPooler& pooler, const Devices*) { return pooler.state().permanences; });
  return to_array(std::move(values),
                  {columns(self), static_cast<py::ssize_t>(self.configuration().config.structural.slots())});
}

py::bytes state(Pooler& self) {
  return self.with([&](const sp::SpatialPooler& pooler, const Devices*) {
    return sp::encode_state(self.configuration().config, pooler.state(), {});
  });
}

void set_state(Pooler& self, const std::string& bytes, const std::string& name) {
  self.with([&](sp::SpatialPooler& pooler, const Devices*) {
    pooler.set_state(sp::decode_state(bytes, name, self.configuration().config).state);
  });
}

void save(Pooler& self, const std::filesystem::path& path) {
  check_writable(path);
  self.with([&](const sp::SpatialPooler& pooler, const Devices*) {
    sp::write_state(path, self.configuration().config, pooler.state(), {});
  });
}

void load(Pooler& self, const std::filesystem::path& path) {
  check_readable(path);
  self.with([&](sp::SpatialPooler& pooler, const Devices*) {
    pooler.set_state(sp::read_state(path, self.configuration().config).state);
  });
}

py::object reconstruction(Pooler& self, const std::vector<std::uint32_t>& winners) {
  const base::Sdr bits = self.with(
      [&](const sp::SpatialPooler& pooler, const Devices*) { return sp::reconstruction(pooler, winners); });
  return to_bools({bits}, bits.size()).attr("__getitem__")(0);
}

py::object receptive_field(Pooler& self, std::size_t column) {
  sp::ReceptiveField field = self.with(
      [&](const sp::SpatialPooler& pooler, const Devices*) { return sp::receptive_field(pooler, column); });
  return to_array(std::move(field.permanences),
                  {static_cast<py::ssize_t>(field.planes), static_cast<py::ssize_t>(field.height),
                   static_cast<py::ssize_t>(field.width)});
}

py::dict initial_statistics(Pooler& self, double density) {
  const sp::InitialStatistics s = self.with([&](const sp::SpatialPooler& pooler, const Devices*) {
    return sp::initial_statistics(pooler, density);
  });
  py::dict all;
  all["density"] = s.density;
  all["unseen"] = s.unseen;
  all["expected_unseen"] = s.expected_unseen;
  all["least_columns_per_input"] = s.least_columns_per_input;
  all["most_columns_per_input"] = s.most_columns_per_input;
  all["mean_columns_per_input"] = s.mean_columns_per_input;
  all["expected_overlap"] = s.expected_overlap;
  all["expected_connected_overlap"] = s.expected_connected_overlap;
  all["expected_eligible"] = s.expected_eligible;
  return all;
}

py::dict work(const crossbar::Work& work) {
  py::dict all;
  all["reads"] = work.reads;
  all["driven_rows"] = work.driven_rows;
  all["comparisons"] = work.comparisons;
  all["conversions"] = work.conversions;
  all["write_pulses"] = work.write_pulses;
  all["device_writes"] = work.device_writes;
  all["failed_writes"] = work.failed_writes;
  all["read_j"] = work.read_j;
  all["write_j"] = work.write_j;
  all["verify_j"] = work.verify_j;
  all["half_select_j"] = work.half_select_j;
  return all;
}

py::dict wear(Pooler& self) {
  Devices& devices = self.devices();
  const crossbar::Wear wear =
      self.with([&](const sp::SpatialPooler&, const Devices*) { return devices.wear(); });
  py::dict all;
  all["most"] = wear.most;
  all["mean"] = wear.mean;
  all["failed"] = wear.failed;
  all["cells"] = wear.cells;
  return all;
}

void check_hypercolumn(const Devices& devices, std::size_t hypercolumn) {
  if (hypercolumn >= devices.tiles())
    base::bad_input("hypercolumn {}: legal is 0 to {}", hypercolumn, devices.tiles() - 1);
}

py::object conductances(Pooler& self, std::size_t hypercolumn) {
  Devices& devices = self.devices();
  check_hypercolumn(devices, hypercolumn);
  const memristor::CellArray& cells = devices.cells(hypercolumn);
  std::vector<double> values(cells.size());
  self.with([&](const sp::SpatialPooler&, const Devices*) { cells.conductances_s(values); });
  return to_array(std::move(values),
                  {static_cast<py::ssize_t>(cells.rows()), static_cast<py::ssize_t>(cells.columns())});
}

py::object currents(Pooler& self, std::size_t hypercolumn, const std::vector<std::uint32_t>& active) {
  Devices& devices = self.devices();
  check_hypercolumn(devices, hypercolumn);
  const std::size_t slots = self.configuration().config.structural.slots();
  for (const std::uint32_t slot : active)
    if (slot >= slots) base::bad_input("slot {}: legal is 0 to {}", slot, slots - 1);
  return to_array(self.with(
      [&](const sp::SpatialPooler&, const Devices*) { return devices.currents_a(hypercolumn, active); }));
}

py::tuple stimulus(const Configuration& configuration, std::uint64_t step) {
  const engine::StimulusStep given =
      engine::stimulus(configuration.config.structural.inputs(), configuration.config.runtime.seed, step);
  return py::make_tuple(to_bools({given.input}, given.input.size()).attr("__getitem__")(0), given.learn);
}

}  // namespace

void bind_pooler(py::module_& m) {
  py::class_<Pooler>(m, "Pooler")
      .def(py::init<Configuration, std::string, unsigned>(), py::arg("configuration"), py::kw_only(),
           py::arg("engine") = "model", py::arg("threads") = 1)
      .def_property_readonly("configuration", &Pooler::configuration)
      .def_property_readonly("engine", &Pooler::engine)
      .def("_step",
           [](Pooler& self, const py::object& input, bool learn, std::optional<std::uint8_t> label) {
             return to_array(self.step(input, learn, label));
           })
      .def("_run", &Pooler::run)
      .def("reset",
           [](Pooler& self) { self.with([](sp::SpatialPooler& pooler, const Devices*) { pooler.reset(); }); })
      .def_property_readonly("overlaps", [](Pooler& self) { return to_array(self.overlaps()); })
      .def_property_readonly("learners", [](Pooler& self) { return to_array(self.learners()); })
      .def_property_readonly("permanences", &permanences)
      .def_property_readonly("duties",
                             [](Pooler& self) {
                               return of_columns(self,
                                                 [](const auto& p, std::size_t c) { return p.duty(c); });
                             })
      .def_property_readonly("boosts",
                             [](Pooler& self) {
                               return of_columns(self,
                                                 [](const auto& p, std::size_t c) { return p.boost(c); });
                             })
      .def_property_readonly(
          "learning_step",
          [](Pooler& self) {
            return self.with([](const sp::SpatialPooler& p, const Devices*) { return p.learning_step(); });
          })
      .def_property_readonly("digest",
                             [](Pooler& self) {
                               return base::hex64(self.with(
                                   [](const sp::SpatialPooler& p, const Devices*) { return p.digest(); }));
                             })
      .def("state", &state)
      .def("set_state", &set_state, py::arg("state"), py::arg("name") = "state")
      .def("save", &save, py::arg("path"))
      .def("load", &load, py::arg("path"))
      .def("feature_map",
           [](Pooler& self) {
             return to_array(
                 self.with([](const sp::SpatialPooler& p, const Devices*) { return sp::feature_map(p); }));
           })
      .def(
          "votes",
          [](Pooler& self, const std::vector<std::uint32_t>& winners) {
            return to_array(
                self.with([&](const sp::SpatialPooler& p, const Devices*) { return sp::votes(p, winners); }));
          },
          py::arg("columns"))
      .def("reconstruction", &reconstruction, py::arg("columns"))
      .def("receptive_field", &receptive_field, py::arg("column"))
      .def("initial_statistics", &initial_statistics, py::arg("density"))
      .def_property_readonly("learning_work",
                             [](Pooler& self) { return work(self.devices().learning_work()); })
      .def_property_readonly("inference_work",
                             [](Pooler& self) { return work(self.devices().inference_work()); })
      .def_property_readonly("wear", &wear)
      .def("conductances", &conductances, py::arg("hypercolumn"))
      .def("currents", &currents, py::arg("hypercolumn"), py::arg("active_slots"))
      .def(py::pickle(
          [](Pooler& self) {
            if (self.engine() != "model")
              base::bad_input("a pooler of engine \"{}\" cannot be pickled: its devices have no file",
                              self.engine());
            return py::make_tuple(self.configuration(), state(self));
          },
          [](const py::tuple& tuple) {
            auto pooler = std::make_unique<Pooler>(tuple[0].cast<Configuration>(), "model", 1U);
            set_state(*pooler, tuple[1].cast<std::string>(), "pickle");
            return pooler;
          }));
  m.def("stimulus", &stimulus, py::arg("configuration"), py::arg("step"));
}

}  // namespace silipool::python
