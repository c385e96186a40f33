#include <silipool/data/sha256.hpp>

#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace silipool::data {
namespace {

std::string sha256(std::string_view text) {
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

// The examples of FIPS 180-4 as published by NIST.
TEST(Sha256, PublishedVectors) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, MillionTimesAInPieces) {
  const std::vector<std::uint8_t> piece(1000, 'a');
  Sha256 hash;
  for (int i = 0; i < 1000; ++i) hash.update(piece);
  EXPECT_EQ(hash.finish(), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace silipool::data
