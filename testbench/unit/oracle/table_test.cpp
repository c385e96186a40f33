// The generated tables of 2^(f / 256) and of log2(1 + m / 256) against the oracle's own exact ones.
#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/oracle/oracle.hpp>

namespace silipool::oracle {
namespace {

using Table = std::vector<std::uint64_t>;

Table exact_table() { return {boost_table().begin(), boost_table().end()}; }

std::string read_without_comments(const std::string& path) {
  std::ifstream in(SILIPOOL_SOURCE_DIR + path);
  EXPECT_TRUE(in.good()) << path;
  std::string text;
  for (std::string line; std::getline(in, line);) text += line.substr(0, line.find("//")) + "\n";
  return text;
}

/// The first group of every match, as a number.
Table numbers(const std::string& text, const std::regex& pattern) {
  Table values;
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match)
    values.push_back(std::stoull((*match)[1].str()));
  return values;
}

TEST(OracleBoostTable, IsWhatTheModelIncludes) {
  const std::string text = read_without_comments("/model/sp/include/silipool/sp/boost_table.inc");
  EXPECT_EQ(numbers(text, std::regex(R"((\d+))")), exact_table());
  constexpr std::array<std::uint64_t, 256> as_initialiser = {
#include "../../../model/sp/include/silipool/sp/boost_table.inc"
  };
  EXPECT_EQ(Table(as_initialiser.begin(), as_initialiser.end()), exact_table());
}

TEST(OracleBoostTable, IsWhatTheRtlIncludes) {
  const std::string text = read_without_comments("/rtl/silipool_boost_rom.svh");
  EXPECT_TRUE(std::regex_search(
      text, std::regex(R"(localparam\s+logic\s+\[256\*13-1:0\]\s+SILIPOOL_BOOST_ROM\s*=\s*\{)")));
  const Table listed = numbers(text, std::regex(R"(13'd(\d+))"));
  EXPECT_EQ(Table(listed.rbegin(), listed.rend()), exact_table());  // a concatenation begins at the top
}

TEST(OracleBoostTable, HasKnownValues) {
  EXPECT_EQ(boost_table()[0], 4096U);
  EXPECT_EQ(boost_table()[128], 5793U);  // sqrt(2) * 4096 = 5792.6
  EXPECT_EQ(boost_table()[255], 8170U);
}

TEST(OracleLogTable, IsWhatTheConfigurationIncludes) {
  const std::string text = read_without_comments("/model/config/src/log2_table.inc");
  EXPECT_EQ(numbers(text, std::regex(R"((\d+))")), Table(log_table().begin(), log_table().end()));
}

TEST(OracleLogTable, HasKnownValues) {
  EXPECT_EQ(log_table()[0], 0U);
  EXPECT_EQ(log_table()[64], 1319U);   // log2(5 / 4) = 0.321928, times 4096 is 1318.6
  EXPECT_EQ(log_table()[128], 2396U);  // log2(3 / 2) = 0.584963: 2396.01
  EXPECT_EQ(log_table()[255], 4084U);  // log2(511 / 256) = 0.997180: 4084.4
}

}  // namespace
}  // namespace silipool::oracle
