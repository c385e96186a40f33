#pragma once
#include <string>
#include <string_view>

#include <silipool/config/config.hpp>

namespace silipool::sp::detail {

/// Error{bad_input} names the first key of the schema, and both values, in which the identity that a file
/// holds differs from the configuration's.
void check_identity(std::string_view identity, const std::string& file_name, const config::Config& config);

}  // namespace silipool::sp::detail
