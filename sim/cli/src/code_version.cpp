#include "code_version.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <silipool/base/digest.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/shipped.hpp>

#include "source_digest.hpp"

namespace silipool::cli {
namespace {

std::filesystem::path folder_of(const char* variable, const char* below, const char* otherwise) {
  const char* const given = std::getenv(variable);
  if (given == nullptr || *given == '\0') return base::shipped_root() / otherwise;
  return std::filesystem::path(given) / below;
}

}  // namespace

std::string code_version() {
  base::Digest digest;
  digest.text(SILIPOOL_SOURCE_DIGEST);
  for (const std::filesystem::path& folder :
       {folder_of("SILIPOOL_ROOT", "rtl", "rtl"), folder_of("SILIPOOL_COST_TABLES", "", "model/cost/tables"),
        folder_of("SILIPOOL_MEMRISTOR_CARDS", "", "model/memristor/cards"),
        base::shipped_root() / "sim/estimate/fits"}) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator i(folder, error), end; !error && i != end;
         i.increment(error)) {
      const std::string kind = i->path().extension().string();
      if (kind == ".sv" || kind == ".svh" || kind == ".v" || kind == ".toml") files.push_back(i->path());
    }
    std::sort(files.begin(), files.end());
    for (const std::filesystem::path& file : files) {
      digest.text(file.lexically_relative(folder).string());
      digest.text(base::read_file(file));
    }
  }
  return fmt::format("{}+{}", SILIPOOL_VERSION, base::hex64(digest.value()).substr(0, 12));
}

std::string tool_versions() {
  nlohmann::ordered_json tools;
  tools["compiler"] = __VERSION__;
  tools["fmt"] = FMT_VERSION;
  tools["silipool"] = SILIPOOL_VERSION;
  tools["sources"] = SILIPOOL_SOURCE_DIGEST;
  return tools.dump();
}

}  // namespace silipool::cli
