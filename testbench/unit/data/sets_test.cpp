#include <silipool/data/sets.hpp>

#include <cstdlib>
#include <optional>

#include <silipool/data/digits.hpp>

#include "scratch.hpp"

namespace silipool::data::test {
namespace {

const SetRef mnist_train{"mnist/train", {}, {}};
const SetRef mnist_test{"mnist/test", {}, {}};

class Sets : public Scratch {
 protected:
  Sets() {
    if (const char* value = std::getenv("SILIPOOL_DATA")) before_ = value;
  }
  ~Sets() override {
    if (before_)
      setenv("SILIPOOL_DATA", before_->c_str(), 1);
    else
      unsetenv("SILIPOOL_DATA");
  }
  // One image of one pixel, so that the sets can be told apart.
  static std::string image(char pixel) { return idx_header({0x803, 1, 1, 1}) + pixel; }
  static std::string label(char label) { return idx_header({0x801, 1}) + label; }

 private:
  std::optional<std::string> before_;
};

TEST_F(Sets, SearchPathIsOptionThenEnvironmentThenDefault) {
  setenv("SILIPOOL_DATA", "/from/environment", 1);
  const SearchPath all = search_path("/from/option");
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].folder, "/from/option");
  EXPECT_EQ(all[1].folder, "/from/environment");
  EXPECT_EQ(all[2].folder, "data");
  setenv("SILIPOOL_DATA", "", 1);
  EXPECT_EQ(search_path().size(), 1U);
  unsetenv("SILIPOOL_DATA");
  EXPECT_EQ(search_path().size(), 1U);
}

TEST_F(Sets, FirstPlaceWithBothFilesWins) {
  put("a/mnist/train-images-idx3-ubyte", image('a'));  // without labels: not a set
  put("b/mnist/train-images-idx3-ubyte", image('b'));
  put_gz("b/mnist/train-labels-idx1-ubyte.gz", label('\3'));
  put("c/mnist/train-images-idx3-ubyte", image('c'));
  put("c/mnist/train-labels-idx1-ubyte", label('\4'));
  put("c/mnist/t10k-images-idx3-ubyte", image('t'));
  put("c/mnist/t10k-labels-idx1-ubyte", label('\5'));
  const SearchPath where{{folder_ / "a", "1"}, {folder_ / "b", "2"}, {folder_ / "c", "3"}};
  const Images train = load(mnist_train, where, 0);
  EXPECT_EQ(train.pixels, (std::vector<std::uint8_t>{'b'}));
  EXPECT_EQ(train.labels, (std::vector<std::uint8_t>{3}));
  EXPECT_EQ(load(mnist_test, where, 0).pixels, (std::vector<std::uint8_t>{'t'}));
  EXPECT_TRUE(available(mnist_train, where));
  EXPECT_FALSE(available(mnist_train, {{folder_ / "a", "1"}}));
}

TEST_F(Sets, NotFoundListsEveryPlaceAndHowToGetIt) {
  put("a/mnist/t10k-images-idx3-ubyte", image('a'));
  put("b/other", "");
  setenv("SILIPOOL_DATA", (folder_ / "gone").c_str(), 1);
  SearchPath where = search_path(folder_ / "a");
  where.push_back({folder_ / "b", "default"});
  EXPECT_FALSE(available(mnist_test, where));
  const std::string message = error_of([&] { (void)load(mnist_test, where, 0); });
  EXPECT_SAYS(message, "mnist/test");
  EXPECT_SAYS(message, "t10k-labels-idx1-ubyte");
  EXPECT_SAYS(message, (folder_ / "a").string() + " (--data): only the images are there");
  EXPECT_SAYS(message, (folder_ / "gone").string() + " ($SILIPOOL_DATA): no such folder");
  EXPECT_SAYS(message, (folder_ / "b").string() + " (default): it has no folder mnist");
  EXPECT_SAYS(message, "silipool data fetch mnist");
  EXPECT_SAYS(message, "DIR/mnist");
}

TEST_F(Sets, DigitsNeedNoFiles) {
  const SetRef test{"digits/test", {}, {}};
  EXPECT_TRUE(available(test, {}));
  const Images images = load(test, {}, 3);
  EXPECT_EQ(images.size(), 2000U);
  EXPECT_EQ(images.slice(0, 20).pixels, digits("test", 20, 3).pixels);
  EXPECT_EQ(default_digits("train"), 10000U);
}

TEST_F(Sets, PairOfFiles) {
  const SetRef mine{"mine", put("x", image('p')), put("y", label('\1'))};
  EXPECT_TRUE(available(mine, {}));
  EXPECT_EQ(load(mine, {}, 0).pixels, (std::vector<std::uint8_t>{'p'}));
  EXPECT_FALSE(available({"mine", folder_ / "x", folder_ / "gone"}, {}));
  EXPECT_SAYS(error_of([&] {
                (void)load({"mine", folder_ / "x", {}}, {}, 0);
              }),
              "x: an IDX file without a labels file");
  EXPECT_SAYS(error_of([&] { (void)load({"mine", {}, folder_ / "x"}, {}, 0); }), "without an images file");
}

TEST_F(Sets, UnknownNameSaysTheLegalOnes) {
  const std::string message = error_of([] { (void)load({"mnist", {}, {}}, {}, 0); });
  EXPECT_SAYS(message, "\"mnist\"");
  EXPECT_SAYS(message, "mnist/train, mnist/test, digits/train, digits/test");
  EXPECT_SAYS(error_of([] { (void)available({"digits/all", {}, {}}, {}); }), "digits/all");
}

}  // namespace
}  // namespace silipool::data::test
