#include <silipool/config/schema.hpp>

#include <gtest/gtest.h>

#include <silipool/base/file.hpp>

namespace silipool::config {
namespace {

TEST(Documentation, HasTheTablesOfTheSchema) {
  const std::string page = base::read_file(SILIPOOL_SOURCE_DIR "/docs/configuration.md");
  const std::string begin = "<!-- schema -->\n\n", end = "\n<!-- end of schema -->\n";
  const std::size_t from = page.find(begin), to = page.find(end);
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  EXPECT_TRUE(page.substr(from + begin.size(), to - from - begin.size()) == markdown())
      << "docs/configuration.md must have this between its marks:\n"
      << markdown();
}

TEST(Documentation, HasARowForEveryKey) {
  const std::string tables = markdown();
  for (const SchemaKey& key : schema()) {
    const std::size_t at = tables.find("| `" + std::string(key.name) + "` | ");
    ASSERT_NE(at, std::string::npos) << key.name;
    const std::string row = tables.substr(at, tables.find('\n', at) - at);
    EXPECT_NE(row.find(" | " + legal_text(key) + " | "), std::string::npos) << row;
    EXPECT_NE(row.find(" | " + key.fallback + " | "), std::string::npos) << row;
    EXPECT_FALSE(legal_text(key).empty()) << key.name;
    EXPECT_FALSE(key.fallback.empty()) << key.name;
    EXPECT_FALSE(key.description.empty()) << key.name;
  }
}

}  // namespace
}  // namespace silipool::config
