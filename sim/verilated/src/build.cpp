#include <silipool/verilated/build.hpp>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include <silipool/base/cache.hpp>
#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/engine/rtl_instance.hpp>

#include "compile.hpp"

namespace silipool::verilated {
namespace fs = std::filesystem;
namespace {

struct Source {
  std::string name, text;
};

struct Recipe {
  std::vector<Source> sources;
  std::vector<std::string> verilator, make;
};

Recipe recipe(const config::Config& config, const BuildOptions& options) {
  const fs::path root = source_root();
  Recipe r;
  const auto add = [&r](const fs::path& path) {
    r.sources.push_back({path.filename().string(), base::read_file(path)});
  };
  const std::vector<std::string> rtl = lines_of(base::read_file(root / "rtl/silipool.f"));
  for (const std::string& name : rtl) add(root / "rtl" / name);
  for (const char* name :
       {"silipool_hash.svh", "silipool_boost_rom.svh", "silipool_log_rom.svh", "silipool_plane.svh"})
    add(root / "rtl" / name);
  for (const char* name : {"silipool_build.vlt", "silipool_trace.h", "silipool_shim.h", "silipool_shim.cpp"})
    add(root / "sim/verilated/sv" / name);
  r.sources.push_back({"silipool_instance.sv", engine::rtl_instance(config)});

  std::string definitions = fmt::format("-fPIC -fvisibility=hidden -w -DSILIPOOL_STREAM_BITS={}",
                                        config.microarchitecture.stream_bits);
  r.verilator = {"verilator", "--cc", "--exe", "--prefix", "Vsilipool", "--top-module", "silipool_instance",
                 "-Wno-fatal", "-Wno-lint", "-Wno-style", "-Werror-USERERROR", "-Werror-USERFATAL",
                 "--x-initial", "unique", "--x-assign", "unique", "--max-num-width", "4194304",
                 // Loops stay loops unless small: code that fits the caches, and builds in seconds.
                 "--unroll-stmts", "100", "--output-split", "20000", "-O3", "-I.", "-Mdir", "obj", "-o",
                 "../model.so"};
  if (options.observe) definitions += " -DSILIPOOL_OBSERVE";
  if (options.inject) definitions += " -DSILIPOOL_INJECT";
  if (options.trace) {
    definitions += " -DSILIPOOL_TRACE";
    r.verilator.insert(r.verilator.end(), {"--trace-fst", "--trace-structs"});
  }
  r.verilator.insert(r.verilator.end(),
                     {"-CFLAGS", definitions, "-LDFLAGS", "-shared", "silipool_build.vlt"});
  r.verilator.insert(r.verilator.end(), rtl.begin(), rtl.end());
  // What is bound into the core, of each microarchitecture.
  const auto add_bound = [&](const std::string& name) {
    for (const char* core : {"", "_serial"}) {
      const std::string file = name + core + ".sv";
      add(root / "sim/verilated/sv" / file);
      r.verilator.push_back(file);
    }
  };
  if (options.observe) add_bound("silipool_observe");
  if (options.inject) add_bound("silipool_inject");
  r.make = make_command("Vsilipool");
  if (!coverage_folder().empty()) {
    // Counters are most of the code, and runs that count are short: what builds soonest, in one piece.
    // Instances share code.
    r.make.insert(r.make.end(), {"OPT_FAST=-O0", "OPT_GLOBAL=-O0", "VM_PARALLEL_BUILDS=0"});
    // Bits begin at 0: one that changes was moved, and not only loaded over what it happened to be.
    r.verilator.insert(r.verilator.end(),
                       {"--coverage-line", "--coverage-toggle", "-fno-inline", "--x-initial", "0"});
    for (const char* name : {"silipool_coverage.vlt", "silipool_coverage.sv", "silipool_coverage.cpp"}) {
      add(root / "sim/verilated/sv" / name);
      r.verilator.emplace_back(name);
    }
  }
  r.verilator.insert(r.verilator.end(), {"silipool_instance.sv", "silipool_shim.cpp"});
  return r;
}

}  // namespace

fs::path coverage_folder() {
  const char* folder = std::getenv("SILIPOOL_COVERAGE");
  return folder != nullptr ? folder : "";
}

fs::path build_model(const config::Config& config, const BuildOptions& options, bool quiet) {
  if (const fs::path folder = coverage_folder(); !folder.empty()) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
      base::bad_input("SILIPOOL_COVERAGE={}: cannot make the folder: {}", folder.string(), error.message());
  }
  Recipe r = recipe(config, options);
  base::Digest digest;
  digest.text(tool_versions());
  for (const Source& source : r.sources) {
    digest.text(source.name);
    digest.u64(source.text.size());
    digest.text(source.text);
  }
  for (const auto* command : {&r.verilator, &r.make})
    for (const std::string& argument : *command) {
      digest.text(argument);
      digest.u16(0);
    }
  base::CacheEntry entry(base::cache_folder(), digest.hex());
  if (!entry.complete("model.so")) {
    if (!quiet) fmt::print(stderr, "building the simulation model of {} with Verilator ...\n", config.name);
    const fs::path& folder = entry.start_build();
    // The tools run inside this folder on plain relative names: make knows no spaces in paths.
    for (const Source& source : r.sources) base::write_file(folder / source.name, source.text);
    run_step(r.verilator, folder, "verilator");
    run_make(r.make, folder);
    entry.publish();
  }
  return entry.folder() / "model.so";
}

}  // namespace silipool::verilated
