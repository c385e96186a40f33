#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <silipool/base/error.hpp>

namespace silipool::data::test {

/// A folder of its own for one test, removed afterwards.
class Scratch : public ::testing::Test {
 protected:
  Scratch() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() / (std::string("silipool.") + info->test_suite_name() +
                                                        "." + info->name() + "." + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  ~Scratch() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::filesystem::path put(const std::filesystem::path& name, const std::string& content) const {
    const auto path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  std::filesystem::path put_gz(const std::filesystem::path& name, const std::string& content) const {
    const auto path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    gzFile file = gzopen(path.c_str(), "wb");
    EXPECT_EQ(gzwrite(file, content.data(), static_cast<unsigned>(content.size())),
              static_cast<int>(content.size()));
    EXPECT_EQ(gzclose(file), Z_OK);
    return path;
  }

  std::filesystem::path folder_;
};

/// The big-endian header of an IDX file.
inline std::string idx_header(std::initializer_list<std::uint32_t> words) {
  std::string bytes;
  for (const std::uint32_t word : words)
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(word >> shift));
  return bytes;
}

/// The message of the Error{bad_input} that `f` throws; empty, and a failure, when it throws none.
template <typename F>
std::string error_of(F&& f) {
  try {
    f();
  } catch (const base::Error& e) {
    EXPECT_EQ(e.kind(), base::ErrorKind::bad_input);
    return e.what();
  }
  ADD_FAILURE() << "no error";
  return {};
}

}  // namespace silipool::data::test

#define EXPECT_SAYS(message, part)                   \
  EXPECT_NE((message).find(part), std::string::npos) \
      << "\"" << (message) << "\" does not say \"" << (part) << "\""
