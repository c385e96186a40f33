#include <silipool/flow/synthesis.hpp>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <map>
#include <regex>
#include <sstream>

#include <silipool/base/cache.hpp>
#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/process.hpp>
#include <silipool/engine/rtl_instance.hpp>
#include <silipool/flow/gates.hpp>

#include "tool.hpp"

namespace silipool::flow {
namespace fs = std::filesystem;
namespace {

using liberty::Cell;
using liberty::Direction;

fs::path source_root() {
  const char* const root = std::getenv("SILIPOOL_ROOT");
  return root != nullptr ? fs::path(root) : fs::path(SILIPOOL_SOURCE_DIR);
}

struct Source {
  std::string name, text;
};

/// The RTL in the order of silipool.f; the gate of the technology takes the place of the generic one.
std::vector<Source> sources_of(const config::Config& config, const Technology& technology,
                               std::vector<std::string>& order) {
  const fs::path root = source_root() / "rtl";
  std::vector<Source> sources;
  std::istringstream list(base::read_file(root / "silipool.f"));
  for (std::string name; std::getline(list, name);) {
    if (name.empty()) continue;
    order.push_back(name);
    const bool gate = name == "silipool_clock_gate.sv" && config.microarchitecture.clock_gates;
    sources.push_back({name, gate ? clock_gate_module(technology.lib) : base::read_file(root / name)});
  }
  std::vector<fs::path> headers;
  for (const fs::directory_entry& entry : fs::directory_iterator(root))
    if (entry.path().extension() == ".svh") headers.push_back(entry.path());
  std::ranges::sort(headers);
  for (const fs::path& header : headers)
    sources.push_back({header.filename().string(), base::read_file(header)});
  order.emplace_back("silipool_instance.sv");
  sources.push_back({order.back(), engine::rtl_instance(config)});
  return sources;
}

/// The cell with the least area whose one output is `function` of its inputs, by truth table over their
/// order.
const Cell* smallest(const liberty::Library& library, std::size_t inputs, std::uint64_t table,
                     bool usable_only = true) {
  const Cell* best = nullptr;
  for (const Cell& cell : library.cells) {
    if ((usable_only && cell.dont_use) || cell.sequential || cell.statetable || cell.clock_gating) continue;
    const liberty::Pin* output = nullptr;
    std::size_t in = 0, out = 0;
    for (const liberty::Pin& pin : cell.pins) {
      in += pin.direction == Direction::input ? 1 : 0;
      out += pin.direction == Direction::output ? 1 : 0;
      if (pin.direction == Direction::output) output = &pin;
    }
    if (in != inputs || out != 1 || !output->function || output->three_state ||
        output->function->pins().size() != inputs)
      continue;
    const std::vector<std::uint64_t> all{0xaU, 0xcU};
    const std::uint64_t mask = inputs == 0 ? 1 : inputs == 1 ? 3 : 15;
    const std::uint64_t is =
        output->function->evaluate({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(inputs)});
    if ((is & mask) == table && (best == nullptr || cell.area_m2 < best->area_m2)) best = &cell;
  }
  return best;
}

const liberty::Pin& output_of(const Cell& cell) {
  return *std::ranges::find(cell.pins, Direction::output, &liberty::Pin::direction);
}

struct Tie {
  std::string cell, pin;
};
/// The cell and pin that is constant.
std::optional<Tie> tie_cell(const liberty::Library& library, bool high) {
  for (const Cell& cell : library.cells) {
    if (std::ranges::any_of(cell.pins, [](const liberty::Pin& p) { return p.direction == Direction::input; }))
      continue;
    for (const liberty::Pin& pin : cell.pins)
      if (pin.direction == Direction::output && pin.function && pin.function->pins().empty() &&
          (pin.function->evaluate({}) & 1U) == (high ? 1U : 0U))
        return Tie{cell.name, pin.name};
  }
  return std::nullopt;
}

/// Modules of an elaborated design get names that tools read, memories names that tell their size. The names
/// of those that become black boxes, and of all others.
struct Renamed {
  std::string text;
  std::vector<std::string> boxes, modules;
};
Renamed rename_modules(const std::string& rtlil, std::size_t registers_below) {
  std::map<std::string, std::string> names;
  std::map<std::string, int> copies;
  Renamed result;
  std::istringstream lines(rtlil);
  const std::regex hdlname(R"re(attribute \\hdlname "\\\\(\w+)")re"),
      memory(R"(  memory width (\d+) size (\d+) .*)");
  std::string base, name, ram;
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("attribute \\hdlname") && std::regex_search(line, match, hdlname)) base = match[1];
    if (line.starts_with("module ")) name = line.substr(7);
    if (line.starts_with("  memory ") && base == kMemoryModule && std::regex_match(line, match, memory) &&
        std::stoull(match[1]) * std::stoull(match[2]) > registers_below)
      ram = fmt::format("{}_{}x{}", kMemoryModule, match[1].str(), match[2].str());
    if (line != "end") continue;
    if (!ram.empty()) {
      names[name] = "\\" + ram;
      result.boxes.push_back(ram);
    } else {
      const std::string fresh = fmt::format("{}__{}", base, ++copies[base]);
      if (name.starts_with('$')) names[name] = "\\" + fresh;
      if (base != kMemoryModule && base != "silipool_clock_gate")
        result.modules.push_back(name.starts_with('$') ? fresh : name.substr(1));
    }
    base.clear();
    ram.clear();
  }
  // Names stand at the ends of `module NAME` and in `cell NAME INSTANCE`.
  std::istringstream again(rtlil);
  for (std::string line; std::getline(again, line);) {
    const std::size_t first = line.find_first_not_of(' ');
    if (first != std::string::npos) {
      const std::string_view rest = std::string_view(line).substr(first);
      const std::size_t from = rest.starts_with("module ") ? 7 : rest.starts_with("cell ") ? 5 : 0;
      if (from != 0) {
        const std::size_t to = std::min(rest.find(' ', from), rest.size());
        if (const auto found = names.find(std::string(rest.substr(from, to - from))); found != names.end())
          line = std::string(line.substr(0, first + from)) + found->second + std::string(rest.substr(to));
      }
    }
    result.text += line;
    result.text += '\n';
  }
  return result;
}

