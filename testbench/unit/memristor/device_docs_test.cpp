// docs/memristors.md has the tables of the code.
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <silipool/base/file.hpp>
#include <silipool/memristor/device/card.hpp>
#include <silipool/memristor/device/effects.hpp>

namespace silipool::memristor {
namespace {

const std::string kPage = base::read_file(SILIPOOL_SOURCE_DIR "/docs/memristors.md");

void expect_between(const std::string& name, const std::string& wanted) {
  const std::string begin = fmt::format("<!-- {} -->\n\n", name),
                    end = fmt::format("\n<!-- end of {} -->\n", name);
  const std::size_t from = kPage.find(begin), to = kPage.find(end);
  ASSERT_NE(from, std::string::npos) << name;
  ASSERT_NE(to, std::string::npos) << name;
  EXPECT_TRUE(kPage.substr(from + begin.size(), to - from - begin.size()) == wanted)
      << "docs/memristors.md must have this between its marks:\n"
      << wanted;
}

TEST(Documentation, HasTheTablesOfCardsAndKeys) {
  expect_between("cards", cards_markdown());
  expect_between("keys", card_keys_markdown());
}

TEST(Documentation, SaysOfEveryEffectWhatItIs) {
  for (const EffectSwitch& one : effect_switches())
    EXPECT_NE(kPage.find(fmt::format("| `{}` | ", one.name)), std::string::npos) << one.name;
}

TEST(Documentation, HasASectionForEveryModel) {
  for (int i = 0; i < 8; ++i)
    EXPECT_NE(kPage.find(fmt::format("`{}`", model_name(static_cast<Model>(i)))), std::string::npos) << i;
}

}  // namespace
}  // namespace silipool::memristor
