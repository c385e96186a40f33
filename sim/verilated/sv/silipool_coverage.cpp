// Compiled together with a verilated model that counts coverage. Each model writes a file of its own, when it
// ends, into the folder that $SILIPOOL_COVERAGE names then: many may live in a process, and many processes
// write. Bits that took their first values before the first edge of the clock have not toggled: those counts
// are taken away.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <unistd.h>

#include "Vsilipool__Dpi.h"
#include "svdpi.h"
#include "verilated.h"
#include "verilated_cov.h"

namespace {

char key_of_counts;  // of what is kept with a model's scope

using Counts = std::map<std::string, std::uint64_t>;  // by their lines

/// A line of the file; up to its count, if it has one.
struct Line {
  std::string text;
  std::uint64_t count = 0;
  bool counts = false, toggles = false;
};

/// All counts of the model that calls: another may have been made since. Written to a file of a new name,
/// whose name is returned in `path`; empty where counts are not asked for.
std::vector<Line> written_counts(std::string& path) {
  std::vector<Line> lines;
  const char* folder = std::getenv("SILIPOOL_COVERAGE");
  if (folder == nullptr || *folder == '\0') return lines;
  path = std::string(folder) + "/XXXXXX.dat";
  const int file = mkstemps(path.data(), 4);
  if (file < 0) {
    std::perror(path.c_str());
    std::abort();  // counts that are lost would look like holes
  }
  close(file);
  static_cast<const VerilatedScope*>(svGetScope())->symsp()->_vm_contextp__->coveragep()->write(path.c_str());
  std::ifstream in(path, std::ios::binary);
  for (std::string text; std::getline(in, text);) {
    const std::size_t at = text.rfind("' ");
    if (text.rfind("C '", 0) != 0 || at == std::string::npos)
      lines.push_back({text});
    else
      lines.push_back({text.substr(0, at + 2), std::strtoull(text.c_str() + at + 2, nullptr, 10), true,
                       text.find("\x01page\x02v_toggle") < at});
  }
  return lines;
}

}  // namespace

extern "C" void silipool_begin_coverage() {
  std::string path;
  auto* begun = new Counts;
  for (const Line& line : written_counts(path))
    if (line.toggles && line.count != 0) begun->emplace(line.text, line.count);
  if (!path.empty()) unlink(path.c_str());
  svPutUserData(svGetScope(), &key_of_counts, begun);
}

extern "C" void silipool_write_coverage() {
  std::string path;
  const std::vector<Line> lines = written_counts(path);
  auto* begun = static_cast<Counts*>(svGetUserData(svGetScope(), &key_of_counts));
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  for (const Line& line : lines) {
    out << line.text;
    const bool had = begun != nullptr && begun->count(line.text) != 0;
    if (line.counts) out << line.count - (had ? begun->at(line.text) : 0);
    out << '\n';
  }
  out.close();
  if (!out && !path.empty()) {
    std::perror(path.c_str());
    std::abort();
  }
  delete begun;
}
