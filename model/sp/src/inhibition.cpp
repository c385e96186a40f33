#include <silipool/sp/inhibition.hpp>

#include <algorithm>
#include <functional>
#include <utility>

#include <silipool/sp/arithmetic.hpp>
#include <silipool/sp/kernels.hpp>

#include "local_scores.hpp"

namespace silipool::sp {
namespace {

/// Of candidates whose keys are at least `last`, fewer than k of them greater: what `ties` leaves of those
/// that equal it. The first to stay; the last; or all.
void keep_of_equals(std::span<const std::uint32_t> keys, std::uint32_t last, std::uint32_t k,
                    config::Ties ties, std::vector<std::uint32_t>& candidates) {
  std::uint32_t greater = 0;
  std::uint32_t equal = 0;
  for (const std::uint32_t c : candidates) {
    greater += keys[c] > last ? 1 : 0;
    equal += keys[c] == last ? 1 : 0;
  }
  const std::uint32_t room = ties == config::Ties::all ? equal : k - greater;
  const std::uint32_t from = ties == config::Ties::highest_index ? equal - room : 0;
  const std::uint32_t to = from + room;
  std::uint32_t met = 0;
  std::erase_if(candidates, [&](std::uint32_t c) {
    if (keys[c] != last) return keys[c] < last;
    const bool stays = met >= from && met < to;
    ++met;
    return !stays;
  });
}

}  // namespace

void keep_best(std::span<const std::uint32_t> keys, std::uint32_t k, config::Ties ties,
               std::vector<std::uint32_t>& candidates, std::vector<std::uint32_t>& scratch) {
  if (candidates.size() <= k) return;
  scratch.clear();
  for (const std::uint32_t c : candidates) scratch.push_back(keys[c]);
  if (k == 1)
    return keep_of_equals(keys, *std::max_element(scratch.begin(), scratch.end()), k, ties, candidates);
  std::nth_element(scratch.begin(), scratch.begin() + (k - 1), scratch.end(), std::greater<>());
  keep_of_equals(keys, scratch[k - 1], k, ties, candidates);
}

Inhibition::Inhibition(const config::Structural& s, const config::Runtime& r,
                       std::shared_ptr<const ColumnPlane> plane)
    : rule_(s.inhibition),
      ties_(s.ties),
      active_columns_(r.active_columns),
      learning_columns_(r.learning_columns),
      active_density_(r.active_density),
      columns_per_block_(s.scope_columns()),
      plane_(std::move(plane)),
      radius_(r.inhibition_radius),
      one_dimension_(s.height == 1) {
  set_radius(radius_);
}

void Inhibition::set_radius(std::uint32_t radius) {
  radius_ = radius;
  if (rule_ == config::Inhibition::local || rule_ == config::Inhibition::local_scan)
    scope_sizes_ = plane_->neighbours(radius);
}

void Inhibition::choose(std::span<const std::uint32_t> keys, std::span<const std::uint32_t> all_keys,
                        Chosen& chosen) {
  chosen.winners.clear();
  chosen.learners.clear();
  switch (rule_) {
    case config::Inhibition::hypercolumn:
    case config::Inhibition::global:
      for (std::size_t first = 0; first < keys.size(); first += columns_per_block_)
        choose_block(keys, first, chosen);
      break;
    case config::Inhibition::local:
    case config::Inhibition::local_scan:
      choose_in_neighbourhoods(keys, chosen);
      break;
    case config::Inhibition::local_gaussian:
      choose_by_score(keys, all_keys, chosen);
      break;
  }
}

void Inhibition::choose_block(std::span<const std::uint32_t> keys, std::size_t first, Chosen& chosen) {
  const Kernels& k = kernels();
  const std::uint32_t* block = &keys[first];
  room_.resize(columns_per_block_);
  const std::uint32_t least = k.kth_greatest(block, columns_per_block_, active_columns_, room_.data());
  const std::size_t count =
      k.find_at_least(block, columns_per_block_, least, static_cast<std::uint32_t>(first), room_.data());
  found_.assign(room_.begin(), room_.begin() + static_cast<std::ptrdiff_t>(count));
  if (count > active_columns_) keep_of_equals(keys, least, active_columns_, ties_, found_);
  chosen.winners.insert(chosen.winners.end(), found_.begin(), found_.end());
  keep_best(keys, learning_columns_, ties_, found_, few_);
  chosen.learners.insert(chosen.learners.end(), found_.begin(), found_.end());
}

void Inhibition::choose_in_neighbourhoods(std::span<const std::uint32_t> keys, Chosen& chosen) {
  on_plane_.assign(plane_->size(), 0);
  selected_.assign(plane_->size(), 0);
  for (std::uint32_t c = 0; c < keys.size(); ++c) on_plane_[plane_->position(c)] = keys[c];
  for (std::uint32_t c = 0; c < keys.size(); ++c) {
    if (keys[c] == 0) continue;
    const std::uint32_t k =
        active_density_ == 0
            ? active_columns_
            : std::max(1U, static_cast<std::uint32_t>(
                               (std::uint64_t{active_density_} * scope_sizes_[c] + 0x8000U) >> 16U));
    const std::uint32_t r = rank(keys, c, k);
    if (r >= k) continue;
    selected_[plane_->position(c)] = 1;
    chosen.winners.push_back(c);
    if (r < learning_columns_) chosen.learners.push_back(c);
  }
}

/// Eligible columns of the neighbourhood that beat the column; counting may stop at `enough`.
std::uint32_t Inhibition::rank(std::span<const std::uint32_t> keys, std::uint32_t column,
                               std::uint32_t enough) const {
  const std::uint32_t key = keys[column];
  std::uint32_t beaten_by = 0;
  plane_->for_neighbourhood(column, radius_, [&](ColumnPlane::Span span) {
    if (beaten_by < enough)
      beaten_by +=
          static_cast<std::uint32_t>(kernels().count_at_least(&on_plane_[span.first], span.count, key + 1));
  });
  if (beaten_by >= enough || ties_ == config::Ties::all) return beaten_by;
  plane_->for_neighbourhood(column, radius_, [&](ColumnPlane::Span span) {
    for (std::size_t at = span.first; at < span.first + span.count; ++at) {
      if (on_plane_[at] != key) continue;
      const std::uint32_t other = plane_->column(at);
      if (rule_ == config::Inhibition::local_scan)
        beaten_by += selected_[at];
      else
        beaten_by += (ties_ == config::Ties::lowest_index ? other < column : other > column) ? 1 : 0;
    }
  });
  return beaten_by;
}

void Inhibition::choose_by_score(std::span<const std::uint32_t> keys, std::span<const std::uint32_t> all_keys,
                                 Chosen& chosen) {
  // Scores as dense ranks, which take the place of keys.
  const std::vector<std::uint32_t> ranks = local_score_ranks(*plane_, all_keys, radius_, one_dimension_);
  found_.clear();
  for (std::uint32_t c = 0; c < keys.size(); ++c)
    if (keys[c] != 0) found_.push_back(c);
  keep_best(ranks, active_columns_, ties_, found_, few_);
  chosen.winners = found_;
  keep_best(ranks, learning_columns_, ties_, found_, few_);
  chosen.learners = found_;
}

}  // namespace silipool::sp
