#include <silipool/data/files.hpp>

#include "scratch.hpp"

namespace silipool::data::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

class Csv : public Scratch {
 protected:
  Images load(const std::string& content, const LoadOptions& options = {}) const {
    return load_file(put("a.csv", content), options);
  }
  /// The message without the folder.
  std::string refusal(const std::string& content, const LoadOptions& options = {}) const {
    const std::string message = error_of([&] { (void)load(content, options); });
    const std::size_t at = message.find(folder_.string() + "/");
    return at == std::string::npos ? message : message.substr(at + folder_.string().size() + 1);
  }
  static LoadOptions range(std::int64_t low, std::int64_t high) {
    return {.format = {.range = {{low, high}}, .npz_keys = {}}};
  }
  /// The grey level of one value.
  unsigned grey(const std::string& value, std::int64_t low, std::int64_t high) const {
    return load(value + ",1\n", range(low, high)).pixels.at(0);
  }
};

TEST_F(Csv, SamplesWithTheirLabelLastOrFirst) {
  const Images last = load("0,128,255,7\n1,2,3,0\n");
  EXPECT_EQ(last.height, 1U);
  EXPECT_EQ(last.width, 3U);
  EXPECT_EQ(last.pixels, (Bytes{0, 128, 255, 1, 2, 3}));
  EXPECT_EQ(last.labels, (Bytes{7, 0}));
  const Images first = load(
      "7,0,128,255\n", {.format = {.label_column = config::LabelColumn::first, .range = {}, .npz_keys = {}}});
  EXPECT_EQ(first.pixels, (Bytes{0, 128, 255}));
  EXPECT_EQ(first.labels, (Bytes{7}));
}

TEST_F(Csv, HeaderBlanksEndsOfLinesAndGzip) {
  const std::string text = "\xef\xbb\xbfx0, x1 ,label\r\n 5 ,\t6,1\r\n\r\n7.0,8e0,+2";
  EXPECT_EQ(load(text).pixels, (Bytes{5, 6, 7, 8}));
  EXPECT_EQ(load(text).labels, (Bytes{1, 2}));
  EXPECT_EQ(load_file(put_gz("b.csv.gz", text), {}).pixels, (Bytes{5, 6, 7, 8}));
}

TEST_F(Csv, NumbersAreExact) {
  // Half of a grey level is 0.5 of 0..255: what lies just below stays below, whatever a double would say.
  EXPECT_EQ(grey("0.5", 0, 255), 1U);
  EXPECT_EQ(grey("0.4999999999999999999999999999", 0, 255), 0U);
  EXPECT_EQ(grey("1", 0, 1), 255U);
  EXPECT_EQ(grey("0", -1, 1), 128U);  // 127.5 is rounded up
  EXPECT_EQ(grey("-1e0", -1, 1), 0U);
  EXPECT_EQ(grey("-0.0000000000000000000000000001", -1, 1), 127U);
  EXPECT_EQ(grey("1.000000000000000000e-01", 0, 1), 26U);  // 25.5, exactly
  EXPECT_EQ(grey("0.0999999999999999999999999999", 0, 1), 25U);
  EXPECT_EQ(grey("1000000", -1000000, 1000000), 255U);
  EXPECT_EQ(grey("0000000000000000000000000000000000000003.0000000000000000000000000000000000000000", 0, 255),
            3U);
  EXPECT_EQ(grey(".25e1", 0, 255), 3U);
  EXPECT_EQ(grey("0e999999999", 0, 255), 0U);
}

TEST_F(Csv, RefusesValues) {
  EXPECT_EQ(refusal("1,2,0\n1,two,0\n"), "a.csv:2: field 2, \"two\", is not a number");
  EXPECT_EQ(refusal("x,y\n1,\n"), "a.csv:2: field 2, \"\", is not a number");
  for (const char* text : {"nan", "inf", "--1", "1e", "1e+", ".", "1.2.3", "0x10", "1 2", "1e1e1", "e5", "+"})
    EXPECT_SAYS(refusal(std::string("1,1\n") + text + ",1\n"), "a.csv:2: field 1");
  EXPECT_EQ(refusal("-1,0\n"),
            "a.csv:1: field 1, \"-1\", is out of range: 0..255 (data.range scales other values)");
  EXPECT_EQ(refusal("256,0\n"),
            "a.csv:1: field 1, \"256\", is out of range: 0..255 (data.range scales other values)");
  EXPECT_EQ(refusal("0.5,0\n"),
            "a.csv:1: field 1, \"0.5\", is not a whole number: data.range must say what becomes 0 and 255");
  EXPECT_EQ(refusal("1.0001,0\n", range(0, 1)),
            "a.csv:1: field 1, \"1.0001\", is out of range: 0..1 (data.range)");
  EXPECT_SAYS(refusal("-0.0001,0\n", range(0, 1)), "is out of range: 0..1");
  EXPECT_SAYS(refusal("1e999999999,0\n", range(0, 1)), "is out of range");
  EXPECT_SAYS(refusal("-1e50,0\n", range(0, 1)), "is out of range");
  EXPECT_SAYS(refusal("1e-29,0\n", range(0, 1)), "has more digits than the 28 that are read");
  EXPECT_SAYS(refusal("0." + std::string(29, '1') + ",0\n", range(0, 1)), "has more digits");
  EXPECT_SAYS(refusal("1e9999999999,0\n", range(0, 1)), "is not a number");
  EXPECT_LT(refusal(std::string(100000, 'x') + ",1\n").size(), 200U);
}

