#pragma once
#include <silipool/sp/kernels.hpp>

namespace silipool::sp {

/// The kernels for x86 with AVX-512 F, BW, DQ, VL, VBMI and VPOPCNTDQ; null on other processors.
[[nodiscard]] const Kernels* avx512_kernels();

}  // namespace silipool::sp
