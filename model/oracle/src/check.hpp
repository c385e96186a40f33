#pragma once
#include <silipool/config/config.hpp>

namespace silipool::oracle {

/// Error{bad_input} where a size is out of the range that the specification gives it, or where rules stand
/// together that it keeps apart.
void check(const config::Structural& structural);
void check(const config::Runtime& runtime, const config::Structural& structural);

}  // namespace silipool::oracle