TEST_F(Csv, RefusesLabels) {
  EXPECT_EQ(refusal("1,256\n"), "a.csv:1: field 2, \"256\", is not a label: whole numbers 0..255 are");
  EXPECT_EQ(refusal("1,-1\n"), "a.csv:1: field 2, \"-1\", is not a label: whole numbers 0..255 are");
  EXPECT_EQ(refusal("1,0.5\n"), "a.csv:1: field 2, \"0.5\", is not a label: whole numbers 0..255 are");
  EXPECT_EQ(refusal("1,cat\n"), "a.csv:1: field 2, \"cat\", is not a number");
}

TEST_F(Csv, RefusesShapes) {
  EXPECT_EQ(refusal("1,2,3\n1,2\n"), "a.csv:2: has 2 fields, the first line has 3");
  EXPECT_EQ(refusal("1,2,3\n1,2,3,\n"), "a.csv:2: has 4 fields, the first line has 3");
  EXPECT_EQ(refusal("x,y,label\n1,2\n"), "a.csv:2: has 2 fields, the first line has 3");
  EXPECT_EQ(refusal(""), "a.csv: has no samples");
  EXPECT_EQ(refusal("x,y\n\n"), "a.csv: has no samples");
  EXPECT_EQ(refusal("5\n6\n"), "a.csv:1: has 1 field: a label and at least one value are needed");
  EXPECT_EQ(refusal(std::string("1,2\n\0", 5)), "a.csv: is not text: it has bytes of 0");
  EXPECT_SAYS(refusal(std::string(70000, ',')), "at most 65536 are legal");
  EXPECT_SAYS(error_of([&] { (void)load_file(folder_ / "gone.csv", {}); }), "gone.csv: cannot open");
}

TEST_F(Csv, ValuesAndLabelsInTwoFiles) {
  const auto values = put("x.csv", "1,2\n3,4\n");
  const Images images = load_pair(values, put("y.csv", "label\n5\n6\n"), {});
  EXPECT_EQ(images.pixels, (Bytes{1, 2, 3, 4}));
  EXPECT_EQ(images.labels, (Bytes{5, 6}));
  EXPECT_SAYS(error_of([&] { (void)load_pair(values, put("y.csv", "5\n"), {}); }), "x.csv has 2 images but");
  EXPECT_SAYS(error_of([&] { (void)load_pair(values, put("y.csv", "5,1\n"), {}); }),
              "y.csv:1: has 2 fields: one label a line is expected");
  EXPECT_SAYS(error_of([&] { (void)load_pair(values, put("y.csv", "y\n"), {}); }), "y.csv: has no labels");
  // Another format holds the labels.
  EXPECT_EQ(load_pair(values, put("y", idx_header({0x801, 2}) + "\1\2"), {}).labels, (Bytes{1, 2}));
}

TEST_F(Csv, IsInspected) {
  const Inspection both = inspect(put("a.csv", "1,2,9\n3,4,0\n"), {});
  EXPECT_EQ(both.kind, FileKind::csv);
  EXPECT_EQ(both.samples, 2U);
  EXPECT_EQ(both.width, 2U);
  EXPECT_TRUE(both.labelled);
  EXPECT_EQ(both.classes, 10U);
  const Inspection labels = inspect(put("y.csv", "1\n2\n3\n"), {});
  EXPECT_EQ(labels.samples, 3U);
  EXPECT_EQ(labels.width, 0U);
  EXPECT_EQ(labels.classes, 4U);
  const Inspection images = inspect(put("i", idx_header({0x803, 1, 2, 3}) + "abcdef"), {});
  EXPECT_EQ(images.kind, FileKind::idx);
  EXPECT_EQ(images.height, 2U);
  EXPECT_FALSE(images.labelled);
  EXPECT_EQ(inspect(put("l", idx_header({0x801, 1}) + "\3"), {}).classes, 4U);
}

}  // namespace
}  // namespace silipool::data::test
