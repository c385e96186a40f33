#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <new>
#include <vector>

#include <fmt/format.h>

#include <silipool/base/error.hpp>

#include "common.hpp"

int main(int argc, char** argv) {
  using namespace silipool;
  CLI::App program(
      "Hardware Spatial Poolers: one bit-exact arithmetic in C++ and SystemVerilog, checked and measured.",
      "silipool");
  program.set_version_flag("--version", std::string(SILIPOOL_VERSION));
  program.require_subcommand(1);
  program.footer(
      "Exit status: 0 done, all checks held; 1 a check failed; 2 bad usage or input; 3 a tool is missing;\n"
      "4 an injected fault was not caught; 130 interrupted.");
  const std::vector<cli::Command> commands = cli::add_all(program);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return program.exit(success);
  } catch (const CLI::ParseError& error) {
    std::string what = error.what();
    if (program.get_subcommands().empty() && argc > 1 && argv[1][0] != '-')
      what = fmt::format("unknown subcommand {}: see silipool --help", argv[1]);
    fmt::print(stderr, "silipool: {}\nRun with --help for more information.\n", what);
    return static_cast<int>(base::ErrorKind::bad_input);
  }
  cli::catch_interrupts();
  try {
    for (const cli::Command& command : commands)
      if (command.app->parsed()) {
        const int status = command.run();
        std::cout.flush();
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0 || !std::cout)
          base::bad_input("standard output: cannot write: {}", std::strerror(errno));
        return status;
      }
  } catch (const base::Error& error) {
    fmt::print(stderr, "silipool: {}\n", error.what());
    return cli::stop_requested().load() ? cli::kInterrupted : static_cast<int>(error.kind());
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "silipool: out of memory\n");
  } catch (const std::exception& error) {
    fmt::print(stderr, "silipool: {}\n", error.what());
  }
  return static_cast<int>(base::ErrorKind::bad_input);
}
