#include "report_text.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace silipool::cli {
namespace {

std::string cell_text(const experiments::Cell& cell) {
  if (const auto* number = std::get_if<double>(&cell)) return fmt::format("{:.4g}", *number);
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *number);
  return std::get<std::string>(cell);
}

/// A mean and its interval share a column: 0.932 +- 0.002.
void print(const experiments::Table& table) {
  std::vector<std::vector<std::string>> lines(1 + table.rows.size());
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const bool interval = c + 1 < table.columns.size() && table.columns[c + 1] == table.columns[c] + "_ci95";
    lines[0].push_back(table.columns[c]);
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      std::string text = cell_text(table.rows[r][c]);
      // A single value has no interval, which the table holds as 0.
      if (const double half = interval ? std::get<double>(table.rows[r][c + 1]) : 0; half > 0)
        text += fmt::format(" +- {:.1g}", half);
      lines[r + 1].push_back(std::move(text));
    }
    if (interval) ++c;
  }
  std::vector<std::size_t> widths(lines[0].size());
  for (const auto& line : lines)
    for (std::size_t c = 0; c < line.size(); ++c) widths[c] = std::max(widths[c], line[c].size());
  for (const auto& line : lines) {
    std::string text;
    for (std::size_t c = 0; c < line.size(); ++c) text += fmt::format("{:<{}}  ", line[c], widths[c]);
    text.erase(text.find_last_not_of(' ') + 1);
    fmt::print("{}\n", text);
  }
  fmt::print("\n");
}

}  // namespace

void print_report(const experiments::Report& report) {
  fmt::print("{}: {}\n{}\n", report.experiment, report.question, report.publication);
  fmt::print("{}; seeds {}..{}, 95 % intervals{}\n\n", report.data, report.seed,
             report.seed + report.repeats - 1,
             report.quick ? "\nQUICK: little data, to see that it works; the figures mean nothing" : "");
  for (const experiments::Table& table : report.tables)
    if (table.printed && !table.rows.empty()) print(table);
  if (report.verdict)
    fmt::print("published: {} | here: {} | {}\n", report.verdict->published, report.verdict->here,
               report.quick              ? "not judged (quick)"
               : !report.verdict->agrees ? "nothing published to hold it against"
               : *report.verdict->agrees ? "agrees"
                                         : "DIFFERS");
}

int hand_out(const experiments::Report& report, const std::filesystem::path& folder, const Common& common) {
  const std::string problem = experiments::write_report(report, folder);
  print_report(report);
  fmt::print("written to {}\n", folder.string());
  if (!problem.empty()) fmt::print(stderr, "silipool: {}\n", problem);
  write_json(common, Json::parse(experiments::to_json(report)));
  return report.interrupted ? kInterrupted : kDone;
}

}  // namespace silipool::cli
