#include <silipool/verilated/foreign.hpp>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>

#include <silipool/base/cache.hpp>
#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/process.hpp>
#include <silipool/verilated/build.hpp>

#include "compile.hpp"
#include "elaborated.hpp"

namespace silipool::verilated {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kShownLines = 12;

/// Links to the folders of the sources, under names that make and messages can bear, and the arguments that
/// name the sources through them.
std::vector<std::string> stage(const ForeignSources& sources, const fs::path& folder) {
  std::map<fs::path, std::string> names;
  const auto link = [&](const fs::path& target) {
    const fs::path absolute = fs::weakly_canonical(fs::absolute(target));
    if (const auto known = names.find(absolute); known != names.end()) return known->second;
    std::string name;
    for (const char ch : absolute.filename().string())
      name += std::isalnum(static_cast<unsigned char>(ch)) != 0 || ch == '_' || ch == '-' ? ch : '_';
    name = fmt::format("{}{}", name.empty() || name[0] == '-' ? "source" : "", name);
    // Not one of the names that are made here, nor one twice.
    if (name == "obj" || std::ranges::any_of(names, [&](const auto& other) { return other.second == name; }))
      name += fmt::format("_{}", names.size());
    fs::create_directory_symlink(absolute, folder / name);
    return names[absolute] = name;
  };
  std::vector<std::string> arguments;
  for (const fs::path& path : sources.include) arguments.push_back("-I" + link(path));
  std::vector<std::string> files;
  for (const fs::path& path : sources.files) {
    const std::string name = link(fs::absolute(path).parent_path());
    files.push_back(name + "/" + path.filename().string());
    if (std::ranges::find(arguments, "-I" + name) == arguments.end()) arguments.push_back("-I" + name);
  }
  for (const std::string& define : sources.defines) arguments.push_back("-D" + define);
  arguments.insert(arguments.end(), files.begin(), files.end());
  return arguments;
}

void check_files(const ForeignSources& sources) {
  for (const fs::path& path : sources.files) (void)base::read_file(path, 1);
  for (const fs::path& path : sources.include)
    if (!fs::is_directory(path)) base::bad_input("{}: there is no such include folder", path.string());
}

std::string words(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += "\n  " + line;
  return text;
}

/// What a tool said that is an error, at most kShownLines of it.
std::vector<std::string> errors_of(const std::string& log) {
  std::vector<std::string> shown;
  bool error = false;
  for (const std::string& line : lines_of(log)) {
    if (line.starts_with("%")) error = line.starts_with("%Error");
    if (line.starts_with("%Error: Exiting due to") || line.find("Command Failed") != std::string::npos)
      continue;
    if (error && shown.size() < kShownLines) shown.push_back(line);
  }
  return shown.empty() ? lines_of(log) : shown;
}

/// Elaborates into `folder`; false where that fails, the log then says why.
bool write_xml(const ForeignSources& sources, const std::vector<std::string>& staged, bool with_top,
               const fs::path& folder) {
  std::vector<std::string> command{"verilator",  "--xml-only",    "--no-timing",  "-Wno-fatal", "-Wno-lint",
                                   "-Wno-style", "-Wno-MULTITOP", "--xml-output", "design.xml", "-Mdir",
                                   "obj"};
  if (with_top) {
    command.insert(command.end(), {"--top-module", sources.top});
    for (const auto& [name, value] : sources.parameters)
      command.push_back(fmt::format("-G{}={}", name, value));
  }
  command.insert(command.end(), staged.begin(), staged.end());
  return base::run_process(command, folder, folder / "elaborate.log", "verilator") == 0;
}

[[noreturn]] void refuse(const ForeignSources& sources, const std::vector<std::string>& staged,
                         const fs::path& folder) {
  const std::string log = base::read_file(folder / "elaborate.log");
  if (log.find("Specified --top-module") != std::string::npos && write_xml(sources, staged, false, folder))
    base::bad_input("the sources have no module {}: they have {}", sources.top,
                    fmt::join(modules_of(base::read_file(folder / "design.xml")), ", "));
  constexpr std::string_view kNoParameter = "Parameters from the command line were not found in the design: ";
  if (const std::size_t at = log.find(kNoParameter); at != std::string::npos) {
    const std::string name =
        log.substr(at + kNoParameter.size(), log.find('\n', at) - at - kNoParameter.size());
    ForeignSources plain = sources;
    plain.parameters.clear();
    if (write_xml(plain, staged, true, folder))
      base::bad_input("module {} has no parameter {}: it has {}", sources.top, name,
                      fmt::join(read_elaborated(base::read_file(folder / "design.xml")).parameters, ", "));
  }
  base::bad_input("module {} does not elaborate:{}", sources.top, words(errors_of(log)));
}

/// The design behind ports p0, p1, ..., and functions that reach its signals.
std::string wrapper(const ForeignSources& sources, const ForeignTop& top,
                    const std::vector<std::string>& signals) {
  std::string text = "module silipool_foreign (\n";
  for (std::size_t i = 0; i < top.ports.size(); ++i)
    text += fmt::format("  {} wire [{}:0] p{}{}\n", top.ports[i].input ? "input" : "output",
                        top.ports[i].width - 1, i, i + 1 < top.ports.size() ? "," : "");
  text += fmt::format(");\n  \\{} ", sources.top);
  for (std::size_t i = 0; i < sources.parameters.size(); ++i)
    text += fmt::format("{}.\\{} ({})", i == 0 ? "#(" : ", ", sources.parameters[i].first,
                        sources.parameters[i].second);
  text += sources.parameters.empty() ? "dut (\n" : ") dut (\n";
  for (std::size_t i = 0; i < top.ports.size(); ++i)
    text += fmt::format("    .\\{} (p{}){}\n", top.ports[i].name, i, i + 1 < top.ports.size() ? "," : "");
  text += "  );\n";
  for (std::size_t i = 0; i < signals.size(); ++i) {
    std::string path = "dut." + signals[i];
    if (const std::size_t star = path.find('*'); star != std::string::npos) path.replace(star, 1, "address");
    text += fmt::format(
        "  export \"DPI-C\" function silipool_peek_{0};\n"
        "  function void silipool_peek_{0}(input int address, output bit [{2}:0] word);\n    word = "
        "{3}'({1});\n  endfunction\n"
        "  export \"DPI-C\" function silipool_poke_{0};\n"
        "  function void silipool_poke_{0}(input int address, input bit [{2}:0] word);\n    {1} = "
        "word[$bits({1})-1:0];\n  "
        "endfunction\n",
        i, path, engine::PortLevel::kSignalBits - 1, engine::PortLevel::kSignalBits);
  }
  return text + "endmodule\n";
}

/// What silipool_ports.cpp includes.
std::string table(const ForeignTop& top, std::size_t signals) {
  std::string in, out, peek, poke;
  std::size_t at = 0;
  for (std::size_t i = 0; i < top.ports.size(); ++i) {
    (top.ports[i].input ? in : out) +=
        fmt::format("  {}(top.p{}, values + {});\n", top.ports[i].input ? "put" : "get", i, at);
    at += top.ports[i].words();
  }
  for (std::size_t i = 0; i < signals; ++i) {
    peek += fmt::format("  if (signal == {0}) silipool_peek_{0}(address, word);\n", i);
    poke += fmt::format("  if (signal == {0}) silipool_poke_{0}(address, word);\n", i);
  }
  return fmt::format(
      "void copy_in([[maybe_unused]] Vforeign& top, [[maybe_unused]] const uint64_t* values) {{\n{}}}\n"
      "void copy_out([[maybe_unused]] const Vforeign& top, [[maybe_unused]] uint64_t* values) {{\n{}}}\n"
      "void peek_signal([[maybe_unused]] int signal, [[maybe_unused]] int address, [[maybe_unused]] "
      "uint32_t* word) "
      "{{\n{}}}\n"
      "void poke_signal([[maybe_unused]] int signal, [[maybe_unused]] int address, [[maybe_unused]] const "
      "uint32_t* word) "
      "{{\n{}}}\n",
      in, out, peek, poke);
}

/// The sources with all that they include and define, as one text.
std::string preprocessed(const ForeignSources& sources) {
  const Scratch scratch;
  std::vector<std::string> command{"verilator",  "-E",        "-P",        "--no-timing",
                                   "-Wno-fatal", "-Wno-lint", "-Wno-style"};
  const std::vector<std::string> staged = stage(sources, scratch.path());
  command.insert(command.end(), staged.begin(), staged.end());
  const fs::path log = scratch.path() / "preprocessed.log";
  if (base::run_process(command, scratch.path(), log, "verilator") != 0)
    base::bad_input("the sources cannot be read:{}", words(errors_of(base::read_file(log))));
  return base::read_file(log);
}

}  // namespace

