#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include <silipool/data/files.hpp>

namespace silipool::data {

/// Samples as a file holds them: its labels may be elsewhere.
struct Loaded {
  std::size_t height = 0, width = 0;
  std::vector<std::uint8_t> values;  // samples after each other
  std::vector<std::uint8_t> labels;  // empty where there are none

  [[nodiscard]] std::size_t size() const { return values.size() / (height * width); }
};

/// Whether a file that is being read holds labels beside its values, or only values.
enum class Labels { within, elsewhere };

/// IDX, the format of MNIST: a big-endian header, then one byte for each value. Values have magic 0x00000803
/// and dimensions count x height x width, labels magic 0x00000801 and dimension count; height and width are 1
/// to 65535 and count is at least 1.
[[nodiscard]] Loaded load_idx(const std::filesystem::path& path);
[[nodiscard]] std::vector<std::uint8_t> load_idx_labels(const std::filesystem::path& path);
[[nodiscard]] bool is_idx_labels(const std::filesystem::path& path);

[[nodiscard]] Loaded load_csv(const std::filesystem::path& path, Labels labels, const LoadOptions& options);
[[nodiscard]] std::vector<std::uint8_t> load_csv_labels(const std::filesystem::path& path);
[[nodiscard]] bool is_csv_labels(const std::filesystem::path& path);

[[nodiscard]] Loaded load_npy(const std::filesystem::path& path, const LoadOptions& options);
[[nodiscard]] std::vector<std::uint8_t> load_npy_labels(const std::filesystem::path& path);
[[nodiscard]] bool is_npy_labels(const std::filesystem::path& path);

[[nodiscard]] Loaded load_npz(const std::filesystem::path& path, Labels labels, const LoadOptions& options);
[[nodiscard]] std::vector<std::uint8_t> load_npz_labels(const std::filesystem::path& path);

/// .bits, .hex or .sdr.
[[nodiscard]] Loaded load_sdrs(const std::filesystem::path& path, FileKind kind, const LoadOptions& options);

}  // namespace silipool::data
