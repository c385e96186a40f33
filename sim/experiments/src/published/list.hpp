#pragma once
#include <silipool/experiments/experiment.hpp>

/// One file of this folder for each.
namespace silipool::experiments::published {

extern const Experiment noise, random_sdrs, sparsity, continuous_learning;

}  // namespace silipool::experiments::published
