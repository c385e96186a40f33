#include <silipool/experiments/report.hpp>

#include <algorithm>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/process.hpp>
#include <silipool/config/load.hpp>

namespace silipool::experiments {
namespace {

std::string text(const Cell& cell) {
  return std::visit([](const auto& value) { return fmt::format("{}", value); }, cell);
}

/// Between quotes, those inside doubled: of CSV, and of gnuplot's single quotes, where nothing else is
/// special.
std::string quoted(const std::string& text, char quote = '\'') {
  std::string out(1, quote);
  for (const char c : text) {
    out.push_back(c);
    if (c == quote) out.push_back(c);
  }
  out.push_back(quote);
  return out;
}

std::string csv_text(const std::string& text) {
  return text.find_first_of(",\"\n") == std::string::npos ? text : quoted(text, '"');
}

std::string bits_text(const InputFile& file) {
  std::string out;
  for (std::size_t i = 0; i < file.samples.size(); ++i) {
    out += fmt::format("{}: ", i % 256);
    for (std::size_t b = 0; b < file.samples[i].size(); ++b) out += file.samples[i].test(b) ? '1' : '0';
    out += "\n";
  }
  return out;
}

const Table& table_of(const Plot& plot, const Report& report) {
  const auto found = std::ranges::find(report.tables, plot.table, &Table::name);
  if (found == report.tables.end()) base::bad_input("plot {}: there is no table {}", plot.name, plot.table);
  return *found;
}

/// Rows of a curve, which stand together: first and last, or none.
std::optional<std::pair<std::size_t, std::size_t>> rows_of(const Curve& curve, const Table& table) {
  std::optional<std::pair<std::size_t, std::size_t>> out;
  const std::size_t column = curve.only.empty() ? 0 : table.column(curve.only);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    if (!curve.only.empty() && text(table.rows[r][column]) != curve.is) continue;
    if (!out) out = {r, r};
    if (out->second + 1 < r)
      base::bad_input("table {}: rows with {} = {} do not stand together", table.name, curve.only, curve.is);
    out->second = r;
  }
  return out;
}

std::string image(const Plot& plot, const Table& table) {
  const Curve& curve = plot.curves.front();
  std::string out =
      "set size ratio -1\nset yrange [*:*] reverse\nset autoscale fix\nunset key\nset palette gray negative\n"
      "set tics out nomirror\n";
  if (plot.tile > 0)
    out += fmt::format(
        "set xtics {0}, {1} format '' scale 0\nset ytics {0}, {1} format '' scale 0\n"
        "set grid xtics ytics front lt 1 lc rgb '#bbbbbb'\n",
        plot.tile - 1, plot.tile);
  // As rectangles: viewers blur the pixels of an image inside an SVG.
  return out + fmt::format("plot {} skip 1 using {}:{}:{} with image pixels\n", quoted(table.name + ".csv"),
                           table.column(plot.x) + 1, table.column(curve.only) + 1, table.column(curve.y) + 1);
}

double number(const Cell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
  const auto* real = std::get_if<double>(&cell);
  return real == nullptr ? 0.0 : *real;
}

/// On an axis of equal factors: the values themselves where they are few, else 1, 2, 5, 10, 20 ...
std::string log_tics(const Plot& plot, const Table& table) {
  const std::size_t column = table.column(plot.x);
  std::vector<double> values;
  for (const auto& row : table.rows) values.push_back(number(row[column]));
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::vector<double> tics = values;
  if (values.size() > 12) {
    tics.clear();
    for (double decade = 0.001; decade <= values.back(); decade *= 10)
      for (const double step : {1.0, 2.0, 5.0})
        if (decade * step >= values.front() / 2 && decade * step <= values.back() * 2)
          tics.push_back(decade * step);
  }
  std::string list;
  for (const double tic : tics) list += fmt::format("{}{:.4g}", list.empty() ? "" : ", ", tic);
  // Points keep clear of the border.
  const double room = plot.kind == Plot::Kind::points && !values.empty() ? 1.1 : 1.0;
  const std::string range = values.empty() ? ""
                                           : fmt::format("set xrange [{:.6g}:{:.6g}]\n",
                                                         values.front() / room, values.back() * room);
  return fmt::format("set logscale x 2\nset xtics ({})\n{}", list, range);
}

/// Names along x, those of the first curve; level while they fit.
std::string category_tics(const Plot& plot, const Table& table) {
  constexpr std::size_t kLevel = 100;  // characters across a plot
  const auto rows = rows_of(plot.curves.front(), table);
  if (!rows) return "";
  const std::size_t column = table.column(plot.x), count = rows->second - rows->first + 1;
  std::string list;
  std::size_t longest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = text(table.rows[rows->first + i][column]);
    list += fmt::format("{}{} {}", i == 0 ? "" : ", ", quoted(name), i);
    longest = std::max(longest, name.size() + 2);
  }
  return fmt::format("set xtics{} ({})\n", count * longest > kLevel ? " rotate by -35" : "", list);
}

