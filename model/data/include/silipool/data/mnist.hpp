#pragma once
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace silipool::data {

/// One of MNIST's four files: its name without .gz, and the SHA-256 of its unpacked bytes.
struct MnistFile {
  std::string_view name;
  std::string_view sha256;
};
inline constexpr std::array<MnistFile, 4> mnist_files{{
    {"train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
    {"train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
    {"t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
    {"t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"},
}};

/// What was found of one of the four files.
struct MnistCheck {
  std::filesystem::path path;  ///< the file found; when none was, where the plain one would be
  bool found = false;
  std::string sha256;   ///< of the unpacked bytes; empty when not found or not readable
  std::string problem;  ///< why a file that is there cannot be read; empty when it can
  bool matches = false;
};

/// `folder`/`name`, or `folder`/`name`.gz, whichever is a file; the plain one when both are.
[[nodiscard]] std::optional<std::filesystem::path> find_plain_or_gz(const std::filesystem::path& folder,
                                                                    std::string_view name);

/// The four files in `folder`, in the order of mnist_files. Throws nothing for a file that is missing
/// or broken: that is what it reports.
[[nodiscard]] std::vector<MnistCheck> check_mnist(const std::filesystem::path& folder);

}  // namespace silipool::data
