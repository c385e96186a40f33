#pragma once
#include <silipool/experiments/report.hpp>

namespace silipool::cli {

/// A report for a person: what was asked, the tables worth reading, the verdict.
void print_report(const experiments::Report& report);

}  // namespace silipool::cli
