#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace silipool::report {

/// Where Debian's libjs-d3 has the plotting library.
inline constexpr const char* kLibrary = "/usr/share/javascript/d3/d3.min.js";

/// One HTML file with all it needs: our scripts, the library, and `data`, the JSON of report/data.hpp.
/// Nothing of the data is read as HTML or as a script, whatever is in it; the page's own policy forbids all
/// loading. Error{missing_tool} naming the package where the library is not there.
[[nodiscard]] std::string page(std::string_view data, const std::filesystem::path& library = kLibrary);

}  // namespace silipool::report
