#include <silipool/data/files.hpp>

#include "scratch.hpp"

namespace silipool::data::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

class SdrFiles : public Scratch {
 protected:
  Images load(const std::string& name, const std::string& content, std::size_t inputs = 0) const {
    return load_file(put(name, content), {.format = {}, .inputs = inputs});
  }
  std::string refusal(const std::string& name, const std::string& content, std::size_t inputs = 0) const {
    const std::string message = error_of([&] { (void)load(name, content, inputs); });
    const std::size_t at = message.find(folder_.string() + "/");
    return at == std::string::npos ? message : message.substr(at + folder_.string().size() + 1);
  }
};

TEST_F(SdrFiles, Bitmaps) {
  const Images images = load("a.bits", "7: 0110\n0:0001\n");
  EXPECT_EQ(images.height, 1U);
  EXPECT_EQ(images.width, 4U);
  EXPECT_EQ(images.pixels, (Bytes{0, 255, 255, 0, 0, 0, 0, 255}));
  EXPECT_EQ(images.labels, (Bytes{7, 0}));
  const Images unlabelled = load("a.bits", "01\n\n11\n");
  EXPECT_EQ(unlabelled.pixels, (Bytes{0, 255, 255, 255}));
  EXPECT_EQ(unlabelled.labels, (Bytes{0, 0}));
}

TEST_F(SdrFiles, HexadecimalIsANumberWithInputZeroLast) {
  EXPECT_EQ(load("a.hex", "1: 81\n2: 0F\n").pixels,
            (Bytes{255, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 0, 0, 0, 0}));
  const Images five = load("a.hex", "size 5\n11\n");
  EXPECT_EQ(five.width, 5U);
  EXPECT_EQ(five.pixels, (Bytes{255, 0, 0, 0, 255}));
}

TEST_F(SdrFiles, IndexLists) {
  const Images images = load("a.sdr", "size 6\n1: 5 0\n2:\n3: 2\n");
  EXPECT_EQ(images.width, 6U);
  EXPECT_EQ(images.pixels, (Bytes{255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0}));
  EXPECT_EQ(images.labels, (Bytes{1, 2, 3}));
  EXPECT_EQ(load("a.sdr", "1 2\n0\n").width, 3U);
  EXPECT_EQ(load("a.sdr", "1 2\n0\n", 8).width, 8U);
  EXPECT_EQ(load("a.sdr", "size 4\n1 2\n", 8).width, 4U) << "what the file says comes first";
}

TEST_F(SdrFiles, LabelsInAnotherFile) {
  const auto bits = put("a.bits", "01\n10\n");
  const auto labels = put("y.csv", "3\n4\n");
  EXPECT_EQ(load_pair(bits, labels, {}).labels, (Bytes{3, 4}));
  EXPECT_SAYS(error_of([&] { (void)load_pair(put("b.bits", "1: 01\n2: 10\n"), labels, {}); }),
              "b.bits: has labels of its own");
  EXPECT_SAYS(error_of([&] { (void)load_pair(bits, bits, {}); }), "hold no labels by themselves");
}

TEST_F(SdrFiles, RefusesBitmaps) {
  EXPECT_EQ(refusal("a.bits", "01\n011\n"), "a.bits:2: has 3 bits, the samples before have 2");
  EXPECT_EQ(refusal("a.bits", "0120\n"), "a.bits:1: bit 2 is \"2\": must be 0 or 1");
  EXPECT_EQ(refusal("a.bits", "1: 01\n10\n"), "a.bits:2: has no label, unlike the samples before");
  EXPECT_EQ(refusal("a.bits", "01\n1: 10\n"), "a.bits:2: has a label, unlike the samples before");
  EXPECT_EQ(refusal("a.bits", "x: 01\n"), "a.bits:1: label \"x\" is not a number");
  EXPECT_EQ(refusal("a.bits", "256: 01\n"),
            "a.bits:1: label \"256\" is not a label: whole numbers 0..255 are");
  EXPECT_EQ(refusal("a.bits", "\n"), "a.bits: has no samples");
  EXPECT_EQ(refusal("a.bits", "3:\n"), "a.bits:1: has 0 bits: 1..32768 are legal");
  EXPECT_EQ(refusal("a.bits", std::string(32769, '1')), "a.bits:1: has 32769 bits: 1..32768 are legal");
  EXPECT_EQ(refusal("a.hex", "0g\n"), "a.hex:1: digit 1 is \"g\": must be 0..9 or a..f");
  EXPECT_EQ(refusal("a.hex", "12\n123\n"), "a.hex:2: has 3 hexadecimal digits: 2 are needed for 8 bits");
  EXPECT_EQ(refusal("a.hex", "size 5\n31\n"), "a.hex:2: has bits past the last of 5: they must be 0");
  EXPECT_EQ(refusal("a.hex", "size 0\n1\n"), "a.hex:1: size \"0\" is not a whole number 1..32768");
}

TEST_F(SdrFiles, RefusesLists) {
  EXPECT_EQ(refusal("a.sdr", "size 4\n1 4\n"), "a.sdr:2: index \"4\" is not a whole number 0..3");
  EXPECT_EQ(refusal("a.sdr", "1 8\n", 8), "a.sdr:1: index \"8\" is not a whole number 0..7");
  EXPECT_EQ(refusal("a.sdr", "1 -2\n"), "a.sdr:1: index \"-2\" is not a whole number 0..32767");
  EXPECT_EQ(refusal("a.sdr", "1 2.5\n"), "a.sdr:1: index \"2.5\" is not a whole number 0..32767");
  EXPECT_EQ(refusal("a.sdr", "1 99999999999999999999\n").find("a.sdr:1: index \"99999"), 0U);
  EXPECT_EQ(refusal("a.sdr", "3 1 3\n"), "a.sdr:1: has index 3 twice");
  EXPECT_EQ(refusal("a.sdr", "size 4\n"), "a.sdr: has no samples");
  EXPECT_EQ(refusal("a.sdr", "1:\n"), "a.sdr: has no index at all, and no line \"size N\"");
  EXPECT_EQ(refusal("a.sdr", "size 40000\n"), "a.sdr:1: size \"40000\" is not a whole number 1..32768");
}

}  // namespace
}  // namespace silipool::data::test