std::string curves(const Plot& plot, const Table& table) {
  const bool categories = plot.kind == Plot::Kind::categories;
  std::string out =
      "set key outside top center horizontal Left reverse\nset grid ytics lc rgb '#dddddd'\n"
      "set autoscale fix\n";
  if (plot.log_x) out += log_tics(plot, table);
  if (categories) out += category_tics(plot, table);
  const char* sides = categories                                     ? "0.5, 0.5"
                      : plot.kind == Plot::Kind::lines || plot.log_x ? "0, 0"
                                                                     : "graph 0.02, graph 0.02";
  out += fmt::format("set offsets {}, graph 0.05, graph 0.05\n", sides);
  if (plot.curves.size() == 1) out += "unset key\n";
  std::string separator = "plot ";
  std::size_t style = 1;
  for (const Curve& curve : plot.curves) {
    const auto rows = rows_of(curve, table);
    if (!rows) continue;
    const std::size_t x = table.column(plot.x) + 1, y = table.column(curve.y) + 1;
    const std::size_t error = curve.error.empty() ? 0 : table.column(curve.error) + 1;
    // The first row of data is number 0 after the skipped header.
    const std::string from =
        fmt::format("{} skip 1 every ::{}::{}", quoted(table.name + ".csv"), rows->first, rows->second);
    const std::string look = fmt::format("lt {} pt 7 ps 0.6 title {}", style, quoted(curve.title));
    // Side by side, so that no interval hides another.
    const double aside =
        0.12 * (static_cast<double>(style) - 0.5 - static_cast<double>(plot.curves.size()) / 2.0);
    const std::string places = categories ? fmt::format("($0 + {:.2f})", aside) : fmt::format("{}", x);
    if (plot.kind == Plot::Kind::lines) {
      if (error > 0)
        out += fmt::format(
            "{}{} using {}:(${}-${}):(${}+${}) with filledcurves lt {} fs transparent solid 0.2 "
            "noborder notitle, \\\n     ",
            separator, from, x, y, error, y, error, style);
      out +=
          fmt::format("{}{} using {}:{} with linespoints {}", error > 0 ? "" : separator, from, x, y, look);
    } else if (error > 0) {
      out += fmt::format("{}{} using {}:{}:{} with yerrorbars {}", separator, from, places, y, error, look);
    } else {
      out += fmt::format("{}{} using {}:{} with points {}", separator, from, places, y, look);
    }
    separator = ", \\\n     ";
    ++style;
  }
  return out + "\n";
}

}  // namespace

std::size_t Table::column(std::string_view column_name) const {
  const auto found = std::ranges::find(columns, column_name);
  if (found == columns.end()) base::bad_input("table {}: there is no column {}", name, column_name);
  return static_cast<std::size_t>(found - columns.begin());
}

