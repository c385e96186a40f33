#include <silipool/data/npz_writer.hpp>

#include "formats.hpp"

namespace silipool::vectors {
namespace {

void append(std::vector<std::uint8_t>& bytes, const base::Sdr& sdr) {
  for (std::size_t i = 0; i < sdr.size(); ++i) bytes.push_back(sdr.test(i) ? 1 : 0);
}

template <typename To, typename From>
void append(std::vector<To>& values, const std::vector<From>& more) {
  values.insert(values.end(), more.begin(), more.end());
}

}  // namespace

std::vector<File> npz_files(const Recording& r) {
  const std::size_t steps = r.given.size(), columns = r.config.structural.columns();
  data::NpzWriter archive;
  std::string layout = "inputs |u1 [steps, inputs], learn |u1 [steps], winners |u1 [steps, columns]: 0 or 1";
  std::vector<std::uint8_t> inputs, learn, winners, labels;
  for (std::size_t step = 0; step < steps; ++step) {
    append(inputs, r.given[step].input);
    learn.push_back(r.given[step].learn ? 1 : 0);
    append(winners, r.winners[step]);
    labels.push_back(r.given[step].label.value_or(0));
  }
  archive.add<std::uint8_t>("inputs", {steps, r.config.structural.inputs()}, inputs);
  archive.add<std::uint8_t>("learn", {steps}, learn);
  archive.add<std::uint8_t>("winners", {steps, columns}, winners);
  if (labelled(r)) {
    archive.add<std::uint8_t>("labels", {steps}, labels);
    layout += "; labels |u1 [steps]";
  }
  if (!r.overlaps.empty()) {
    std::vector<std::uint32_t> overlaps;
    for (const auto& of_step : r.overlaps) append(overlaps, of_step);
    archive.add<std::uint32_t>("overlaps", {steps, columns}, overlaps);
    layout += "; overlaps <u4 [steps, columns]";
  }
  if (!r.states.empty()) {
    const std::size_t states = r.states.size();
    std::vector<std::uint16_t> permanences;
    std::vector<std::uint32_t> duties, boosts, learning_steps;
    for (const sp::State& state : r.states) {
      append(permanences, state.permanences);
      append(duties, state.duties);
      append(boosts, state.boosts);
      learning_steps.push_back(state.learning_step);
    }
    archive.add<std::uint16_t>("permanences", {states, columns, r.config.structural.slots()}, permanences);
    archive.add<std::uint32_t>("duties", {states, columns}, duties);
    archive.add<std::uint32_t>("boosts", {states, columns}, boosts);
    archive.add<std::uint32_t>("learning_steps", {states}, learning_steps);
    layout +=
        "; permanences <u2 [states, columns, slots], duties <u4 [states, columns] (256 is a win), boosts <u4 "
        "[states, "
        "columns] (4096 is 1), learning_steps <u4 [states]; state i is that after i * state_every steps";
  }
  return {{"vectors.npz", layout, archive.finish()}};
}

}  // namespace silipool::vectors
