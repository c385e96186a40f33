// docs/energy.md says what the code and the table say.
#include <algorithm>
#include <regex>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <silipool/base/file.hpp>
#include <silipool/cost/technology.hpp>

namespace silipool::cost {
namespace {

std::string text_of(const std::string& path) { return base::read_file(SILIPOOL_SOURCE_DIR "/" + path); }

/// The line that begins with `start`; empty, and a failure, if there is none.
std::string line_of(const std::string& text, const std::string& start) {
  const std::size_t at = text.find("\n" + start);
  EXPECT_NE(at, std::string::npos) << "docs/energy.md has no line " << start;
  return at == std::string::npos ? "" : text.substr(at + 1, text.find('\n', at + 1) - at - 1);
}

TEST(EnergyDocs, EveryOperationStandsThereWithItsFigures) {
  const std::string docs = text_of("docs/energy.md");
  const CostTable table = load_cost_table("cmos45");
  for (const Operation& operation : operations()) {
    const Energy pj = 1e12 * table.cost_of(operation.name).energy;
    const std::string cells = fmt::format("| `{}` | {} | {:.3g} | {:.3g} | {:.3g} |", operation.name,
                                          operation.per_bit ? "pJ/bit" : "pJ", pj.low, pj.nominal, pj.high);
    EXPECT_EQ(line_of(docs, fmt::format("| `{}` |", operation.name)).substr(0, cells.size()), cells);
  }
}

TEST(EnergyDocs, EveryCountOfAnActivityStandsThere) {
  const std::string docs = text_of("docs/energy.md");
  const std::string header = text_of("sim/engine/include/silipool/engine/activity.hpp");
  const std::regex field(R"((\w+) = 0[,;])");
  int fields = 0;
  for (std::sregex_iterator it(header.begin(), header.end(), field), end; it != end; ++it, ++fields)
    (void)line_of(docs, fmt::format("| `{}` |", (*it)[1].str()));
  EXPECT_GE(fields, 16);
}

}  // namespace
}  // namespace silipool::cost
