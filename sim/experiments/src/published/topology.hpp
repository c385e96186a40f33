#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <silipool/data/images.hpp>

#include "synthetic.hpp"

/// Poolers with topology, after Cui, Ahmad and Hawkins 2017: a plane of columns over an image of as many
/// pixels, pools of radius 5, a tenth of each neighbourhood wins, boosting.
namespace silipool::experiments::published {

[[nodiscard]] config::Config topology_config(const std::string& name, std::size_t side);
/// Bars of 7 pixels, `each` in both directions, or as many crosses.
enum class Shape { bars, crosses };
[[nodiscard]] data::Images shapes(Shape shape, std::size_t side, std::size_t each, std::size_t count,
                                  std::uint64_t seed);
[[nodiscard]] std::vector<base::Sdr> as_bits(const data::Images& images);

}  // namespace silipool::experiments::published
