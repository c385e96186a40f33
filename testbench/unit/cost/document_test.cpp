#include <silipool/config/document.hpp>

#include <gtest/gtest.h>

#include "refusal.hpp"

namespace silipool::config {
namespace {

std::string refused(const std::string& text) {
  return cost::test::refusal([&] { (void)parse_document(text, "a.toml"); });
}

TEST(Document, RootTablesItemsAndTheirLines) {
  const auto tables = parse_document("a = \"x\"\nb = -2\n\n[t.u]\n# why\nc = 0.5\n[v]\n", "a.toml");
  ASSERT_EQ(tables.size(), 4U);
  EXPECT_EQ(tables[0].name, "");
  ASSERT_EQ(tables[0].items.size(), 2U);
  EXPECT_EQ(tables[0].items[0].key, "a");
  EXPECT_EQ(std::get<std::string>(tables[0].items[0].value), "x");
  EXPECT_EQ(tables[0].items[0].line, 1U);
  EXPECT_EQ(std::get<double>(tables[0].items[1].value), -2.0);
  EXPECT_EQ(tables[0].items[1].line, 2U);
  EXPECT_EQ(tables[1].name, "t");
  EXPECT_TRUE(tables[1].items.empty());
  EXPECT_EQ(tables[2].name, "t.u");
  EXPECT_EQ(tables[2].line, 4U);
  ASSERT_EQ(tables[2].items.size(), 1U);
  EXPECT_EQ(tables[2].items[0].key, "c");
  EXPECT_EQ(tables[2].items[0].line, 6U);
  EXPECT_EQ(tables[3].name, "v");
  EXPECT_TRUE(tables[3].items.empty());
}

TEST(Document, NothingIsARootOfNothing) {
  const auto tables = parse_document("", "a.toml");
  ASSERT_EQ(tables.size(), 1U);
  EXPECT_TRUE(tables[0].items.empty());
}

TEST(Document, ADotInAQuotedKeyMakesNoTable) {
  const auto tables = parse_document("[t]\n\"a.b\" = 1\n", "a.toml");
  ASSERT_EQ(tables.size(), 2U);
  ASSERT_EQ(tables[1].items.size(), 1U);
  EXPECT_EQ(tables[1].items[0].key, "a.b");
}

TEST(Document, AnOuterTableMayComeAfterItsInner) {
  for (const DocumentTable& table : parse_document("[t.u]\na = 1\n[t]\nb = 2\n", "a.toml")) {
    if (table.name.empty()) continue;
    ASSERT_EQ(table.items.size(), 1U) << table.name;
    EXPECT_EQ(table.items[0].key, table.name == "t" ? "b" : "a");
  }
}

TEST(Document, OtherKindsAreRefused) {
  EXPECT_EQ(refused("\n[t]\na = [1, 2]"), "a.toml:3: t.a must be a text or a number, found an array");
  EXPECT_EQ(refused("a = true"), "a.toml:1: a must be a text or a number, found a boolean");
  EXPECT_EQ(refused("a = 2020-01-01"), "a.toml:1: a must be a text or a number, found a date or time");
  EXPECT_EQ(refused("[[t]]\na = 1"), "a.toml:1: t must be a text or a number, found an array of tables");
}

TEST(Document, SyntaxAndDuplicatesNameTheirLine) {
  EXPECT_EQ(refused("a = 1\nb =\n").rfind("a.toml:2:", 0), 0U);
  EXPECT_EQ(refused("a = 1\na = 2\n").rfind("a.toml:2:", 0), 0U);
  EXPECT_EQ(refused("[t]\n[u]\n[t]\n").rfind("a.toml:3:", 0), 0U);
}

}  // namespace
}  // namespace silipool::config
