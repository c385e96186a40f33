// The pure functions of the oracle against published or hand-worked values.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/oracle/oracle.hpp>

namespace silipool::oracle {
namespace {

using Places = std::vector<std::size_t>;

std::uint32_t little_endian(std::string_view text, std::size_t at, std::size_t bytes) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < bytes; ++i)
    word |= std::uint32_t{static_cast<unsigned char>(text[at + i])} << (8 * i);
  return word;
}

/// lookup3's hashlittle for a key of 30 bytes, with its mix() written out and the oracle's hash as its
/// final().
std::uint32_t hashlittle_30(std::string_view key, std::uint32_t initval) {
  std::uint32_t a = 0xdeadbeef + 30 + initval;
  std::uint32_t b = a;
  std::uint32_t c = a;
  for (std::size_t at = 0; at < 24; at += 12) {
    a += little_endian(key, at, 4);
    b += little_endian(key, at + 4, 4);
    c += little_endian(key, at + 8, 4);
    const auto turn = [](std::uint32_t& x, std::uint32_t& y, std::uint32_t& z, int bits) {
      x -= z;
      x ^= std::rotl(z, bits);
      z += y;
    };
    turn(a, b, c, 4);
    turn(b, c, a, 6);
    turn(c, a, b, 8);
    turn(a, b, c, 16);
    turn(b, c, a, 19);
    turn(c, a, b, 4);
  }
  a += little_endian(key, 24, 4);
  b += little_endian(key, 28, 2);
  return hash(a - 0xdeadbeef, b, c >> 28, (c >> 12) & 0xffff, c & 0xfff);
}

TEST(OracleHash, IsTheFinalMixOfLookup3) {
  constexpr std::string_view key = "Four score and seven years ago";  // of lookup3's own self-test
  EXPECT_EQ(hashlittle_30(key, 0), 0x17770551U);
  EXPECT_EQ(hashlittle_30(key, 1), 0xcd628161U);
}

TEST(OracleDrawPool, TakesExactlyTheLesserOfMAndR) {
  for (std::size_t r = 0; r <= 40; ++r) {
    Places candidates;
    for (std::size_t i = 0; i < r; ++i) candidates.push_back(3 * i + 1);
    for (std::size_t m = 1; m <= 45; ++m)
      for (std::uint32_t seed = 0; seed < 8; ++seed) {
        const Places taken = draw_pool(candidates, m, seed, stream_pool, 7);
        EXPECT_EQ(taken.size(), std::min(m, r));
        EXPECT_TRUE(std::ranges::is_sorted(taken));
        EXPECT_TRUE(std::ranges::includes(candidates, taken));
      }
  }
}