std::string to_json(const Report& report) {
  nlohmann::ordered_json json{{"experiment", report.experiment},   {"question", report.question},
                              {"publication", report.publication}, {"quick", report.quick},
                              {"interrupted", report.interrupted}, {"seed", report.seed},
                              {"repeats", report.repeats},         {"data", report.data}};
  for (const Table& table : report.tables) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const auto& row : table.rows) {
      nlohmann::ordered_json object;
      for (std::size_t c = 0; c < table.columns.size(); ++c)
        std::visit([&](const auto& value) { object[table.columns[c]] = value; }, row[c]);
      rows.push_back(std::move(object));
    }
    json["tables"][table.name] = std::move(rows);
  }
  for (const Plot& plot : report.plots) json["plots"].push_back(plot.name);
  for (const config::Config& config : report.configs)
    json["configs"].push_back(
        {{"name", config.name}, {"hash", fmt::format("{:016x}", config::hash(config))}});
  if (report.verdict) {
    json["verdict"] = {{"published", report.verdict->published}, {"here", report.verdict->here}};
    if (!report.quick && report.verdict->agrees) json["verdict"]["agrees"] = *report.verdict->agrees;
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string to_csv(const Table& table) {
  std::string out;
  const auto line = [&out](const auto& cells, const auto& as_text) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (c > 0) out.push_back(',');
      out += csv_text(as_text(cells[c]));
    }
    out += "\n";
  };
  line(table.columns, [](const std::string& name) { return name; });
  for (const auto& row : table.rows) line(row, [](const Cell& cell) { return text(cell); });
  return out;
}

std::string to_gnuplot(const Plot& plot, const Report& report) {
  const Table& table = table_of(plot, report);
  std::string out = fmt::format(
      "# gnuplot {0}.gp: makes {0}.svg from {1}.csv\n"
      "set terminal svg size 860,520 noenhanced background 'white'\nset output {2}\n"
      "set datafile separator ','\nset title {3}\nset xlabel {4}\nset ylabel {5}\n",
      plot.name, table.name, quoted(plot.name + ".svg"),
      quoted(plot.title + (report.quick ? " (quick: little data)" : "")), quoted(plot.x_label),
      quoted(plot.y_label));
  return out + (plot.kind == Plot::Kind::image ? image(plot, table) : curves(plot, table));
}

void check_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) base::bad_input("{}: cannot make the folder: {}", folder.string(), error.message());
  base::check_writable(folder / "results.json");
}

std::string write_report(const Report& report, const std::filesystem::path& folder) {
  check_folder(folder);
  for (const Table& table : report.tables) base::write_file(folder / (table.name + ".csv"), to_csv(table));
  for (const InputFile& file : report.inputs)
    base::write_file(folder / (file.name + ".bits"), bits_text(file));
  for (const config::Config& config : report.configs)
    base::write_file(folder / (config.name + ".toml"), config::canonical(config));
  for (const Plot& plot : report.plots)
    if (!table_of(plot, report).rows.empty())
      base::write_file(folder / (plot.name + ".gp"), to_gnuplot(plot, report));
  base::write_file(folder / "results.json", to_json(report));
  const std::filesystem::path log = std::filesystem::absolute(folder / "gnuplot.log");
  for (const Plot& plot : report.plots) {
    if (table_of(plot, report).rows.empty()) continue;
    try {
      const int status = base::run_process({"gnuplot", plot.name + ".gp"}, folder, log, "gnuplot-nox");
      if (status != 0)
        return fmt::format("gnuplot {}: ended with {}; see {}", (folder / (plot.name + ".gp")).string(),
                           status, log.string());
    } catch (const base::Error& e) {
      if (e.kind() != base::ErrorKind::missing_tool) throw;
      std::filesystem::remove(log);
      return fmt::format("no plots were drawn, all else was written: {}", e.what());
    }
    std::filesystem::remove(log);
  }
  return "";
}

}  // namespace silipool::experiments
