#include "common.hpp"

namespace silipool::cli {

std::vector<Command> add_all(CLI::App& program) {
  return {add_run(program),      add_verify(program),  add_replay(program),     add_report(program),
          add_config(program),   add_data(program),    add_experiment(program), add_crossbar(program),
          add_estimate(program), add_vectors(program), add_sweep(program)};
}

}  // namespace silipool::cli
