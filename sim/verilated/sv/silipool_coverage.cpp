// Compiled together with a verilated model that counts coverage. Each model writes a file of its own, when it
// ends, into the folder that $SILIPOOL_COVERAGE names then: many may live in a process, and many processes
// write.
#include <cstdio>
#include <cstdlib>
#include <string>

#include <unistd.h>

#include "Vsilipool__Dpi.h"
#include "verilated.h"
#include "verilated_cov.h"

extern "C" void silipool_write_coverage() {
  const char* folder = std::getenv("SILIPOOL_COVERAGE");
  if (folder == nullptr || *folder == '\0') return;
  std::string path = std::string(folder) + "/XXXXXX.dat";
  const int file = mkstemps(path.data(), 4);
  if (file < 0) {
    std::perror(path.c_str());
    std::abort();  // counts that are lost would look like holes
  }
  close(file);
  Verilated::threadContextp()->coveragep()->write(path.c_str());
}
