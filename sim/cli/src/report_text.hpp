#pragma once
#include <filesystem>

#include <silipool/experiments/report.hpp>

#include "common.hpp"

namespace silipool::cli {

/// A report for a person: what was asked, the tables worth reading, the verdict.
void print_report(const experiments::Report& report);

/// All of a study's report: written to its folder, printed, and as JSON where that was asked for. The exit
/// status: interrupted or done.
[[nodiscard]] int hand_out(const experiments::Report& report, const std::filesystem::path& folder,
                           const Common& common);

}  // namespace silipool::cli