/// Yosys' own script for abc without the sweeps for equal nodes (fraig, scorr), which take minutes in a
/// multiplier and find next to nothing.
constexpr const char* kAbcScript =
    "strash\ndc2\nstrash\n&get -n\n&nf -D 5000\n&put\nbuffer -c\nupsize -D 5000\ndnsize -D 5000\nstime -p\n";

/// $shiftx as a tree of muxes, widest choice first: Yosys' own map copies all of A for each bit of B, which
/// takes most of its time where A is a table of constants. Beyond A everything is undefined.
constexpr const char* kSelectMap = R"verilog((* techmap_celltype = "$shiftx" *)
module silipool_select (A, B, Y);
  parameter A_SIGNED = 0;
  parameter B_SIGNED = 0;
  parameter A_WIDTH = 1;
  parameter B_WIDTH = 1;
  parameter Y_WIDTH = 1;
  input [A_WIDTH-1:0] A;
  input [B_WIDTH-1:0] B;
  output [Y_WIDTH-1:0] Y;
  localparam Usable = B_SIGNED ? B_WIDTH - 1 : B_WIDTH;
  localparam Needed = $clog2(A_WIDTH);
  localparam Levels = Needed < Usable ? Needed : Usable;
  localparam Width = Y_WIDTH + (1 << Levels) - 1;
  wire _TECHMAP_FAIL_ = Levels < 1;
  wire [A_WIDTH+Width-1:0] padded = {{Width{1'bx}}, A};
  genvar k;
  generate
    for (k = Levels; k > 0; k = k - 1) begin : level
      localparam Half = 1 << (k - 1);
      wire [Y_WIDTH+2*Half-2:0] in;
      wire [Y_WIDTH+Half-2:0] out;
      if (k == Levels) begin : top
        assign in = padded[Width-1:0];
      end else begin : below
        assign in = level[k+1].out;
      end
      assign out = B[k-1] ? in[Half +: Y_WIDTH+Half-1] : in[0 +: Y_WIDTH+Half-1];
    end
    if (Levels > 0) begin : done
      assign Y = level[1].out;
    end
  endgenerate
endmodule
)verilog";

std::string map_script(const Technology& technology, const Renamed& design) {
  const liberty::Library& library = technology.lib;
  std::string s = "read_rtlil design.il\nread_liberty -lib -ignore_miss_func cells.lib\n";
  for (const std::string& box : design.boxes) s += fmt::format("blackbox {}\n", box);
  for (const std::string& module : design.modules)
    s += fmt::format("setattr -mod -set keep_hierarchy 1 {}\n", module);
  s += "hierarchy -check -top silipool_instance\nflatten\n"
       "opt_expr\nopt_clean\nopt -nodffe -nosdff\nwreduce\npeepopt\nopt_clean\nalumacc\nmemory "
       "-nomap\nopt_clean\n"
       "memory_map\nopt -fast -undriven -fine\n"
       "techmap -map select.v\nopt_expr -fine\ntechmap\nopt -fast\n"
       "dfflibmap -liberty logic.lib\nopt_expr\nopt_merge\nopt_clean\n"
       "abc -liberty logic.lib -constr abc.constr -D 5000 -script abc.script\n"
       "setundef -zero\n";
  const auto high = tie_cell(library, true), low = tie_cell(library, false);
  if (high && low)
    s += fmt::format("hilomap -singleton -hicell {} {} -locell {} {}\n", high->cell, high->pin, low->cell,
                     low->pin);
  s += "opt_clean -purge\n"
       "tee -q -o stat.txt stat -liberty cells.lib\n"
       "write_verilog -noattr -noexpr -nohex -nodec -simple-lhs netlist.v\n"
       "write_blif -gates netlist.blif\n";
  return s;
}

std::string constraints(const liberty::Library& library) {
  const Cell* const inverter = smallest(library, 1, 1);
  if (inverter == nullptr) base::bad_input("{}: no inverter among the cells", library.file);
  constexpr double kFanout = 4;
  return fmt::format("set_driving_cell {}\nset_load {:.3f} [all_outputs]\n", inverter->name,
                     kFanout * inverter->pins.front().capacitance * 1e15 +
                         kFanout * (inverter->find(inverter->pins.back().name) != nullptr
                                        ? inverter->pins.back().capacitance * 1e15
                                        : 0));
}

}  // namespace

fs::path default_liberty() { return "/usr/share/qflow/tech/osu018/osu018_stdcells.lib"; }

Technology load_technology(const fs::path& file) {
  if (!fs::exists(file)) {
    if (file == default_liberty())
      throw base::Error(base::ErrorKind::missing_tool,
                        fmt::format("{}: is not there: install Debian's qflow-tech-osu018, or give --liberty",
                                    file.string()));
    base::bad_input("{}: there is no such file", file.string());
  }
  Technology t;
  t.text = liberty::load_text(file);
  t.lib = liberty::read_library(t.text, file.string());
  if (t.lib.supply_v <= 0) base::bad_input("{}: the library says no supply voltage", file.string());
  // What mapping must not choose: cells that shift levels, isolate or probe, that drive buses, that it would
  // take for plain gates.
  std::vector<std::pair<std::size_t, std::size_t>> cuts;
  for (const Cell& cell : t.lib.cells) {
    const bool odd = cell.name.find("lpflow") != std::string::npos ||
                     cell.name.find("probe") != std::string::npos ||
                     cell.name.find("macro") != std::string::npos;
    const bool three_state =
        std::ranges::any_of(cell.pins, [](const liberty::Pin& p) { return p.three_state.has_value(); });
    if (cell.dont_use || odd || three_state || cell.statetable || cell.clock_gating || cell.memory)
      cuts.emplace_back(cell.begin, cell.end);
  }
  std::size_t at = 0;
  for (const auto& [begin, end] : cuts) {
    t.for_logic += t.text.substr(at, begin - at);
    at = end;
  }
  t.for_logic += t.text.substr(at);
  return t;
}

std::string clock_gate_module(const liberty::Library& library) {
  std::string inside;
  const Cell* gate = nullptr;
  const Cell* latch = nullptr;
  for (const Cell& cell : library.cells) {
    if (cell.clock_gating && cell.clock_gating->kind == "latch_posedge" &&
        !cell.clock_gating->enable.empty() && !cell.clock_gating->clock.empty() &&
        !cell.clock_gating->output.empty() && (gate == nullptr || cell.area_m2 < gate->area_m2))
      gate = &cell;
    if (cell.sequential && cell.sequential->latch && !cell.sequential->clear && !cell.sequential->preset &&
        !cell.dont_use && cell.sequential->clock.nodes().size() == 1 &&
        cell.sequential->next.nodes().size() == 1 && (latch == nullptr || cell.area_m2 < latch->area_m2))
      latch = &cell;
  }
  const Cell* const inverter = smallest(library, 1, 1);
  const Cell* const both = smallest(library, 2, 8);
  if (gate != nullptr) {
    const auto& g = *gate->clock_gating;
    inside = fmt::format("    {} u_cell (.{}(clk_i), .{}(enable_i), .{}(clk_o){});\n", gate->name, g.clock,
                         g.enable, g.output, g.test.empty() ? "" : fmt::format(", .{}(1'b0)", g.test));
  } else if (latch != nullptr && inverter != nullptr && both != nullptr) {
    const auto pins = output_of(*both).function->pins();
    inside = fmt::format(
        "    wire low, held;\n    {} u_inverter (.{}(clk_i), .{}(low));\n    {} u_latch (.{}(enable_i), "
        ".{}(low), "
        ".{}(held));\n    {} u_and (.{}(clk_i), .{}(held), .{}(clk_o));\n",
        inverter->name, output_of(*inverter).function->pins()[0], output_of(*inverter).name, latch->name,
        latch->sequential->next.pins()[0], latch->sequential->clock.pins()[0], output_of(*latch).name,
        both->name, pins[0], pins[1], output_of(*both).name);
  } else {
    base::bad_input(
        "{}: has neither a clock gate (latch_posedge) nor a plain latch, inverter and AND: rtl.clock_gates "
        "must be false",
        library.file);
  }
  return fmt::format(
      "module silipool_clock_gate #(parameter Gated = 0) (input clk_i, input enable_i, output clk_o);\n"
      "  if (Gated != 0) begin : gen_gate\n{}  end else begin : gen_wire\n    assign clk_o = clk_i;\n  "
      "end\nendmodule\n",
      inside);
}

Mapping map_design(const config::Config& config, const Technology& technology,
                   const MappingOptions& options) {
  std::vector<std::string> order;
  const std::vector<Source> sources = sources_of(config, technology, order);
  std::string files;
  for (const std::string& name : order) files += " " + name;
  const std::string elaborate = fmt::format(
      "{}read_verilog -sv -defer -I.{}\nhierarchy -check -top silipool_instance\nproc\n"
      "write_rtlil elaborated.il\n",
      config.microarchitecture.clock_gates ? "read_liberty -lib -ignore_miss_func cells.lib\n" : "", files);
  base::Digest digest;
  digest.text(tool_version({"yosys", "-V"}, "yosys"));
  for (const Source& source : sources) {
    digest.text(source.name);
    digest.u64(source.text.size());
    digest.text(source.text);
  }
  digest.text(elaborate);
  digest.text(map_script(technology, {}));
  digest.text(kAbcScript);
  digest.text(kSelectMap);
  digest.text(technology.text);
  digest.u64(options.registers_below);
  base::CacheEntry entry(base::cache_folder(), "asic-" + digest.hex());
  if (entry.complete("netlist.blif")) return {entry.folder(), true};

  const fs::path& folder = entry.start_build();
  for (const Source& source : sources) base::write_file(folder / source.name, source.text);
  base::write_file(folder / "cells.lib", technology.text);
  base::write_file(folder / "logic.lib", technology.for_logic);
  base::write_file(folder / "abc.constr", constraints(technology.lib));
  base::write_file(folder / "abc.script", kAbcScript);
  base::write_file(folder / "select.v", kSelectMap);
  base::write_file(folder / "elaborate.ys", elaborate);
  if (!options.quiet) fmt::print(stderr, "estimate: Yosys elaborates {} ...\n", config.name);
  run_tool({"yosys", "elaborate.ys"}, folder, "elaborate.log", "yosys", "the design does not elaborate");
  const Renamed design = rename_modules(base::read_file(folder / "elaborated.il"), options.registers_below);
  base::write_file(folder / "design.il", design.text);
  base::write_file(folder / "map.ys", map_script(technology, design));
  if (!options.quiet)
    fmt::print(stderr, "estimate: Yosys maps {} to {} ...\n", config.name, technology.lib.name);
  run_tool({"yosys", "map.ys"}, folder, "yosys.log", "yosys",
           fmt::format("the design does not map to {}", technology.lib.name));
  std::error_code ignored;
  for (const char* name : {"elaborated.il", "design.il"}) fs::remove(folder / name, ignored);
  entry.publish();
  return {entry.folder(), false};
}

}  // namespace silipool::flow
