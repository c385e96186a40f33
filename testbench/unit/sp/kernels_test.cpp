// Every form of a kernel against the portable one, on random numbers with corners.
#include <silipool/sp/kernels.hpp>

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

TEST_P(KernelsTest, Overlaps) {
  for (std::size_t words_each = 1; words_each <= 8; ++words_each)
    for (const std::size_t columns : {1U, 3U, 28U, 65U}) {
      const auto connected = words(columns * words_each);
      const auto active = words(columns * words_each);
      std::vector<std::uint32_t> expected(columns), found(columns);
      portable_.overlaps_shared(connected.data(), active.data(), words_each, columns, expected.data());
      kernel().overlaps_shared(connected.data(), active.data(), words_each, columns, found.data());
      EXPECT_EQ(found, expected);
      portable_.overlaps_own(connected.data(), active.data(), words_each, columns, expected.data());
      kernel().overlaps_own(connected.data(), active.data(), words_each, columns, found.data());
      EXPECT_EQ(found, expected);
    }
}

TEST_P(KernelsTest, Rows) {
  for (int i = 0; i < 2000; ++i) {
    const auto bits = static_cast<unsigned>(1 + stream_.below(16));
    const auto top = static_cast<std::uint16_t>((1U << bits) - 1U);
    const auto up_to_top = [&] { return static_cast<std::uint16_t>(stream_.below(std::uint64_t{top} + 1)); };
    const RowRule rule{up_to_top(), up_to_top(), top, static_cast<std::uint16_t>(1 + stream_.below(top))};
    const std::size_t count = 1 + stream_.below(4);
    std::vector<std::uint16_t> row(count * 64);
    std::vector<std::uint64_t> connected(count, 0);
    for (std::size_t s = 0; s < row.size(); ++s) {
      row[s] = stream_.below(4) == 0 ? (stream_.below(2) == 0 ? 0 : top) : up_to_top();
      if (row[s] >= rule.threshold) connected[s / 64] |= std::uint64_t{1} << (s % 64);
    }
    auto gain = words(count);
    auto lose = words(count);
    for (std::size_t w = 0; w < count; ++w) lose[w] &= ~gain[w];
    if (stream_.below(4) == 0) gain.assign(count, 0);
    auto row2 = row;
    auto connected2 = connected;
    const RowChange a =
        portable_.learn_row(row.data(), connected.data(), gain.data(), lose.data(), count, rule);
    const RowChange b =
        kernel().learn_row(row2.data(), connected2.data(), gain.data(), lose.data(), count, rule);
    ASSERT_EQ(row2, row);
    ASSERT_EQ(connected2, connected);
    ASSERT_EQ(b.writes, a.writes);
    ASSERT_EQ(b.flips, a.flips);
  }
}

TEST_P(KernelsTest, HashesAndKeys) {
  for (const std::size_t count : {0U, 1U, 7U, 8U, 9U, 100U}) {
    std::vector<std::uint32_t> c(count), expected(count), found(count);
    for (std::uint32_t& x : c)
      x = stream_.below(3) == 0 ? 0 : static_cast<std::uint32_t>(stream_.next() | stream_.below(2) << 31U);
    const auto a = static_cast<std::uint32_t>(stream_.next());
    portable_.hashes(a, 12, c.data(), count, expected.data());
    kernel().hashes(a, 12, c.data(), count, found.data());
    EXPECT_EQ(found, expected);
    for (const std::uint32_t least : {0U, 1U, 0x80000000U, 0xffffffffU, count > 0 ? c[count / 2] : 5U}) {
      EXPECT_EQ(kernel().count_at_least(c.data(), count, least),
                portable_.count_at_least(c.data(), count, least));
      std::vector<std::uint32_t> e(count), f(count);
      e.resize(portable_.find_at_least(c.data(), count, least, e.data()));
      f.resize(kernel().find_at_least(c.data(), count, least, f.data()));
      EXPECT_EQ(f, e);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, KernelsTest, testing::ValuesIn(all_kernels()),
                         [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace
}  // namespace silipool::sp
