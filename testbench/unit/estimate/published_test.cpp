#include <silipool/estimate/published.hpp>

#include <bit>
#include <cstdlib>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/data/files.hpp>
#include <silipool/data/mnist.hpp>

namespace silipool::estimate {
namespace {

std::string refusal(const std::string& text) {
  try {
    (void)recompute(text, "a.toml");
  } catch (const base::Error& e) {
    EXPECT_EQ(e.kind(), base::ErrorKind::bad_input);
    return e.what();
  }
  ADD_FAILURE() << "no error";
  return {};
}

constexpr const char* kDesign = R"(name = "a"
title = "b"
citation = "c"
[input.feature]
value = 65
unit = "nm"
source = "s"
[input.supply]
value = 0.9
unit = "V"
source = "s"
[input.n]
value = 12
unit = "1"
source = "s"
[figure.e]
what = "energy"
published = 2
unit = "pJ"
per = "n"
source = "s"
reason = "r"
[term.x]
of = "e"
count = "n n"
price = "operation register_bit"
)";

std::string with(const std::string& from, const std::string& to) {
  std::string text = kDesign;
  return text.replace(text.find(from), from.size(), to);
}

TEST(Published, AFigureIsTheSumOfItsTermsForEachOfWhatItIsOf) {
  const PublishedDesign design = recompute(kDesign, "a.toml");
  const PublishedFigure& figure = design.figure("energy");
  EXPECT_DOUBLE_EQ(figure.ours.nominal, 12 * 0.009);  // pJ
  EXPECT_DOUBLE_EQ(figure.ratio(), 12 * 0.009 / 2);
  EXPECT_FALSE(figure.within(2));
  // Scaling is F V^2, and says so.
  const PublishedDesign scaled =
      recompute(with("register_bit\"\n", "register_bit\"\nscaled_from = \"feature supply\"\n"), "a.toml");
  EXPECT_DOUBLE_EQ(scaled.figure("energy").ours.nominal, figure.ours.nominal);
  EXPECT_NE(scaled.figure("energy").terms[0].find("EXTRAPOLATED: x 1, F V^2"), std::string::npos);
}

TEST(Published, WhatIsWrongNamesFileLineAndKey) {
  EXPECT_EQ(refusal(with("count = \"n n\"", "count = \"n m\"")),
            "a.toml:25: term.x.count needs an [input.m] above it");
  EXPECT_EQ(refusal(with("count = \"n n\"", "count = \"n supply\"")),
            "a.toml:25: term.x.count cannot use [input.supply] in V");
  EXPECT_EQ(refusal(with("value = 12", "value = 1.5")),
            "a.toml:25: term.x.count = \"n n\" is 2.25: no whole number below 9e15");
  EXPECT_EQ(refusal(with("unit = \"pJ\"", "unit = \"mm2\"")),
            "a.toml:26: term.x.price is of another kind than [figure.e], in mm2");
  EXPECT_EQ(refusal(with("of = \"e\"", "of = \"f\"")),
            "a.toml:24: term.x.of = \"f\": there is no [figure.f] above it");
  EXPECT_NE(refusal(with("register_bit", "registers")).find("unknown operation 'registers'"),
            std::string::npos);
  EXPECT_NE(refusal(with("operation register_bit", "magic")).find("a.toml:26: term.x.price = \"magic \""),
            std::string::npos);
  EXPECT_EQ(refusal(with("reason = \"r\"", "verdict = \"r\"")), "a.toml:16: figure.e.reason is missing");
}

/// What docs/published_designs.md shows; a change of a cost model that moves one is seen here.
struct Wanted {
  const char* design;
  const char* figure;
  double ratio;
};
constexpr Wanted kWanted[] = {
    {"isaac", "energy of the array", 3},
    {"isaac", "energy of the converters", 1.655},
    {"isaac", "energy of a read, drivers and converters included", 1.504},
    {"neurosim_sram", "area", 1.226},
    {"neurosim_sram", "energy of an image learned", 0.8253},
    {"neurosim_sram", "leakage", 0.001759},
    {"nvsim_rram", "energy of a write", 0.722},
    {"nvsim_rram", "area", 0.8722},
    {"nvsim_rram", "energy of a read", 1.066},
    {"nvsim_sram", "area", 1.369},
    {"nvsim_sram", "energy of a read", 10.84},
    {"nvsim_sram", "energy of a write", 0.8089},
    {"nvsim_sram", "leakage", 0.00255},
    {"tsetlin", "energy of a classification", 0.7249},
};

std::map<std::string, PublishedDesign> designs() {
  std::map<std::string, PublishedDesign> all;
  for (PublishedDesign& design : published_designs()) all.emplace(design.name, std::move(design));
  return all;
}

TEST(Published, RatiosAreHeld) {
  const auto all = designs();
  std::size_t recomputed = 0;
  for (const auto& [name, design] : all)
    for (const PublishedFigure& figure : design.figures) recomputed += figure.recomputed ? 1 : 0;
  EXPECT_EQ(recomputed, std::size(kWanted));
  for (const Wanted& wanted : kWanted)
    EXPECT_NEAR(all.at(wanted.design).figure(wanted.figure).ratio() / wanted.ratio, 1, 0.01)
        << wanted.design << ": " << wanted.figure << " = "
        << all.at(wanted.design).figure(wanted.figure).ratio();
}

TEST(Published, ThreeDesignsAndMoreAreWithinTwo) {
  std::size_t designs_within = 0;
  for (const auto& [name, design] : designs())
    for (const PublishedFigure& figure : design.figures)
      if (figure.within(2)) {
        ++designs_within;
        break;
      }
  EXPECT_GE(designs_within, 3U);
}

TEST(Published, DocsHaveEveryRow) {
  const std::string docs = base::read_file(SILIPOOL_SOURCE_DIR "/docs/published_designs.md");
  for (const auto& [name, design] : designs()) {
    EXPECT_NE(docs.find(design.title), std::string::npos) << design.title;
    for (const PublishedFigure& f : design.figures) {
      const std::string row =
          f.recomputed ? fmt::format("| {} | {:.4g} {} | {:.3g} ({:.3g} .. {:.3g}) | {:.3g} |", f.what,
                                     f.published, f.unit, f.ours.nominal, f.ours.low, f.ours.high, f.ratio())
                       : fmt::format("| {} | {:.4g} {} | - | - |", f.what, f.published, f.unit);
      EXPECT_NE(docs.find(row), std::string::npos) << "docs/published_designs.md lacks\n" << row;
    }
  }
}

double input(const PublishedDesign& design, const std::string& name) {
  for (const PublishedInput& i : design.inputs)
    if (i.name == name) return i.value;
  ADD_FAILURE() << name;
  return 0;
}

TEST(Published, CountsOnMnistAreWhatTheyAreSaidToBe) {
  if (std::getenv("SILIPOOL_DATA") == nullptr)
    GTEST_SKIP() << "SILIPOOL_DATA is not set: the folder that holds mnist/";
  const std::filesystem::path folder = std::filesystem::path(std::getenv("SILIPOOL_DATA")) / "mnist";
  const auto load = [&folder](const std::string& set) {
    const auto images = data::find_plain_or_gz(folder, set + "-images-idx3-ubyte"),
               labels = data::find_plain_or_gz(folder, set + "-labels-idx1-ubyte");
    EXPECT_TRUE(images && labels) << set;
    return data::load_pair(*images, *labels, {});
  };
  const auto all = designs();

  std::uint64_t active = 0;
  const auto train = load("train");
  for (std::size_t i = 0; i < train.size(); ++i)
    for (const std::uint8_t pixel : train.image(i)) active += pixel > 127 ? 1 : 0;
  EXPECT_EQ(static_cast<double>(active), input(all.at("neurosim_sram"), "active_pixels"));

  std::uint64_t changes = 0;
  const auto test = load("t10k");
  for (std::size_t i = 0; i < test.size(); ++i) {
    const auto image = test.image(i);
    std::uint32_t rows[28] = {};
    for (std::size_t p = 0; p < 784; ++p) rows[p / 28] |= (image[p] > 75 ? 1U : 0U) << (p % 28);
    const auto difference = [&rows](unsigned x, unsigned y, unsigned to_x, unsigned to_y) {
      unsigned bits = 0;
      for (unsigned k = 0; k < 10; ++k)
        bits += static_cast<unsigned>(std::popcount(((rows[y + k] >> x) ^ (rows[to_y + k] >> to_x)) & 1023U));
      return bits;
    };
    // Each feature is two literals; of the thermometers of x and y as many bits change as the place moves.
    for (unsigned y = 0; y < 19; ++y) {
      for (unsigned x = 0; x < 18; ++x) changes += 2 * (difference(x, y, x + 1, y) + 1);
      if (y < 18) changes += 2 * (difference(18, y, 0, y + 1) + 18 + 1);
    }
  }
  EXPECT_EQ(static_cast<double>(changes), input(all.at("tsetlin"), "literal_changes"));
}

}  // namespace
}  // namespace silipool::estimate
