#include <silipool/flow/timing.hpp>

#include <bit>
#include <regex>
#include <sstream>

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

}  // namespace

Timing analyse(const Mapping& mapping, const std::vector<PlacedSram>& memories, const Wires& wires,
               double period_s, const fs::path& folder, const std::string& name) {
  fs::create_directories(folder);
  Timing t;
  t.period_s = period_s;
  t.report = folder / fmt::format("timing_{}.txt", name);
  t.power_report = folder / fmt::format("power_uniform_{}.txt", name);
  base::write_file(folder / fmt::format("side_{}.lib", name), side_library(memories, wires));
  const std::string script = fmt::format(
      "read_liberty {{{0}/cells.lib}}\nread_liberty side_{1}.lib\nread_verilog "
      "{{{0}/netlist.v}}\nlink_design "
      "silipool_instance\nset_wire_load_mode top\nset_wire_load_model -name silipool_wires\ncreate_clock "
      "-name clk -period "
      "{2:.6f} [get_ports aclk]\nset inputs {{}}\nforeach p [all_inputs] {{ if {{[get_property $p full_name] "
      "ne "
      "\"aclk\"}} {{ lappend inputs $p }} }}\nset_input_delay 0 -clock clk $inputs\nset_output_delay 0 "
      "-clock clk "
      "[all_outputs]\nset_input_transition 0.1 $inputs\nreport_checks -fields {{capacitance slew}} -digits 4 "
      "> timing_{1}.txt\n"
      "set_power_activity -global -activity {3} -duty 0.5\nreport_power -digits 6 > "
      "power_uniform_{1}.txt\n",
      mapping.folder.string(), name, period_s * 1e9, kUniformActivity);
  base::write_file(folder / fmt::format("timing_{}.tcl", name), script);
  const std::string log = fmt::format("opensta_{}.log", name);
  run_tool({"sta", "-no_splash", "-exit", fmt::format("timing_{}.tcl", name)}, folder, log, "opensta",
           "no timing analysis");
  std::smatch match;
  const std::string checks = base::read_file(t.report);
  if (!std::regex_search(checks, match, std::regex(R"(([-0-9.]+)\s+slack)")))
    throw base::Error(base::ErrorKind::check_failed,
                      fmt::format("{}: OpenSTA found no path between registers", t.report.string()));
  t.slack_s = std::stod(match[1]) * 1e-9;
  t.fmax_hz = 1 / (period_s - t.slack_s);
  const std::string power = base::read_file(t.power_report);
  if (!std::regex_search(power, match, std::regex(R"(Total\s+([-0-9.e+]+)\s+([-0-9.e+]+)\s+([-0-9.e+]+))")))
    throw base::Error(base::ErrorKind::check_failed,
                      fmt::format("{}: OpenSTA reported no power", t.power_report.string()));
  t.internal_w = std::stod(match[1]);
  t.switching_w = std::stod(match[2]);
  t.leakage_w = std::stod(match[3]);
  return t;
}

}  // namespace silipool::flow
