#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include <silipool/sweep/study.hpp>

namespace silipool::sweep {

/// The values of all axes that are there, in the order of the axes.
using Design = std::vector<Assignment>;

/// The value of a key, given what a design has so far; none where it has no value.
using DesignLookup = std::function<std::optional<std::string>(const Design& so_far, const std::string& key)>;

/// All designs of the method before constraints, one after the other; `take` returns false to end. A grid
/// runs through its last axis first. Random methods draw the n-th value of an axis from (method.seed, key, n)
/// alone, and go on for `most` draws.
void sample(const Sweep& sweep, const DesignLookup& lookup, std::int64_t most,
            const std::function<bool(const Design&)>& take);

}  // namespace silipool::sweep