ForeignTop elaborate(const ForeignSources& sources) {
  check_files(sources);
  const Scratch scratch;
  const std::vector<std::string> staged = stage(sources, scratch.path());
  if (!write_xml(sources, staged, true, scratch.path())) refuse(sources, staged, scratch.path());
  return read_elaborated(base::read_file(scratch.path() / "design.xml"));
}

fs::path build_foreign(const ForeignSources& sources, const ForeignTop& top,
                       const std::vector<std::string>& signals, bool trace, bool quiet) {
  std::string definitions =
      "-fPIC -fvisibility=hidden -w -I.. -DVL_USER_FINISH -DVL_USER_STOP -DVL_USER_FATAL";
  if (!signals.empty()) definitions += " -DSILIPOOL_SIGNALS";
  if (trace) definitions += " -DSILIPOOL_TRACE";
  std::vector<std::string> verilator{"verilator",
                                     "--cc",
                                     "--exe",
                                     "--prefix",
                                     "Vforeign",
                                     "--top-module",
                                     "silipool_foreign",
                                     "--no-timing",
                                     "-Wno-fatal",
                                     "-Wno-lint",
                                     "-Wno-style",
                                     "-Wno-BLKANDNBLK",
                                     "--assert",
                                     "--x-initial",
                                     "unique",
                                     "--x-assign",
                                     "unique",
                                     "--max-num-width",
                                     "4194304",
                                     "--unroll-stmts",
                                     "100",
                                     "--output-split",
                                     "20000",
                                     "-O3",
                                     "-I.",
                                     "-Mdir",
                                     "obj",
                                     "-o",
                                     "../model.so",
                                     "-CFLAGS",
                                     definitions,
                                     "-LDFLAGS",
                                     "-shared"};
  // Verilator 5.006 folds trees of one-bit gates to wrong values: a netlist would not do what it says.
  verilator.push_back("-fno-const-bit-op-tree");
  if (trace) verilator.insert(verilator.end(), {"--trace-fst", "--trace-structs"});
  std::vector<std::string> make = make_command("Vforeign");
  const std::vector<std::pair<std::string, std::string>> own{
      {"silipool_foreign.sv", wrapper(sources, top, signals)},
      {"silipool_ports_table.inc", table(top, signals.size())},
      {"silipool_trace.h", base::read_file(source_root() / "sim/verilated/sv/silipool_trace.h")},
      {"silipool_ports.h", base::read_file(source_root() / "sim/verilated/sv/silipool_ports.h")},
      {"silipool_ports.cpp", base::read_file(source_root() / "sim/verilated/sv/silipool_ports.cpp")}};

  base::Digest digest;
  digest.text(tool_versions());
  digest.text(preprocessed(sources));
  for (const auto& [name, text] : own) {
    digest.u64(text.size());
    digest.text(text);
  }
  for (const auto* command : {&verilator, &make})
    for (const std::string& argument : *command) {
      digest.text(argument);
      digest.u16(0);
    }
  base::CacheEntry entry(base::cache_folder(), digest.hex());
  if (!entry.complete("model.so")) {
    if (!quiet) fmt::print(stderr, "building the simulation model of {} with Verilator ...\n", sources.name);
    const fs::path& folder = entry.start_build();
    for (const auto& [name, text] : own) base::write_file(folder / name, text);
    const std::vector<std::string> staged = stage(sources, folder);
    verilator.insert(verilator.end(), staged.begin(), staged.end());
    verilator.insert(verilator.end(), {"silipool_foreign.sv", "silipool_ports.cpp"});
    if (base::run_process(verilator, folder, folder / "build.log", "verilator") != 0) {
      std::vector<std::string> said = errors_of(base::read_file(folder / "build.log"));
      // The design elaborates by itself: what is wrong is said by our wrapper, about a signal.
      base::bad_input("the simulation model of {} was not built:{}", sources.top, words(said));
    }
    run_make(make, folder);
    entry.publish();
  }
  return entry.folder() / "model.so";
}

}  // namespace silipool::verilated
