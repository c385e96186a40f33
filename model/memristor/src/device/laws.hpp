#pragma once
#include <memory>

#include <silipool/memristor/device/law.hpp>

// The laws that make_law chooses from: one file each.
namespace silipool::memristor::detail {

[[nodiscard]] std::shared_ptr<const Law> make_exponential_law(const Card& card);  // pulse_count, soft_bounds
[[nodiscard]] std::shared_ptr<const Law> make_ion_drift_law(const Card& card);
[[nodiscard]] std::shared_ptr<const Law> make_vteam_law(const Card& card);
[[nodiscard]] std::shared_ptr<const Law> make_stanford_pku_law(const Card& card);
[[nodiscard]] std::shared_ptr<const Law> make_yakopcic_law(const Card& card);
[[nodiscard]] std::shared_ptr<const Law> make_binary_law(const Card& card);
[[nodiscard]] std::shared_ptr<const Law> make_programmed_law(const Card& card);

}  // namespace silipool::memristor::detail
