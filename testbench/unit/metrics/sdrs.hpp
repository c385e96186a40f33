#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/base/stream.hpp>

namespace silipool::metrics {

inline base::Sdr sdr_of(std::size_t size, std::initializer_list<std::size_t> indices) {
  base::Sdr sdr(size);
  for (const std::size_t i : indices) sdr.set(i);
  return sdr;
}

/// Each bit on with probability per_mille / 1000.
inline base::Sdr random_sdr(std::size_t size, std::uint64_t per_mille, base::Stream& stream) {
  base::Sdr sdr(size);
  for (std::size_t i = 0; i < size; ++i)
    if (stream.below(1000) < per_mille) sdr.set(i);
  return sdr;
}

/// Sets with corners: few bits, repeated SDRs, none and all on, equal and different numbers of ones.
inline std::vector<base::Sdr> random_set(base::Stream& stream) {
  const std::size_t size = 1 + stream.below(stream.below(4) == 0 ? 4 : 150);
  const std::uint64_t per_mille = stream.below(8) * 150;
  std::vector<base::Sdr> set;
  for (std::size_t n = 2 + stream.below(30); n > 0; --n)
    set.push_back(set.empty() || stream.below(5) != 0 ? random_sdr(size, per_mille, stream)
                                                      : set[stream.below(set.size())]);
  return set;
}

}  // namespace silipool::metrics
