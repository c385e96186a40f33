#pragma once
#include <vector>

#include <silipool/crossbar/device_array.hpp>
#include <silipool/engine/activity.hpp>
#include <silipool/experiments/classification.hpp>
#include <silipool/sp/spatial_pooler.hpp>

#include "common.hpp"

/// What a run has to be looked at, under `figures` of its JSON (docs/cli.md). Rows of matrices are texts, so
/// that a matrix takes as many lines as it has rows.
namespace silipool::cli {

/// The confusion matrix of the test set, and the use of columns along learning.
void put_classification(Json& figures, const experiments::ClassificationResult& result);
/// Permanences of the columns that tell labels best.
void put_receptive_fields(Json& figures, const std::vector<experiments::TellingColumn>& columns,
                          const sp::SpatialPooler& pooler);
/// Joule a step for each kind of operation that was counted.
void put_energy_split(Json& figures, const engine::Activity& learning, const engine::Activity& inference,
                      const std::string& technology);
/// Pulses, conductances and faults of the cells of the hypercolumn that has the cell written most.
void put_cells(Json& figures, const crossbar::DeviceArray& array);

}  // namespace silipool::cli
