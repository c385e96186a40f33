#pragma once
#include "agreement.hpp"

namespace silipool::twin {

/// Each system of sim/configs/presets, scaled down so that a run of some thousand samples takes seconds.
[[nodiscard]] Case mhtm();
[[nodiscard]] Case mhtm_local();
[[nodiscard]] Case nupic();           ///< 28 x 28 columns and fields of radius 5, so that inhibition is local
[[nodiscard]] Case htm_core();        ///< 28 x 28 x 2
[[nodiscard]] Case htm_core_small();  ///< 28 x 28 x 1
[[nodiscard]] Case
htm_core_quick();  ///< the same with a duty period of 100, past its beginning after some hundred samples
[[nodiscard]] Case cui2017();  ///< 512 columns
[[nodiscard]] Case mcdougall2017();

}  // namespace silipool::twin
