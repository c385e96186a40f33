// Every form of a kernel against the portable one, on random numbers with corners.
#include <silipool/sp/kernels.hpp>

#include <algorithm>
#include <bit>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/stream.hpp>

namespace silipool::sp {
namespace {

class KernelsTest : public testing::TestWithParam<Kernels> {
 protected:
  const Kernels& kernel() { return GetParam(); }
  const Kernels portable_ = all_kernels().front();
  base::Stream stream_{7, "kernels"};

  std::uint64_t word() {
    return stream_.next() & (stream_.below(3) == 0 ? ~std::uint64_t{0} : stream_.next());
  }
  std::vector<std::uint64_t> words(std::size_t count) {
    std::vector<std::uint64_t> all(count);
    for (std::uint64_t& w : all) w = word();
    return all;
  }
};

TEST_P(KernelsTest, Windows) {
  for (std::size_t words_each = 1; words_each <= 9; ++words_each)
    for (const std::size_t first : {0U, 1U, 63U, 64U, 100U}) {
      constexpr std::size_t kStrips = 3;
      const std::size_t stride = (first + 63) / 64 + words_each + 1;
      const auto strips = words(kStrips * stride);
      std::vector<std::uint64_t> windows(kStrips * words_each);
      kernel().cut(strips.data(), stride, kStrips, first, words_each, windows.data());
      for (std::size_t g = 0; g < kStrips; ++g)
        for (std::size_t i = 0; i < words_each * 64; ++i)
          ASSERT_EQ(windows[g * words_each + i / 64] >> (i % 64) & 1U,
                    strips[g * stride + (first + i) / 64] >> ((first + i) % 64) & 1U);
    }
}

TEST_P(KernelsTest, Overlaps) {
  for (std::size_t words_each = 1; words_each <= 18; ++words_each)
    for (const std::size_t columns : {1U, 3U, 7U, 8U, 28U, 65U}) {
      constexpr std::size_t kGroups = 3;
      const auto connected = words(kGroups * columns * words_each);
      const auto active = words(kGroups * words_each);
      std::vector<std::uint32_t> expected(kGroups * columns), found(kGroups * columns);
      portable_.overlaps(connected.data(), active.data(), words_each, columns, kGroups, expected.data());
      kernel().overlaps(connected.data(), active.data(), words_each, columns, kGroups, found.data());
      ASSERT_EQ(found, expected) << words_each << " words";
    }
}

TEST_P(KernelsTest, Rows) {
  for (int i = 0; i < 2000; ++i) {
    const auto bits = static_cast<unsigned>(1 + stream_.below(16));
    const auto top = static_cast<std::uint16_t>((1U << bits) - 1U);
    const auto up_to_top = [&] { return static_cast<std::uint16_t>(stream_.below(std::uint64_t{top} + 1)); };
    const RowRule rule{up_to_top(), up_to_top(), top, static_cast<std::uint16_t>(1 + stream_.below(top))};
    const std::size_t blocks = 1 + stream_.below(8);  // of 32: the last word may be half a row
    const std::size_t count = (blocks + 1) / 2;
    std::vector<std::uint16_t> row(blocks * 32);
    for (std::uint16_t& permanence : row)
      permanence = stream_.below(4) == 0 ? (stream_.below(2) == 0 ? 0 : top) : up_to_top();
    auto gain = words(count);
    auto lose = words(count);
    if (stream_.below(4) == 0) gain.assign(count, 0);
    if (stream_.below(8) == 0) lose.assign(count, 0);
    if (blocks % 2 != 0) {
      gain.back() &= 0xffffffffU;
      lose.back() &= 0xffffffffU;
    }
    for (std::size_t w = 0; w < count; ++w) lose[w] &= ~gain[w];
    const auto before = row;
    auto row2 = row;
    std::vector<std::uint64_t> flipped(count, 1), flipped2(count, 2);
    const RowChange a =
        portable_.learn_row(row.data(), gain.data(), lose.data(), count, rule, flipped.data());
    const RowChange b =
        kernel().learn_row(row2.data(), gain.data(), lose.data(), count, rule, flipped2.data());
    ASSERT_EQ(row2, row);
    ASSERT_EQ(flipped2, flipped);
    ASSERT_EQ(b.writes, a.writes);
    ASSERT_EQ(b.flips, a.flips);
    for (std::size_t s = 0; s < row.size(); ++s)
      ASSERT_EQ((flipped[s / 64] >> (s % 64) & 1U) != 0,
                (before[s] >= rule.threshold) != (row[s] >= rule.threshold));
  }
}

TEST_P(KernelsTest, PackedBits) {
  for (int i = 0; i < 2000; ++i) {
    const std::size_t count = 1 + stream_.below(6);
    auto mask = words(count);
    if (stream_.below(2) == 0)
      for (std::uint64_t& w : mask) w &= word() & word();
    if (stream_.below(4) == 0) mask[stream_.below(count)] = 0;
    const auto bits = words(count);
    std::size_t size = 0;
    for (const std::uint64_t w : mask) size += static_cast<std::size_t>(std::popcount(w));
    std::vector<std::uint64_t> expected(count, 7), found(count, 7), in_place = bits;
    portable_.pack(bits.data(), mask.data(), count, expected.data());
    kernel().pack(bits.data(), mask.data(), count, found.data());
    ASSERT_EQ(found, expected);
    kernel().pack(in_place.data(), mask.data(), count, in_place.data());
    for (std::size_t w = 0; w < (size + 63) / 64; ++w) ASSERT_EQ(in_place[w], expected[w]);
    std::vector<std::uint64_t> back(count), back2(count);
    portable_.unpack(expected.data(), mask.data(), count, back.data());
    kernel().unpack(expected.data(), mask.data(), count, back2.data());
    ASSERT_EQ(back2, back);
    for (std::size_t w = 0; w < count; ++w) ASSERT_EQ(back[w], bits[w] & mask[w]);
  }
}

TEST_P(KernelsTest, Draws) {
  for (const std::size_t count : {0U, 1U, 7U, 8U, 9U, 100U}) {
    std::vector<std::uint32_t> c(count), expected(count), found(count);
    for (std::uint32_t& x : c) x = static_cast<std::uint32_t>(stream_.next());
    const auto a = static_cast<std::uint32_t>(stream_.next());
    portable_.hashes(a, 12, c.data(), count, expected.data());
    kernel().hashes(a, 12, c.data(), count, found.data());
    EXPECT_EQ(found, expected);
  }
  constexpr std::uint32_t probabilities[] = {0, 1, 197, 32768, 65535, 65536};
  for (const std::uint32_t p_gain : probabilities)
    for (const std::uint32_t p_lose : probabilities) {
      constexpr std::size_t kWords = 3;
      std::vector<std::uint64_t> gain(kWords), lose(kWords), gain2(kWords), lose2(kWords);
      const auto a = static_cast<std::uint32_t>(stream_.next());
      portable_.draw_slots(a, 5, a << 12U, kWords, p_gain, p_lose, gain.data(), lose.data());
      kernel().draw_slots(a, 5, a << 12U, kWords, p_gain, p_lose, gain2.data(), lose2.data());
      EXPECT_EQ(gain2, gain);
      EXPECT_EQ(lose2, lose);
    }
}

TEST_P(KernelsTest, Keys) {
  for (const std::size_t count : {0U, 1U, 7U, 8U, 9U, 100U})
    for (const KeyRule rule : {KeyRule{0, 0}, KeyRule{5, 0}, KeyRule{0, 5 * 4096}}) {
      std::vector<std::uint32_t> overlaps(count), boosts(count), expected(count), found(count);
      for (std::uint32_t& overlap : overlaps) overlap = static_cast<std::uint32_t>(stream_.below(10));
      for (std::uint32_t& boost : boosts)
        boost = stream_.below(2) == 0 ? 4096 : static_cast<std::uint32_t>(1 + stream_.below(65535));
      portable_.keys(overlaps.data(), boosts.data(), count, rule, expected.data());
      kernel().keys(overlaps.data(), boosts.data(), count, rule, found.data());
      EXPECT_EQ(found, expected);
    }
}

TEST_P(KernelsTest, GreatestKeys) {
  for (int i = 0; i < 4000; ++i) {
    const std::size_t count = 1 + stream_.below(i % 8 == 0 ? 2000 : 90);
    const std::uint64_t values = std::uint64_t{1} << stream_.below(20);  // few: many are equal
    const std::uint64_t idle = stream_.below(5);
    std::vector<std::uint32_t> keys(count), scratch(count), expected(count), found(count);
    for (std::uint32_t& key : keys)
      key = stream_.below(4) < idle ? 0 : static_cast<std::uint32_t>((1U << 31U) + stream_.below(values));
    const std::size_t k = 1 + stream_.below(stream_.below(2) == 0 ? count : std::min<std::size_t>(count, 20));
    const std::uint32_t kth = kernel().kth_greatest(keys.data(), count, k, scratch.data());
    auto sorted = keys;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    ASSERT_EQ(kth, std::max(sorted[k - 1], std::uint32_t{1} << 31U)) << count << " keys, k " << k;
    for (const std::uint32_t least : {0U, 1U, kth, kth + 1, 0xffffffffU}) {
      ASSERT_EQ(kernel().count_at_least(keys.data(), count, least),
                portable_.count_at_least(keys.data(), count, least));
      expected.resize(count);
      found.resize(count);
      expected.resize(portable_.find_at_least(keys.data(), count, least, 3, expected.data()));
      found.resize(kernel().find_at_least(keys.data(), count, least, 3, found.data()));
      ASSERT_EQ(found, expected);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, KernelsTest, testing::ValuesIn(all_kernels()),
                         [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace
}  // namespace silipool::sp