TEST(OracleDrawPool, TakesEveryCandidateEquallyOften) {
  constexpr std::size_t draws = 20000;
  const Places candidates{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  std::array<std::size_t, 10> times{};
  for (std::size_t c = 0; c < draws; ++c)
    for (const std::size_t q : draw_pool(candidates, 3, 1, stream_sample, c)) ++times[q];
  // Binomial(20000, 0.3): mean 6000, standard deviation 65.
  for (const std::size_t n : times) EXPECT_NEAR(static_cast<double>(n), 6000, 5 * 65);
}

TEST(OracleInitialPermanence, CoversItsTwoRanges) {
  // B = 3, theta = 5: connected values are 5..7, the others 0..4.
  std::array<bool, 8> seen{};
  for (std::uint32_t hi = 0; hi < 65536; hi += 97) {
    const std::uint64_t connected = initial_permanence(3, 5, 1, hi << 16);
    const std::uint64_t not_connected = initial_permanence(3, 5, 1, hi << 16 | 1);
    ASSERT_TRUE(connected >= 5 && connected <= 7);
    ASSERT_LT(not_connected, 5U);
    seen[connected] = seen[not_connected] = true;
  }
  EXPECT_TRUE(std::ranges::all_of(seen, [](bool s) { return s; }));
}

TEST(OracleInitialPermanence, ZeroIsNeverAnd65536Always) {
  for (const std::uint32_t u : {0x00000000U, 0x0000ffffU, 0xffff0000U, 0xffffffffU}) {
    EXPECT_LT(initial_permanence(16, 40000, 0, u), 40000U);
    EXPECT_GE(initial_permanence(16, 40000, 65536, u), 40000U);
    EXPECT_LT(initial_permanence(16, 40000, 65536, u), 65536U);
  }
}

TEST(OracleInhibit, LearnersAreTheBestWinnersNotTheFirst) {
  const std::vector<Contender> contenders{{4, 4096}, {9, 4096}, {6, 4096}, {9, 4096}, {1, 65535}};
  const Outcome outcome = inhibit(4, 2, 2, contenders);  // keys 16384, 36864, 24576, 36864; the last is out
  EXPECT_EQ(outcome.winners, (Places{0, 1, 2, 3}));
  EXPECT_EQ(outcome.learners, (Places{1, 3}));
  EXPECT_EQ(inhibit(4, 1, 2, contenders).learners, (Places{1}));
}

TEST(OracleInhibit, ComparesAllBitsOfTheKey) {
  // 4096 * 65535 and 4096 * 65534 differ in bit 12 of 29; 4095 * 65535 differs from the first by 65535.
  EXPECT_EQ(inhibit(1, 1, 0, {{4096, 65534}, {4096, 65535}, {4095, 65535}}).winners, (Places{1}));
  EXPECT_EQ(inhibit(1, 1, 0, {{1, 4096}, {1, 4097}}).winners, (Places{1}));
}

TEST(OracleInhibit, NobodyWinsBelowTheStimulusThreshold) {
  const Outcome outcome = inhibit(2, 2, 3, {{2, 65535}, {0, 4096}});
  EXPECT_TRUE(outcome.winners.empty());
  EXPECT_TRUE(outcome.learners.empty());
}

TEST(OracleLearning, Saturates) {
  EXPECT_EQ(gain(4, 15, 1), 15U);
  EXPECT_EQ(gain(4, 14, 1), 15U);
  EXPECT_EQ(gain(4, 13, 1), 14U);
  EXPECT_EQ(lose(0, 1), 0U);
  EXPECT_EQ(lose(1, 1), 0U);
  EXPECT_EQ(lose(2, 1), 1U);
}

TEST(OracleDraws, ReadTheirHalvesOfTheHash) {
  for (std::uint32_t c = 0; c < 200; ++c) {
    const std::uint32_t v = hash(9, 5, 3, c, 0);
    const std::uint64_t low = v & 0xffff;
    const std::uint64_t high = v >> 16;
    // A probability of exactly the draw does not suffice, one more does.
    EXPECT_EQ(draw_per_winner(9, 5, c, low, high), (Draw{false, false}));
    EXPECT_EQ(draw_per_winner(9, 5, c, low + 1, high), (Draw{true, false}));
    EXPECT_EQ(draw_per_winner(9, 5, c, low, high + 1), (Draw{false, true}));

    const std::uint32_t u = hash(9, 5, 3, c, 4);
    for (const std::uint32_t s : {8U, 9U}) {
      const std::uint64_t d = s == 8 ? u & 0xffff : u >> 16;
      EXPECT_EQ(draw_per_synapse(9, 5, c, s, d, d + 1), (Draw{false, true}));
      EXPECT_EQ(draw_per_synapse(9, 5, c, s, d + 1, d), (Draw{true, false}));
    }
  }
}

TEST(OracleBoost, FollowsTheDistanceFromTheTarget) {
  constexpr std::int64_t half = 1 << 23;            // y = floor((target - duty + 1) / 2)
  EXPECT_EQ(boost(half, 1000, 1000), 4096U);        // y = 0
  EXPECT_EQ(boost(half, 1000, 1000 - 512), 8192U);  // y = 256
  EXPECT_EQ(boost(half, 1000, 1000 + 512), 2048U);  // y = -256
  EXPECT_EQ(boost(half, 1000, 1000 + 513), 2048U);  // y = -256: half up, towards the greater boost
  EXPECT_EQ(boost(half, 1000, 1000 + 514), 2042U);  // y = -257, I = -2, f = 255: 8170 >> 2
  EXPECT_EQ(boost(half, 4096, 2050), 65360U);       // y = 1023, I = 3, f = 255: 8170 << 3, the greatest
  EXPECT_EQ(boost(half, 4096, 2049), 65535U);       // y = 1024: more than 16 bits hold
  EXPECT_EQ(boost(half, 0, 6144), 1U);              // y = -3072: 4096 >> 12
  EXPECT_EQ(boost(half, 0, 6146), 1U);              // y = -3073: nothing would be left
}

TEST(OracleBoost, NeverRisesWithDuty) {
  std::uint64_t last = 65535;
  for (std::int64_t duty = 0; duty < 20000; ++duty) {
    const std::uint64_t now = boost(3000000, 9000, duty);
    ASSERT_LE(now, last);
    last = now;
  }
  EXPECT_LT(last, 1000U);
}

TEST(OracleDecay, RoundsHalfUp) {
  EXPECT_EQ(decay(1, 32768), 0U);  // 0.5 goes
  EXPECT_EQ(decay(1, 32767), 1U);
  EXPECT_EQ(decay(67108863, 65536), 0U);
  EXPECT_EQ(decay(67108863, 1), 67108863U - 1024);
}

}  // namespace
}  // namespace silipool::oracle
