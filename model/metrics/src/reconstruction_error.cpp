#include <silipool/metrics/reconstruction_error.hpp>

#include <algorithm>

#include <silipool/base/error.hpp>

#include "pairs.hpp"

namespace silipool::metrics {
namespace {

void require_bits(const base::Sdr& input) {
  if (input.size() == 0) base::bad_input("the reconstruction of an input without bits has no error");
}

}  // namespace

void ReconstructionError::add(const base::Sdr& input, const base::Sdr& reconstruction) {
  require_same_size(input, reconstruction);
  require_bits(input);
  errors_.add(bits_without(input, reconstruction) + bits_without(reconstruction, input), input.size());
}

void ReconstructionError::add(const base::Sdr& input, std::span<const std::uint32_t> votes,
                              std::uint32_t voters) {
  if (votes.size() != input.size())
    base::bad_input("votes for {} inputs are compared with an input of {} bits", votes.size(), input.size());
  require_bits(input);
  const std::uint64_t whole = std::max(voters, 1U);
  std::uint64_t wrong = 0;  // in 1 / whole
  for (std::size_t i = 0; i < votes.size(); ++i) {
    if (votes[i] > voters) base::bad_input("input {} has {} votes of {} voters", i, votes[i], voters);
    wrong += input.test(i) ? whole - votes[i] : votes[i];
  }
  errors_.add(wrong, whole * input.size());
}

}  // namespace silipool::metrics
