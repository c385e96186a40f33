#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include <silipool/base/stream.hpp>

/// The random structures that co-simulations share, so that models which one of them built are there for the
/// others. Each is by itself, whatever others a run has.
namespace silipool {

/// What structure `number` and then its runtimes are drawn from.
[[nodiscard]] base::Stream random_case(std::uint64_t number);

/// In which microarchitecture it is tested where one has to do.
[[nodiscard]] std::string_view core_of(std::uint64_t number);

/// A structure as it was drawn, in the microarchitecture `core`: what only another has is left out.
[[nodiscard]] std::string in_core(const std::string& structure, std::string_view core);

}  // namespace silipool
