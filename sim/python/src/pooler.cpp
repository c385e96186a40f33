#include "pooler.hpp"

#include "bind.hpp"

namespace silipool::python {
namespace {

/// Steps between two looks at Ctrl-C.
constexpr std::size_t kBetweenSignals = 256;

std::unique_ptr<crossbar::DeviceArray> make_devices(const Configuration& configuration,
                                                    const std::string& engine, unsigned threads) {
  if (engine != "model" && engine != "crossbar")
    base::bad_input("engine \"{}\": legal are \"model\" and \"crossbar\"", engine);
  if (threads < 1) base::bad_input("0 threads: legal is 1 or more");
  if (engine == "model") return nullptr;
  return std::make_unique<crossbar::DeviceArray>(configuration.config, threads);
}

}  // namespace

Pooler::Pooler(Configuration configuration, std::string engine, unsigned threads)
    : configuration_(std::move(configuration)),
      engine_(std::move(engine)),
      devices_(make_devices(configuration_, engine_, threads)),
      pooler_(configuration_.config.structural, configuration_.config.runtime, devices_.get()) {
  pooler_.record_changes(false);
}

const sp::StepTrace& Pooler::one(const base::Sdr& input, bool learn, std::optional<std::uint8_t> label) {
  const sp::StepTrace& trace = pooler_.step(input, learn, label);
  if (devices_ != nullptr) devices_->end_step(learn);
  last_ = &trace;
  return trace;
}

std::vector<std::uint32_t> Pooler::step(const py::object& input, bool learn,
                                        std::optional<std::uint8_t> label) {
  const Inputs inputs(input, configuration_.config.structural.inputs(), "input");
  if (inputs.size() != 1) base::bad_input("input: {} rows, a step takes one", inputs.size());
  return with([&](const sp::SpatialPooler&, const crossbar::DeviceArray*) {
    base::Sdr sdr;
    inputs.read(0, sdr);
    return one(sdr, learn, label).winners;
  });
}

SdrSet Pooler::run(const py::object& given, bool learn, const std::vector<std::uint8_t>& labels) {
  const Inputs inputs(given, configuration_.config.structural.inputs(), "inputs");
  if (!labels.empty() && labels.size() != inputs.size())
    base::bad_input("{} labels for {} inputs: legal is one for each", labels.size(), inputs.size());
  return with([&](const sp::SpatialPooler&, const crossbar::DeviceArray*) {
    std::vector<std::uint32_t> offsets{0}, indices;
    offsets.reserve(inputs.size() + 1);
    base::Sdr sdr;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (i % kBetweenSignals == 0) check_signals();
      inputs.read(i, sdr);
      const std::vector<std::uint32_t>& winners =
          one(sdr, learn, labels.empty() ? std::nullopt : std::optional(labels[i])).winners;
      if (i == 0) indices.reserve(winners.size() * inputs.size());
      indices.insert(indices.end(), winners.begin(), winners.end());
      offsets.push_back(static_cast<std::uint32_t>(indices.size()));
    }
    return SdrSet(configuration_.config.structural.columns(), std::move(offsets), std::move(indices));
  });
}

std::vector<std::uint32_t> Pooler::overlaps() {
  return with([this](const sp::SpatialPooler&, const crossbar::DeviceArray*) {
    return last_ != nullptr ? last_->overlaps : std::vector<std::uint32_t>();
  });
}

std::vector<std::uint32_t> Pooler::learners() {
  return with([this](const sp::SpatialPooler&, const crossbar::DeviceArray*) {
    return last_ != nullptr ? last_->learners : std::vector<std::uint32_t>();
  });
}

crossbar::DeviceArray& Pooler::devices() {
  if (devices_ == nullptr)
    base::bad_input("engine \"model\" has no devices: make Pooler(..., engine=\"crossbar\")");
  return *devices_;
}

}  // namespace silipool::python
