#pragma once
#include <silipool/sp/kernels.hpp>

namespace silipool::sp {

/// The kernels for x86 with AVX2, POPCNT, BMI and BMI2; null on other processors.
[[nodiscard]] const Kernels* avx2_kernels();

}  // namespace silipool::sp
