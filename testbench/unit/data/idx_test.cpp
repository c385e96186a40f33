#include <silipool/data/files.hpp>

#include <silipool/base/file.hpp>

#include "scratch.hpp"

namespace silipool::data::test {
namespace {

const std::string two_images = idx_header({0x803, 2, 2, 3}) + "abcdefABCDEF";
const std::string two_labels = idx_header({0x801, 2}) + std::string("\x07\x02", 2);

Images load_idx(const std::filesystem::path& images, const std::filesystem::path& labels) {
  return load_pair(images, labels, {});
}

class IdxFiles : public Scratch {
 protected:
  std::string error_of_images(const std::string& content) {
    return error_of([&] { (void)load_idx(put("images", content), put("labels", two_labels)); });
  }
  std::string error_of_labels(const std::string& content) {
    return error_of([&] { (void)load_idx(put("images", two_images), put("labels", content)); });
  }
};

void expect_the_two(const Images& images) {
  EXPECT_EQ(images.size(), 2U);
  EXPECT_EQ(images.height, 2U);
  EXPECT_EQ(images.width, 3U);
  EXPECT_EQ(images.labels, (std::vector<std::uint8_t>{7, 2}));
  EXPECT_EQ(images.pixels,
            (std::vector<std::uint8_t>{'a', 'b', 'c', 'd', 'e', 'f', 'A', 'B', 'C', 'D', 'E', 'F'}));
}

TEST_F(IdxFiles, PlainAndGzipGiveTheSame) {
  expect_the_two(load_idx(put("images", two_images), put("labels", two_labels)));
  expect_the_two(load_idx(put_gz("images.gz", two_images), put_gz("labels.gz", two_labels)));
  expect_the_two(load_idx(put_gz("gzip under a plain name", two_images), put("labels", two_labels)));
}

TEST_F(IdxFiles, CannotBeOpened) {
  const auto labels = put("labels", two_labels);
  const std::string missing = error_of([&] { (void)load_idx(folder_ / "nothing", labels); });
  EXPECT_SAYS(missing, (folder_ / "nothing").string());
  EXPECT_SAYS(missing, "cannot open: No such file");
  EXPECT_SAYS(error_of([&] { (void)load_idx(folder_, labels); }), "is a directory");
}

TEST_F(IdxFiles, WrongMagic) {
  const std::string text = error_of_images("Hello, this is text");
  EXPECT_SAYS(text, (folder_ / "images").string());
  EXPECT_SAYS(text, "found magic 0x48656c6c, expected 0x00000803");
  EXPECT_SAYS(error_of_labels("Hello, this is text"), "expected 0x00000801");
}

TEST_F(IdxFiles, MislabelledFilesAreCalledSo) {
  const std::string swapped = error_of_labels(two_images);
  EXPECT_SAYS(swapped, "labels: mislabelled: an IDX images file");
  EXPECT_SAYS(swapped, "where labels");
  EXPECT_SAYS(error_of_images(two_labels), "images: mislabelled: an IDX labels file");
}

TEST_F(IdxFiles, TruncatedAtEveryLength) {
  for (std::size_t length = 0; length < two_images.size(); ++length) {
    const std::string message = error_of_images(two_images.substr(0, length));
    EXPECT_SAYS(message, length < 16 ? "expected a header of 16 bytes" : "expected 28 bytes");
    EXPECT_SAYS(message, "found " + std::to_string(length) + " bytes");
  }
  for (std::size_t length = 0; length < two_labels.size(); ++length)
    EXPECT_SAYS(error_of_labels(two_labels.substr(0, length)), "truncated");
}

TEST_F(IdxFiles, TrailingBytes) {
  EXPECT_SAYS(error_of_images(two_images + "x"), "trailing bytes: more than the 28 bytes");
  EXPECT_SAYS(error_of_labels(two_labels + "x"), "trailing bytes: more than the 10 bytes");
}

TEST_F(IdxFiles, ZeroAndHugeDimensions) {
  EXPECT_SAYS(error_of_images(idx_header({0x803, 0, 2, 3})), "0 items");
  EXPECT_SAYS(error_of_images(idx_header({0x803, 2, 0, 3})), "0 x 3 pixels, legal is 1 to 65535");
  EXPECT_SAYS(error_of_images(idx_header({0x803, 2, 2, 0})), "2 x 0 pixels");
  EXPECT_SAYS(error_of_images(idx_header({0x803, 2, 65536, 1})), "65536 x 1 pixels");
  EXPECT_SAYS(error_of_labels(idx_header({0x801, 0})), "0 items");
}

TEST_F(IdxFiles, AHugePromiseCostsNoMemory) {
  // 18 exabytes by the header: allocating first would throw std::bad_alloc instead.
  const std::string message = error_of_images(idx_header({0x803, 0xffffffff, 65535, 65535}) + "xyz");
  EXPECT_SAYS(message, "expected 18446181123756261391 bytes, found 19 bytes");
}

TEST_F(IdxFiles, CountsThatDiffer) {
  const std::string message = error_of_labels(idx_header({0x801, 3}) + "abc");
  EXPECT_SAYS(message, "images has 2 images");
  EXPECT_SAYS(message, "labels has 3 labels");
}

TEST_F(IdxFiles, GzipCutAnywhereIsAnError) {
  const std::string whole = base::read_file(put_gz("whole.gz", two_images));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::string message = error_of_images(whole.substr(0, length));
    EXPECT_SAYS(message, "truncated");
  }
}

TEST_F(IdxFiles, CorruptGzipIsAnError) {
  std::string bytes = base::read_file(put_gz("whole.gz", two_images));
  bytes[bytes.size() - 8] = static_cast<char>(bytes[bytes.size() - 8] ^ 1);  // of the CRC
  EXPECT_SAYS(error_of_images(bytes), "corrupt gzip data");
}

}  // namespace
}  // namespace silipool::data::test
