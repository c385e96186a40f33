#include "liblinear.hpp"

#include <cstddef>
#include <limits>

#include <linear.h>

#include <silipool/base/error.hpp>
#include <silipool/readout/svm.hpp>

namespace silipool::readout {

bool has_liblinear() noexcept { return true; }

namespace detail {

struct OneAgainstRest::Problem {
  const FeatureSet& set;
  double cost;
  std::vector<feature_node> nodes;  // a row ends with the intercept and a node of index -1
  std::vector<feature_node*> rows;
  std::vector<double> sides;
};

OneAgainstRest::OneAgainstRest(const FeatureSet& set, double cost)
    : problem_(std::make_unique<Problem>(Problem{set, cost, {}, {}, {}})) {
  constexpr auto most = static_cast<std::size_t>(std::numeric_limits<int>::max());
  if (set.size() > most || set.features >= most)
    base::bad_input("{} samples of {} features: LIBLINEAR takes up to {}", set.size(), set.features, most);
  // What it says of its iterations is not for the user. It is one pointer for all threads: set once.
  static const bool silent = [] {
    set_print_string_function([](const char*) {});
    return true;
  }();
  (void)silent;
  Problem& p = *problem_;
  p.nodes.reserve(set.indices.size() + 2 * set.size());
  p.rows.reserve(set.size());
  for (std::size_t s = 0; s < set.size(); ++s) {
    p.rows.push_back(p.nodes.data() + p.nodes.size());
    for (const std::uint32_t f : set.active(s)) p.nodes.push_back({static_cast<int>(f) + 1, 1.0});
    p.nodes.push_back({static_cast<int>(set.features) + 1, 1.0});
    p.nodes.push_back({-1, 0.0});
  }
  p.sides.resize(set.size());
}

OneAgainstRest::~OneAgainstRest() = default;

std::vector<double> OneAgainstRest::solve(unsigned label) {
  Problem& p = *problem_;
  for (std::size_t s = 0; s < p.sides.size(); ++s) p.sides[s] = p.set.labels[s] == label ? 1.0 : -1.0;
  ::problem data{};
  data.l = static_cast<int>(p.rows.size());
  data.n = static_cast<int>(p.set.features) + 1;
  data.y = p.sides.data();
  data.x = p.rows.data();
  data.bias = 1;
  ::parameter options{};
  options.solver_type = L2R_L2LOSS_SVC;
  options.eps = 1e-3;
  options.C = p.cost;
  ::model* solved = ::train(&data, &options);
  // With two labels, +1 is the positive one whatever the order of the samples.
  std::vector<double> weights(solved->w, solved->w + data.n);
  free_and_destroy_model(&solved);
  return weights;
}

}  // namespace detail
}  // namespace silipool::readout
