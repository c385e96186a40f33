#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <pybind11/pybind11.h>

#include <silipool/crossbar/device_array.hpp>
#include <silipool/sp/spatial_pooler.hpp>

#include "configuration.hpp"
#include "sdr_set.hpp"

namespace silipool::python {

/// A pooler, the reference model or one with its synapses in devices, that Python's threads may share: one at
/// a time works with it, and none of them holds the GIL meanwhile.
class Pooler {
 public:
  /// `engine` is "model" or "crossbar" (Error{bad_input} otherwise); results do not depend on `threads`.
  Pooler(Configuration configuration, std::string engine, unsigned threads);

  [[nodiscard]] const Configuration& configuration() const noexcept { return configuration_; }
  [[nodiscard]] const std::string& engine() const noexcept { return engine_; }

  /// The winners of one step.
  std::vector<std::uint32_t> step(const py::object& input, bool learn, std::optional<std::uint8_t> label);
  /// The winners of a step for each input. `labels` may be empty. Ctrl-C stops it between two steps.
  SdrSet run(const py::object& inputs, bool learn, const std::vector<std::uint8_t>& labels);

  /// f(pooler, devices) without the GIL, while nobody else works with them.
  template <typename F>
  auto with(F&& f) {
    const py::gil_scoped_release release;
    const std::lock_guard lock(mutex_);
    return f(pooler_, devices_.get());
  }
  /// Of the last step: all columns' overlaps, and who learned. Empty before the first.
  [[nodiscard]] std::vector<std::uint32_t> overlaps();
  [[nodiscard]] std::vector<std::uint32_t> learners();
  /// The devices; Error{bad_input} for the engine "model", which has none.
  crossbar::DeviceArray& devices();

 private:
  const sp::StepTrace& one(const base::Sdr& input, bool learn, std::optional<std::uint8_t> label);

  Configuration configuration_;
  std::string engine_;
  std::unique_ptr<crossbar::DeviceArray> devices_;
  sp::SpatialPooler pooler_;
  const sp::StepTrace* last_ = nullptr;  ///< the pooler's own, or null
  std::mutex mutex_;
};

}  // namespace silipool::python
