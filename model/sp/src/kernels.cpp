#include <silipool/sp/kernels.hpp>

#include "kernels_avx2.hpp"
#include "kernels_avx512.hpp"
#include "kernels_portable.hpp"

namespace silipool::sp {
namespace {

constexpr Kernels kPortable{"portable",
                            portable::cut,
                            portable::overlaps,
                            portable::keys,
                            portable::kth_greatest,
                            portable::count_at_least,
                            portable::find_at_least,
                            portable::hashes,
                            portable::draw_slots,
                            portable::pack,
                            portable::unpack,
                            portable::learn_row};

}  // namespace

std::vector<Kernels> all_kernels() {
  std::vector<Kernels> all{kPortable};
  for (const Kernels* wider : {avx2_kernels(), avx512_kernels()})
    if (wider != nullptr) all.push_back(*wider);
  return all;
}

const Kernels& kernels() {
  static const Kernels best = all_kernels().back();
  return best;
}

}  // namespace silipool::sp
