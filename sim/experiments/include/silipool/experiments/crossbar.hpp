#pragma once
#include <string>

#include <silipool/config/config.hpp>
#include <silipool/data/images.hpp>
#include <silipool/experiments/experiment.hpp>
#include <silipool/experiments/report.hpp>

/// What devices, wires and circuits do to a pooler (docs/crossbar.md): studies about one configuration.
namespace silipool::experiments {

struct CrossbarStudy {
  const config::Config& config;
  std::string config_file;  ///< for messages
  const data::Images& train;
  const data::Images& test;
  std::string data;  ///< what they are, for the report
};

/// A pooler that has learned as the model is put on arrays and infers there: error of currents, and of
/// winners against the model's, over wire resistance, variation, faults and bits of converters; random arrays
/// of many sizes; the variance of overlaps by cause; maps of node voltages and of winner errors.
[[nodiscard]] Report crossbar_fidelity(const CrossbarStudy& study, ExperimentOptions options);

/// Learning on the arrays: accuracy, device writes and energy over the same, beside ideal arrays of the same
/// seeds.
[[nodiscard]] Report crossbar_accuracy(const CrossbarStudy& study, ExperimentOptions options);

/// A deck of the read of one hypercolumn's first array, as the configuration's initial state and the first
/// sample of `test` that drives a row of it have it. Error{bad_input} for an array that no sample drives.
[[nodiscard]] std::string crossbar_deck(const CrossbarStudy& study, std::size_t hypercolumn,
                                        const std::string& output_file);

}  // namespace silipool::experiments
