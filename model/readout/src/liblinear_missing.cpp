// In place of liblinear.cpp where LIBLINEAR was not found.
#include "liblinear.hpp"

#include <silipool/readout/svm.hpp>

namespace silipool::readout {

bool has_liblinear() noexcept { return false; }

namespace detail {

struct OneAgainstRest::Problem {};
// Svm refuses to be made before it gets here.
OneAgainstRest::OneAgainstRest(const FeatureSet& /*set*/, double /*cost*/) {}
OneAgainstRest::~OneAgainstRest() = default;
std::vector<double> OneAgainstRest::solve(unsigned /*label*/) { return {}; }

}  // namespace detail
}  // namespace silipool::readout
