#include <silipool/report/page.hpp>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>

#include "page_files.hpp"

namespace silipool::report {
namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

std::string read_library(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path))
    throw base::Error(base::ErrorKind::missing_tool,
                      fmt::format("{}: is not there; the plots of a report need Debian's package libjs-d3 "
                                  "(apt-get install libjs-d3, or scripts/setup.sh)",
                                  path.string()));
  std::string text = base::read_file(path);
  replace_all(text, "</script", "<\\/script");
  return text;
}

}  // namespace

std::string page(std::string_view data, const std::filesystem::path& library) {
  // `<` is in texts of JSON only, where it may be written so; nothing then ends the element or opens a
  // comment.
  std::string safe(data);
  replace_all(safe, "<", "\\u003c");
  std::string scripts;
  for (const char* name : {"format.js", "study.js", "chart.js", "tables.js", "fronts.js", "effects.js",
                           "curves.js", "figures.js", "main.js"})
    scripts.append(page_files().at(name)).append("\n");
  // One pass over the template: what is put in is not looked at again.
  std::string out;
  std::string_view rest = page_files().at("page.html");
  const auto put = [&](std::string_view mark, std::string_view text) {
    const std::size_t at = rest.find(mark);
    out.append(rest.substr(0, at)).append(text);
    rest.remove_prefix(at + mark.size());
  };
  put("@STYLE@", page_files().at("page.css"));
  put("@DATA@", safe);
  put("@LIBRARY@", read_library(library));
  put("@SCRIPTS@", scripts);
  return out.append(rest);
}

}  // namespace silipool::report
