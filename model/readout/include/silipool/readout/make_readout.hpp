#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>

#include <silipool/config/config.hpp>
#include <silipool/readout/readout.hpp>

namespace silipool::readout {

/// The readout of a configuration, untrained. `seed` is for rules that draw. Error{missing_tool} where the
/// rule needs a library that this build has not.
[[nodiscard]] std::unique_ptr<Readout> make_readout(const config::Readout& config, std::size_t features,
                                                    unsigned classes, std::uint64_t seed);

}  // namespace silipool::readout
