#pragma once
#include <filesystem>

#include <silipool/data/images.hpp>

namespace silipool::data {

/// Reads a pair of IDX files (the format of MNIST: a big-endian header, then one byte per value), each
/// plain or gzip. Images have magic 0x00000803 and dimensions count x height x width, labels have
/// magic 0x00000801 and dimension count; height and width are 1 to 65535 and count is at least 1.
/// Error{bad_input} names the file: cannot be read, wrong magic, mislabelled, truncated, too long,
/// an illegal dimension, or counts that differ.
[[nodiscard]] Images load_idx(const std::filesystem::path& images, const std::filesystem::path& labels);

}  // namespace silipool::data
