#include <silipool/readout/nearest.hpp>

#include <algorithm>

#include <silipool/base/error.hpp>
#include <silipool/readout/bit_overlap.hpp>

namespace silipool::readout {
namespace {

// A block of references stays in the first cache while all queries of a group go over it.
constexpr std::size_t block_words = 2048;
constexpr std::size_t group_queries = 1024;

void append(std::vector<std::uint64_t>& sets, std::size_t features, std::span<const std::uint32_t> active) {
  const std::size_t first = sets.size();
  sets.resize(first + overlap_words(features));
  for (const std::uint32_t f : active) sets[first + f / 64] |= std::uint64_t{1} << (f % 64);
}

}  // namespace

Nearest::Nearest(std::size_t features, unsigned classes, std::size_t neighbours)
    : Readout(features, classes), neighbours_(neighbours) {
  if (neighbours < 1) base::bad_input("0 neighbours: legal is 1 or more");
}

bool Nearest::learn(const FeatureSet& set, unsigned /*pass*/, const Progress& /*progress*/) {
  references_.reserve(references_.size() + set.size() * overlap_words(features()));
  for (std::size_t s = 0; s < set.size(); ++s) append(references_, features(), set.active(s));
  labels_.insert(labels_.end(), set.labels.begin(), set.labels.end());
  return true;
}

unsigned Nearest::predict(std::span<const std::uint32_t> active) const {
  FeatureSet one(features(), classes());
  one.indices.assign(active.begin(), active.end());
  one.offsets.push_back(static_cast<std::uint32_t>(active.size()));
  one.labels.push_back(0);
  std::uint8_t predicted = 0;
  predict_all(one, {&predicted, 1});
  return predicted;
}

void Nearest::predict_all(const FeatureSet& set, std::span<std::uint8_t> predicted) const {
  const OverlapKernel& kernel = overlap_kernels().back();
  const std::size_t words = overlap_words(features());
  const std::size_t block = std::max<std::size_t>(1, block_words / std::max<std::size_t>(1, words));
  std::vector<std::uint64_t> queries;
  std::vector<std::vector<Neighbour>> found;
  std::vector<std::uint32_t> overlaps(block);
  for (std::size_t begin = 0; begin < set.size(); begin += group_queries) {
    const std::size_t count = std::min(group_queries, set.size() - begin);
    queries.clear();
    for (std::size_t q = 0; q < count; ++q) append(queries, features(), set.active(begin + q));
    found.assign(count, {});
    for (std::size_t first = 0; first < labels_.size(); first += block) {
      const std::span part = std::span(overlaps).first(std::min(block, labels_.size() - first));
      for (std::size_t q = 0; q < count; ++q) {
        kernel.count(queries.data() + q * words, references_.data() + first * words, words, part);
        for (std::size_t r = 0; r < part.size(); ++r)
          insert(found[q], {part[r], static_cast<std::uint32_t>(first + r)});
      }
    }
    for (std::size_t q = 0; q < count; ++q) predicted[begin + q] = vote(found[q]);
  }
}

Learned Nearest::learned() const {
  Learned learned;
  learned.integers = references_;
  learned.integers.insert(learned.integers.end(), labels_.begin(), labels_.end());
  return learned;
}

void Nearest::set_learned(const Learned& learned) {
  const std::size_t words = overlap_words(features());
  const std::size_t samples = learned.integers.size() / (words + 1);
  check_learned(learned, 0, samples * (words + 1));
  const std::span<const std::uint64_t> labels = std::span(learned.integers).subspan(samples * words);
  for (const std::uint64_t label : labels)
    if (label >= classes())
      base::bad_input("a training sample has label {}: legal is below {}", label, classes());
  references_.assign(learned.integers.begin(), learned.integers.end() - static_cast<std::ptrdiff_t>(samples));
  labels_.assign(labels.begin(), labels.end());
}

void Nearest::insert(std::vector<Neighbour>& found, Neighbour candidate) const {
  // Samples come in ascending order: behind its equals is where a candidate belongs.
  if (found.size() == neighbours_) {
    if (candidate.overlap <= found.back().overlap) return;
    found.pop_back();
  }
  const auto place = std::upper_bound(found.begin(), found.end(), candidate,
                                      [](Neighbour a, Neighbour b) { return a.overlap > b.overlap; });
  found.insert(place, candidate);
}

std::uint8_t Nearest::vote(std::span<const Neighbour> found) const {
  std::vector<std::uint32_t> votes(classes());
  std::uint32_t most = 0;
  for (const Neighbour& n : found) most = std::max(most, ++votes[labels_[n.sample]]);
  for (const Neighbour& n : found)
    if (votes[labels_[n.sample]] == most) return labels_[n.sample];
  return 0;
}

}  // namespace silipool::readout
