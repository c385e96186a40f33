#include <vector>

#include <pybind11/stl.h>

#include <silipool/metrics/connection_change.hpp>
#include <silipool/metrics/noise_robustness.hpp>
#include <silipool/metrics/reconstruction_error.hpp>
#include <silipool/metrics/sdr_set.hpp>
#include <silipool/metrics/sdr_statistics.hpp>
#include <silipool/metrics/stability.hpp>

#include "bind.hpp"
#include "sdr_set.hpp"

namespace silipool::python {
namespace {

std::vector<base::Sdr> sdrs(const py::object& given, const std::string& what) {
  return Inputs(given, bits_of(given, what), what).sdrs();
}

/// One measure of a set, without the GIL.
template <typename F>
auto of(const py::object& given, F&& measure) {
  const std::vector<base::Sdr> set = sdrs(given, "set");
  const py::gil_scoped_release release;
  return measure(set);
}

py::dict statistics(const py::object& given) {
  const metrics::SdrStatistics s = of(given, [](const std::vector<base::Sdr>& set) {
    metrics::SdrStatistics statistics;
    for (const base::Sdr& sdr : set) statistics.add(sdr);
    return statistics;
  });
  py::dict all;
  all["samples"] = s.samples();
  all["density"] = s.density();
  all["entropy"] = s.entropy();
  all["largest_entropy"] = s.largest_entropy();
  all["entropy_ratio"] = s.entropy_ratio();
  return all;
}

py::dict similarity(const py::object& given, std::uint32_t numerator, std::uint32_t denominator) {
  const metrics::Similarity s = of(given, [&](const std::vector<base::Sdr>& set) {
    return metrics::similarity(set, {numerator, denominator});
  });
  py::dict all;
  all["total"] = s.total;
  all["one"] = s.one;
  all["zero"] = s.zero;
  all["dissimilarity"] = s.dissimilarity;
  return all;
}

double stability(const py::object& before, const py::object& now) {
  return metrics::stability(sdrs(before, "before"), sdrs(now, "now"));
}

double reconstruction_error(const py::object& inputs, const py::object& reconstructions) {
  const std::vector<base::Sdr> given = sdrs(inputs, "inputs"),
                               made = sdrs(reconstructions, "reconstructions");
  if (given.size() != made.size())
    base::bad_input("{} reconstructions of {} inputs: legal is one for each", made.size(), given.size());
  metrics::ReconstructionError error;
  for (std::size_t i = 0; i < given.size(); ++i) error.add(given[i], made[i]);
  return error.mean();
}

/// (curve, robustness) of outputs for clean inputs, and for the same inputs at each level of noise.
py::tuple noise_robustness(std::vector<double> levels, const py::object& clean, const py::list& noisy) {
  const std::vector<base::Sdr> reference = sdrs(clean, "clean");
  metrics::NoiseRobustness measure(std::move(levels));
  if (noisy.size() != measure.levels().size())
    base::bad_input("{} sets of noisy outputs for {} levels: legal is one for each", noisy.size(),
                    measure.levels().size());
  for (std::size_t level = 0; level < noisy.size(); ++level) {
    const std::vector<base::Sdr> outputs = sdrs(noisy[level], "noisy");
    if (outputs.size() != reference.size())
      base::bad_input("level {}: {} outputs for {} inputs", level, outputs.size(), reference.size());
    for (std::size_t i = 0; i < outputs.size(); ++i) measure.add(level, reference[i], outputs[i]);
  }
  return py::make_tuple(measure.curve(), measure.robustness());
}

py::tuple connection_change(const py::object& before, const py::object& now) {
  const std::vector<base::Sdr> first = sdrs(before, "before"), second = sdrs(now, "now");
  if (first.size() != second.size())
    base::bad_input("connections of {} and of {} columns", first.size(), second.size());
  std::uint64_t formed = 0, removed = 0;
  for (std::size_t c = 0; c < first.size(); ++c) {
    const metrics::ConnectionChange change = metrics::connection_change(first[c], second[c]);
    formed += change.formed;
    removed += change.removed;
  }
  return py::make_tuple(formed, removed);
}

}  // namespace

void bind_measures(py::module_& module) {
  py::module_ m = module.def_submodule("measures");
  m.def("statistics", &statistics, py::arg("set"));
  m.def("similarity", &similarity, py::arg("set"), py::arg("numerator") = 9, py::arg("denominator") = 10);
  m.def(
      "uniqueness",
      [](const py::object& set) { return of(set, [](const auto& s) { return metrics::uniqueness(s); }); },
      py::arg("set"));
  m.def(
      "overlap",
      [](const py::object& set) { return of(set, [](const auto& s) { return metrics::overlap(s); }); },
      py::arg("set"));
  m.def(
      "correlation",
      [](const py::object& set) { return of(set, [](const auto& s) { return metrics::correlation(s); }); },
      py::arg("set"));
  m.def("stability", &stability, py::arg("before"), py::arg("now"));
  m.def("reconstruction_error", &reconstruction_error, py::arg("inputs"), py::arg("reconstructions"));
  m.def("noise_robustness", &noise_robustness, py::arg("levels"), py::arg("clean"), py::arg("noisy"));
  m.def("connection_change", &connection_change, py::arg("before"), py::arg("now"));
}

}  // namespace silipool::python
