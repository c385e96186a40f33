#pragma once
#include <map>
#include <string>
#include <string_view>

namespace silipool::report {

/// Templates, styles and scripts of sim/report/page, by name.
[[nodiscard]] const std::map<std::string, std::string_view>& page_files();

}  // namespace silipool::report
