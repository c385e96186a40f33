#include <silipool/sp/kernels.hpp>

#include "kernels_avx2.hpp"
#include "kernels_portable.hpp"

namespace silipool::sp {
namespace {

constexpr Kernels kPortable{
    "portable",       portable::overlaps_shared, portable::overlaps_own, portable::learn_row,
    portable::hashes, portable::count_at_least,  portable::find_at_least};

}  // namespace

std::vector<Kernels> all_kernels() {
  std::vector<Kernels> all{kPortable};
  if (const Kernels* avx2 = avx2_kernels()) all.push_back(*avx2);
  return all;
}

const Kernels& kernels() {
  static const Kernels best = all_kernels().back();
  return best;
}

}  // namespace silipool::sp
