#pragma once
#include <silipool/experiments/experiment.hpp>

/// One file of this folder for each.
namespace silipool::experiments::published {

extern const Experiment noise, random_sdrs, sparsity, continuous_learning, fault_tolerance, bars_and_crosses,
    epochs, boosting_rules, inhibition_rules, novelty, permanence_bits, hypercolumns, windows, encodings,
    mle_increments, parameters, entropy, augmentation, readout_shifts, random_search;

}  // namespace silipool::experiments::published
