#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/liberty/expression.hpp>
#include <silipool/liberty/table.hpp>

namespace silipool::liberty {

/// An internal_power group: what one transition of its pin takes, apart from the load's C V^2.
struct PowerArc {
  std::vector<std::string> related_pins;  ///< empty: of the pin by itself
  std::optional<Expression> when;
  std::optional<Table> rise, fall;  ///< J
};

/// A timing group, as far as delays, transitions and constraints go.
struct TimingArc {
  std::vector<std::string> related_pins;
  std::string type;  ///< timing_type, "" = combinational
  std::optional<Table> rise_delay, fall_delay, rise_transition, fall_transition;  ///< s
  std::optional<Table> rise_constraint, fall_constraint;                          ///< s
};

enum class Direction { input, output, inout, internal };

struct Pin {
  std::string name;
  Direction direction = Direction::input;
  std::size_t width = 1;   ///< bits, of a bus
  double capacitance = 0;  ///< F; of a bus, of each bit: the mean where bits differ
  bool clock = false;
  std::optional<Expression> function;
  std::optional<Expression> three_state;
  std::vector<PowerArc> power;
  std::vector<TimingArc> timing;
};

struct Leakage {
  std::optional<Expression> when;
  double watts = 0;
};

/// An ff or latch group.
struct Sequential {
  bool latch = false;
  std::string state, inverted;  ///< names of the state and its inverse in functions
  Expression next;              ///< next_state, or data_in
  Expression clock;             ///< clocked_on, or enable
  std::optional<Expression> clear, preset;
};

/// What a clock_gating_integrated_cell is made of.
struct ClockGating {
  std::string kind;                         ///< "latch_posedge"
  std::string clock, enable, test, output;  ///< pins; `test` may be empty
};

struct Memory {
  std::size_t address_bits = 0, word_bits = 0;
};

struct Cell {
  std::string name;
  double area_m2 = 0;
  double leakage_w = 0;  ///< cell_leakage_power: where no state of `leakage` holds
  std::vector<Leakage> leakage;
  std::vector<Pin> pins;
  std::optional<Sequential> sequential;
  std::optional<ClockGating> clock_gating;
  std::optional<Memory> memory;
  bool dont_use = false;
  bool statetable = false;         ///< its function is told by a state table alone
  std::size_t begin = 0, end = 0;  ///< its group in the text

  [[nodiscard]] const Pin* find(std::string_view pin) const;
  /// The mean over states where each pin is up half of the time, by itself.
  [[nodiscard]] double mean_leakage_w() const;
};

/// Capacitance of a net's wire by its fan-out.
struct WireLoad {
  std::string name;
  double farad_per_length = 0, slope = 0;
  std::vector<double> fanout, length;  ///< ascending
  [[nodiscard]] double capacitance(std::size_t fanout_of_net) const;
};

struct Library {
  std::string name, file;
  double supply_v = 0, temperature_c = 0;
  std::vector<Cell> cells;
  std::vector<WireLoad> wire_loads;
  std::string default_wire_load;
  /// By area, of the default wire_load_selection: up to `area_m2`.
  struct Selection {
    double area_m2;
    std::string wire_load;
  };
  std::vector<Selection> selection;

  [[nodiscard]] const Cell* find(std::string_view cell) const;
  [[nodiscard]] const WireLoad* find_wire_load(std::string_view wire_load) const;
};

/// All quantities are turned into SI units: areas are um2 in the file, energies capacitive_load_unit x
/// voltage_unit^2. Error{bad_input} names file and line: of a syntax error, of a template or unit that is
/// missing, of a table that is not as large as its indices.
[[nodiscard]] Library read_library(std::string_view text, const std::string& file);
/// The same of a file, which may be packed with gzip.
[[nodiscard]] Library load_library(const std::filesystem::path& file);
/// Its text, unpacked.
[[nodiscard]] std::string load_text(const std::filesystem::path& file);

}  // namespace silipool::liberty
