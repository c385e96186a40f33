#pragma once
#include <string>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

namespace silipool::cost::test {

/// The message of the Error{bad_input} that `f` throws; empty, and a failure, when it throws none.
template <typename F>
std::string refusal(F&& f) {
  try {
    f();
  } catch (const base::Error& e) {
    EXPECT_EQ(e.kind(), base::ErrorKind::bad_input);
    return e.what();
  }
  ADD_FAILURE() << "no error";
  return {};
}

/// A table of two operations: `multiply` stands on lines 5..11, `sram_read_bit` on 12..18.
inline const std::string kTable = R"(name = "test"
description = "for tests"
node = "45 nm"

[operation.multiply]
low = 1
nominal = 2.5
high = 4
unit = "pJ"
node = "40 nm"
source = "somebody, table 1"
[operation.sram_read_bit]
low = 100
nominal = 200
high = 400
unit = "fJ/bit"
node = "22 nm"
source = "somebody else"
)";

}  // namespace silipool::cost::test
