#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include <silipool/config/config.hpp>
#include <silipool/data/images.hpp>

namespace silipool::data {

/// Formats of files of the user's own; docs/data.md has an example of each.
enum class FileKind { idx, csv, npy, npz, bits, hex, sdr };
/// "IDX", "CSV", ...
[[nodiscard]] std::string_view name_of(FileKind kind);

/// By the ending of the name (.gz aside); a file with another ending by its first bytes: NumPy's or a zip
/// archive's, else IDX. Error{bad_input} where those bytes cannot be read.
[[nodiscard]] FileKind kind_of(const std::filesystem::path& path);

enum class Role { train, test };

struct LoadOptions {
  config::DataFormat format{};
  Role role = Role::train;  ///< which arrays of an .npz that holds both sets
  std::size_t inputs = 0;   ///< bits of an index list that does not say its size; 0: the greatest index + 1
};

/// Samples with their labels from one file (CSV, .npz, or raw SDRs, where unlabelled samples get label 0).
/// All files may be gzip. Values become grey levels 0..255: as they are, or by format.range, value v of
/// [low, high] to floor(255 (v - low) / (high - low) + 1/2), exactly. Error{bad_input} names the file, and
/// the line and field, or the sample and value, where it is about one.
[[nodiscard]] Images load_file(const std::filesystem::path& path, const LoadOptions& options);
/// The same from two files of any formats, of which the second has one label, 0..255, for each sample.
[[nodiscard]] Images load_pair(const std::filesystem::path& images, const std::filesystem::path& labels,
                               const LoadOptions& options);

/// What a file is found to hold when all of it is read, as an account for a person.
struct Inspection {
  FileKind kind = FileKind::idx;
  std::size_t samples = 0;
  std::size_t height = 0, width = 0;  ///< of a sample; 0 where the file holds labels only
  bool labelled = false;
  unsigned classes = 0;  ///< the greatest label + 1; 0 without labels
};
/// Reads a file that holds samples, labels or both.
[[nodiscard]] Inspection inspect(const std::filesystem::path& path, const LoadOptions& options);

}  // namespace silipool::data
