#include <silipool/flow/timing.hpp>

#include <bit>
#include <regex>
#include <sstream>

#include <silipool/base/cache.hpp>
#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>

#include "tool.hpp"

namespace silipool::flow {
namespace fs = std::filesystem;
namespace {

/// Wires as a library without cells, and a cell for each memory: clock to output, setup, pins.
std::string side_library(const std::vector<PlacedSram>& memories, const Wires& wires) {
  std::string text =
      "library (silipool_side) {\n  delay_model : table_lookup;\n  time_unit : \"1ns\";\n  voltage_unit : "
      "\"1V\";\n"
      "  current_unit : \"1uA\";\n  leakage_power_unit : \"1nW\";\n  pulling_resistance_unit : \"1kohm\";\n"
      "  capacitive_load_unit (1, pf);\n  slew_upper_threshold_pct_rise : 80;\n  "
      "slew_lower_threshold_pct_rise : 20;\n"
      "  slew_upper_threshold_pct_fall : 80;\n  slew_lower_threshold_pct_fall : 20;\n  "
      "input_threshold_pct_rise : 50;\n"
      "  input_threshold_pct_fall : 50;\n  output_threshold_pct_rise : 50;\n  output_threshold_pct_fall : "
      "50;\n"
      "  nom_process : 1;\n  nom_voltage : 1;\n  nom_temperature : 25;\n";
  text += "  wire_load (\"silipool_wires\") {\n    resistance : 0;\n    area : 0;\n    capacitance : 1;\n";
  text += fmt::format("    slope : {:.9g};\n", (wires.capacitance(401) - wires.capacitance(400)) * 1e12);
  for (const std::size_t fanout : {1U, 2U, 3U, 5U, 10U, 20U, 50U, 100U, 400U})
    text += fmt::format("    fanout_length ({}, {:.9g});\n", fanout, wires.capacitance(fanout) * 1e12);
  text += "  }\n";
  for (const PlacedSram& m : memories)
    for (const std::size_t bits : {m.width, static_cast<std::size_t>(std::bit_width(m.depth - 1))})
      if (bits > 0 && text.find(fmt::format("type (bits{}) ", bits)) == std::string::npos)
        text += fmt::format(
            "  type (bits{}) {{ base_type : array; data_type : bit; bit_width : {}; bit_from : {}; "
            "bit_to : 0; downto : true; }}\n",
            bits, bits, bits - 1);
  for (const PlacedSram& m : memories) {
    const double c = m.sram.pin_f * 1e12;
    const std::size_t address =
        std::max<std::size_t>(1, static_cast<std::size_t>(std::bit_width(m.depth - 1)));
    const auto setup = [&] {
      return fmt::format(
          "timing () {{ related_pin : \"clk_i\"; timing_type : setup_rising; rise_constraint (scalar) {{ "
          "values (\"{0:.5g}\"); }} fall_constraint (scalar) {{ values (\"{0:.5g}\"); }} }}",
          m.sram.setup_s * 1e9);
    };
    text += fmt::format(
        "  cell ({}) {{\n    area : {:.6g};\n    pin (clk_i) {{ direction : input; clock : true; capacitance "
        ": "
        "{:.6g}; }}\n",
        m.module, m.sram.area_m2.nominal * 1e12, c);
    for (const char* pin : {"read_i", "write_i"})
      text +=
          fmt::format("    pin ({}) {{ direction : input; capacitance : {:.6g}; {} }}\n", pin, c, setup());
    const auto input = [&](const char* pin, std::size_t bits) {
      text += bits == 1 && std::string(pin) != "write_data_i"
                  ? fmt::format("    pin ({}) {{ direction : input; capacitance : {:.6g}; {} }}\n", pin, c,
                                setup())
                  : fmt::format(
                        "    bus ({}) {{ bus_type : bits{}; direction : input; capacitance : {:.6g}; {} }}\n",
                        pin, bits, c, setup());
    };
    input("read_address_i", address);
    input("write_address_i", address);
    input("write_data_i", m.width);
    text += fmt::format(
        "    bus (read_data_o) {{ bus_type : bits{0}; direction : output; timing () {{ related_pin : "
        "\"clk_i\"; "
        "timing_type : rising_edge; cell_rise (scalar) {{ values (\"{1:.5g}\"); }} cell_fall (scalar) {{ "
        "values "
        "(\"{1:.5g}\"); }} rise_transition (scalar) {{ values (\"0.1\"); }} fall_transition (scalar) {{ "
        "values "
        "(\"0.1\"); }} }} }}\n  }}\n",
        m.width, m.sram.clock_to_output_s * 1e9);
  }
  // A library must have a cell.
  return text + "  cell (silipool_none) { area : 0; pin (a) { direction : input; capacitance : 0; } }\n}\n";
}

/// OpenSTA ends with 0, and goes on with what it has, where it did not understand a file.
void refuse_errors(const fs::path& log) {
  std::istringstream lines(base::read_file(log));
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("Error") || line.find("not found.  Creating black box") != std::string::npos)
      throw base::Error(base::ErrorKind::check_failed, fmt::format("no timing analysis: sta said: {}", line));
}

Timing read_reports(const fs::path& folder, double period_s) {
  Timing t;
  t.period_s = period_s;
  t.report = folder / "timing.txt";
  t.power_report = folder / "power_uniform.txt";
  std::smatch match;
  // Of files only: OpenSTA ends with 0 where a command failed.
  const auto text_of = [&folder](const fs::path& file) {
    if (fs::exists(file)) return base::read_file(file);
    throw base::Error(
        base::ErrorKind::check_failed,
        fmt::format("no timing analysis: sta said:\n{}", base::read_file(folder / "opensta.log", 2000)));
  };
  const std::string checks = text_of(t.report), power = text_of(t.power_report);
  // A path of each group: that of a clock gate's latch has half a period, so periods are compared, not
  // slacks.
  const std::regex edge_or_slack(R"(([-0-9.]+)\s+(clock \S+ \((?:rise|fall) edge\)|slack))");
  double longest = 0, launched = 0, captured = 0;
  for (std::sregex_iterator i(checks.begin(), checks.end(), edge_or_slack), end; i != end; ++i) {
    const double value = std::stod((*i)[1]) * 1e-9;
    if ((*i)[2] != "slack") {
      launched = captured;
      captured = value;
      continue;
    }
    const double allowed = captured - launched;
    if (!(allowed > 0)) continue;
    const double needed = period_s * (allowed - value) / allowed;
    if (needed > longest) {
      longest = needed;
      t.slack_s = value;
    }
  }
  if (longest == 0)
    throw base::Error(base::ErrorKind::check_failed,
                      "no timing analysis: OpenSTA found no path between registers");
  t.fmax_hz = 1 / longest;
  if (!std::regex_search(power, match, std::regex(R"(Total\s+([-0-9.e+]+)\s+([-0-9.e+]+)\s+([-0-9.e+]+))")))
    throw base::Error(base::ErrorKind::check_failed, "no timing analysis: OpenSTA reported no power");
  t.internal_w = std::stod(match[1]);
  t.switching_w = std::stod(match[2]);
  t.leakage_w = std::stod(match[3]);
  return t;
}

}  // namespace

