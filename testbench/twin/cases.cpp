#include "cases.hpp"

#include "mcdougall.hpp"
#include "mhtm.hpp"
#include "numenta.hpp"

namespace silipool::twin {
namespace {

config::Override set(std::string key, std::string value) {
  return {std::move(key), std::move(value), "twin test"};
}

NumentaParameters htm_core_parameters() {
  return {.code = Code::htm_core,
          .potential_radius = 7,
          .potential_pct = 0.1,
          .local_area_density = 0.1,
          .stimulus_threshold = 6,
          .inactive_dec = 0.002,
          .active_inc = 0.14,
          .connected = 0.5,
          .min_pct_overlap_duty_cycle = 0.2,
          .duty_cycle_period = 1402};
}

}  // namespace

Case mhtm() {
  return {"mhtm", {}, [](std::uint64_t seed) { return std::make_unique<Mhtm>(MhtmParameters{}, seed); }};
}

Case mhtm_local() {
  return {"mhtm_local", {}, [](std::uint64_t seed) {
            return std::make_unique<Mhtm>(MhtmParameters{.global_inhibition = false, .disable_boost = false},
                                          seed);
          }};
}

Case nupic() {
  return {"nupic",
          {set("pooler.hypercolumns", "[28, 28]"), set("pooler.window", "[11, 11]"),
           set("pooler.synapses_per_column", "61")},
          [](std::uint64_t seed) {
            return std::make_unique<Numenta>(
                NumentaParameters{.potential_radius = 5, .global_inhibition = false}, seed);
          }};
}

Case htm_core() {
  return {"htm_core",
          {set("pooler.columns_per_hypercolumn", "2"), set("pooler.active_columns", "156")},
          [](std::uint64_t seed) {
            NumentaParameters parameters = htm_core_parameters();
            parameters.depth = 2;
            parameters.boost_strength = 11;
            return std::make_unique<Numenta>(parameters, seed);
          }};
}

Case htm_core_small() {
  return {"htm_core_small",
          {set("pooler.columns_per_hypercolumn", "1"), set("pooler.active_columns", "78")},
          [](std::uint64_t seed) {
            NumentaParameters parameters = htm_core_parameters();
            parameters.boost_strength = 2;
            return std::make_unique<Numenta>(parameters, seed);
          }};
}

Case htm_core_quick() {
  Case c = htm_core_small();
  c.overrides.push_back(set("boosting.duty_period", "100"));
  c.twin = [](std::uint64_t seed) {
    NumentaParameters parameters = htm_core_parameters();
    parameters.duty_cycle_period = 100;
    parameters.boost_strength = 2;
    return std::make_unique<Numenta>(parameters, seed);
  };
  return c;
}

Case cui2017() {
  return {"cui2017",
          {set("pooler.columns_per_hypercolumn", "512"), set("pooler.active_columns", "10")},
          [](std::uint64_t seed) {
            return std::make_unique<Numenta>(NumentaParameters{.rows = 1,
                                                               .places = 1,
                                                               .depth = 512,
                                                               .potential_pct = 1,
                                                               .local_area_density = 0.02,
                                                               .stimulus_threshold = 1,
                                                               .inactive_dec = 0.02,
                                                               .active_inc = 0.1,
                                                               .connected = 0.5,
                                                               .boost_strength = 100},
                                             seed);
          }};
}

Case mcdougall2017() {
  return {"mcdougall2017", {}, [](std::uint64_t seed) {
            return std::make_unique<McDougall>(McDougallParameters{}, seed);
          }};
}

}  // namespace silipool::twin
