#pragma once
#include <cstdint>
#include <string>

#include <silipool/config/config.hpp>

namespace silipool::engine {

/// What the register CONFIG_HASH holds: low 32 bits of a digest of everything that changes results in
/// the structural configuration, the drawn pools included.
[[nodiscard]] std::uint32_t structural_hash(const config::Config& config);

/// A SystemVerilog module `silipool_instance` with the pins of silipool_top around silipool_top or
/// silipool_axi
/// (`rtl.interface`), all parameters set from the configuration. Error{bad_input} naming a key that asks for
/// what the RTL does not have.
[[nodiscard]] std::string rtl_instance(const config::Config& config);

/// The parameters of silipool_top as `.Name(value)` lines, without the slot table and the hash.
[[nodiscard]] std::string rtl_parameters(const config::Config& config);

}  // namespace silipool::engine
