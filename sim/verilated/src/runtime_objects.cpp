#include "runtime_objects.hpp"

#include <sstream>

#include <fmt/format.h>

#include <silipool/base/cache.hpp>
#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/process.hpp>

#include "compile.hpp"

namespace silipool::verilated {
namespace fs = std::filesystem;
namespace {

struct Compilation {
  fs::path source, object;  ///< the last word of the command, and the word behind "-o"
  std::string command;      ///< without our own macros, which Verilator's sources do not know
};

Compilation compilation(const std::string& command) {
  Compilation found;
  std::istringstream words(command);
  for (std::string word, before; words >> word; before = word) {
    if (before == "-o") found.object = word;
    found.source = word;
    if (!word.starts_with("-DSILIPOOL_")) found.command += word + " ";
  }
  return found;
}

}  // namespace

RuntimeObjects::RuntimeObjects(const std::vector<std::string>& make, const fs::path& folder) {
  std::vector<std::string> dry = make;
  dry.emplace_back("--dry-run");
  const fs::path plan = folder / "plan.log";
  // Where this fails, make fails too, and says why.
  if (base::run_process(dry, folder, plan, "make") != 0) return;
  for (const std::string& line : lines_of(base::read_file(plan))) {
    const Compilation c = compilation(line);
    if (!c.source.is_absolute() || c.object.empty() || !c.source.stem().string().starts_with("verilated"))
      continue;
    base::Digest digest;
    digest.text(c.command);
    digest.text(tool_versions());
    const Object object{folder / "obj" / c.object.filename(),
                        base::cache_folder() / fmt::format("runtime-{}.o", base::hex64(digest.value()))};
    std::error_code error;
    if (!fs::exists(object.kept, error)) {
      missing_.push_back(object);
      continue;
    }
    fs::copy_file(object.kept, object.built, error);
    if (error) fs::remove(object.built, error);  // half of it; make does it again
  }
  fs::remove(plan);
}

void RuntimeObjects::keep() const {
  for (const Object& object : missing_) try {
      base::write_file(object.kept, base::read_file(object.built));
    } catch (const base::Error&) {
      return;
    }
}

}  // namespace silipool::verilated