Timing analyse(const Mapping& mapping, const std::vector<PlacedSram>& memories, const Wires& wires,
               double period_s) {
  const std::string side = side_library(memories, wires);
  const auto script = [&](const fs::path& mapped) {
    return fmt::format(
        "read_liberty {{{0}/cells.lib}}\nread_liberty side.lib\nread_verilog {{{0}/netlist.v}}\n"
        "link_design silipool_instance\nset_wire_load_mode top\nset_wire_load_model -name silipool_wires\n"
        "create_clock -name clk -period {1:.6f} [get_ports aclk]\nset inputs {{}}\n"
        "foreach p [all_inputs] {{ if {{[get_property $p full_name] ne \"aclk\"}} {{ lappend inputs $p }} "
        "}}\n"
        "set_input_delay 0 -clock clk $inputs\nset_output_delay 0 -clock clk [all_outputs]\n"
        "set_input_transition 0.1 $inputs\nreport_checks -fields {{capacitance slew}} -digits 4 > "
        "timing.txt\n"
        "set_power_activity -global -activity {2} -duty 0.5\nreport_power -digits 6 > power_uniform.txt\n",
        mapped.string(), period_s * 1e9, kUniformActivity);
  };
  base::Digest digest;
  // The folder's own name is a digest of all that the netlist was made from.
  for (const std::string& text :
       {tool_version({"sta", "-version"}, "opensta"), mapping.folder.filename().string(), side,
        script(mapping.folder.filename())}) {
    digest.u64(text.size());
    digest.text(text);
  }
  base::CacheEntry entry(base::cache_folder(), "timing-" + digest.hex());
  if (!entry.complete("power_uniform.txt")) {
    const fs::path& folder = entry.start_build();
    base::write_file(folder / "side.lib", side);
    base::write_file(folder / "timing.tcl", script(mapping.folder));
    run_tool({"sta", "-no_splash", "-exit", "timing.tcl"}, folder, "opensta.log", "opensta",
             "no timing analysis");
    refuse_errors(folder / "opensta.log");
    (void)read_reports(folder, period_s);  // what cannot be read is not kept
    entry.publish();
  }
  return read_reports(entry.folder(), period_s);
}

}  // namespace silipool::flow
