#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>

namespace silipool::experiments {

using Cell = std::variant<std::string, std::int64_t, double>;

/// Rows of figures: NAME.csv, and part of results.json.
struct Table {
  std::string name;                  ///< of its file too: letters, digits, `_`
  std::vector<std::string> columns;  ///< names; a 95 % interval of `x` is `x_ci95`, half its width
  std::vector<std::vector<Cell>> rows;
  bool printed = true;  ///< worth reading in a terminal

  /// Which column; Error{bad_input} for none of that name.
  [[nodiscard]] std::size_t column(std::string_view column_name) const;
};

/// One curve of a plot: where the column `only` says `is`, or all rows.
struct Curve {
  std::string y, title;
  std::string only = {}, is = {};
  std::string error = {};  ///< column of half the width of an interval
};

/// NAME.gp, which makes NAME.svg from the CSV of a table.
struct Plot {
  /// Intervals are bands about lines, bars on points; categories have names along x.
  enum class Kind { lines, points, categories, image };
  std::string name, table, title, x_label, y_label;
  std::string x;              ///< column; of an image: the row below is `y`, the value `value`
  std::vector<Curve> curves;  ///< of an image: one, whose y is the value and `only` the column of rows
  Kind kind = Kind::lines;
  bool log_x = false;
  std::size_t tile = 0;  ///< of an image: lines between squares of so many pixels, the last of them empty
};

/// NAME.bits, which the configurations name as their data: sample i has label i modulo 256.
struct InputFile {
  std::string name;
  std::vector<base::Sdr> samples;
};

/// What was published, and what came out here.
struct Verdict {
  std::string published, here;
  std::optional<bool> agrees = {};  ///< none where nothing was published that could be held against it
};

/// All that an experiment found. Nothing in it depends on threads, time or machine.
struct Report {
  std::string experiment, question, publication;
  bool quick = false, interrupted = false;
  std::uint32_t seed = 1;
  std::size_t repeats = 1;
  std::string data;  ///< what was run on, and whether figures are of a test set or of held-out samples
  std::vector<Table> tables;
  std::vector<Plot> plots;
  std::vector<InputFile> inputs;
  std::vector<config::Config> configs;  ///< written as NAME.toml, for `silipool run`
  std::optional<Verdict> verdict;       ///< none when interrupted
};

/// results.json, as text.
[[nodiscard]] std::string to_json(const Report& report);
/// A table as CSV: numbers as short as they can be without losing a bit.
[[nodiscard]] std::string to_csv(const Table& table);
/// The gnuplot script of a plot; it runs in the folder of the CSV. Error{bad_input} for a column or a table
/// that is not there.
[[nodiscard]] std::string to_gnuplot(const Plot& plot, const Report& report);

/// Before long work: Error{bad_input} where the report could not be written.
void check_folder(const std::filesystem::path& folder);
/// results.json, the tables, the scripts, the configurations, and the plots as SVG. Returns why there are no
/// SVGs, or "": without gnuplot all else is written.
[[nodiscard]] std::string write_report(const Report& report, const std::filesystem::path& folder);

}  // namespace silipool::experiments
