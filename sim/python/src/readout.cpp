#include <silipool/readout/make_readout.hpp>

#include <mutex>

#include <pybind11/stl.h>

#include "bind.hpp"
#include "configuration.hpp"
#include "sdr_set.hpp"

namespace silipool::python {
namespace {

/// The readout of a configuration; one thread works with it at a time, without the GIL.
class Readout {
 public:
  Readout(Configuration configuration, std::size_t features, unsigned classes)
      : configuration_(std::move(configuration)),
        readout_(readout::make_readout(configuration_.config.readout, features, classes,
                                       configuration_.config.runtime.seed)) {}

  [[nodiscard]] const Configuration& configuration() const noexcept { return configuration_; }
  template <typename F>
  auto with(F&& f) {
    const py::gil_scoped_release release;
    const std::lock_guard lock(mutex_);
    return f(*readout_);
  }

 private:
  Configuration configuration_;
  std::unique_ptr<readout::Readout> readout_;
  std::mutex mutex_;
};

bool go_on(double /*done*/) {
  check_signals();
  return true;
}

void train(Readout& self, const SdrSet& samples, const std::vector<std::uint8_t>& labels) {
  self.with(
      [&](readout::Readout& readout) { readout.train(samples.labelled(readout.classes(), labels), go_on); });
}

void train_pass(Readout& self, const SdrSet& samples, const std::vector<std::uint8_t>& labels,
                unsigned pass) {
  self.with([&](readout::Readout& readout) {
    readout.train_pass(samples.labelled(readout.classes(), labels), pass, go_on);
  });
}

py::object predict(Readout& self, const SdrSet& samples) {
  return to_array(self.with([&](readout::Readout& readout) {
    return readout.predictions(samples.labelled(readout.classes(), {}));
  }));
}

py::tuple get_state(Readout& self) {
  readout::Learned learned = self.with([](readout::Readout& readout) { return readout.learned(); });
  const auto [features, classes] =
      self.with([](readout::Readout& readout) { return std::pair(readout.features(), readout.classes()); });
  return py::make_tuple(self.configuration(), features, classes, to_array(std::move(learned.reals)),
                        to_array(std::move(learned.integers)));
}

std::unique_ptr<Readout> made_of(const py::tuple& state) {
  auto made = std::make_unique<Readout>(state[0].cast<Configuration>(), state[1].cast<std::size_t>(),
                                        state[2].cast<unsigned>());
  const readout::Learned learned{to_vector<double>(state[3].cast<py::buffer>(), "reals"),
                                 to_vector<std::uint64_t>(state[4].cast<py::buffer>(), "integers")};
  made->with([&](readout::Readout& readout) { readout.set_learned(learned); });
  return made;
}

}  // namespace

void bind_readout(py::module_& m) {
  py::class_<Readout>(m, "Readout")
      .def(py::init<Configuration, std::size_t, unsigned>(), py::arg("configuration"), py::arg("features"),
           py::arg("classes"))
      .def_property_readonly("configuration", &Readout::configuration)
      .def_property_readonly("features",
                             [](Readout& self) { return self.with([](auto& r) { return r.features(); }); })
      .def_property_readonly("classes",
                             [](Readout& self) { return self.with([](auto& r) { return r.classes(); }); })
      .def_property_readonly("passes",
                             [](Readout& self) { return self.with([](auto& r) { return r.passes(); }); })
      .def("_train", &train)
      .def("_train_pass", &train_pass)
      .def("_predict", &predict)
      .def(py::pickle(&get_state, &made_of));
}

}  // namespace silipool::python
