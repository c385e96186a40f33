#pragma once
#include <silipool/vectors/files.hpp>

namespace silipool::vectors {

[[nodiscard]] std::vector<File> memh_files(const Recording& recording);
[[nodiscard]] std::vector<File> csv_files(const Recording& recording);
[[nodiscard]] std::vector<File> npz_files(const Recording& recording);
[[nodiscard]] std::vector<File> beat_files(const Recording& recording);

/// Whether its inputs have classes, which rewards look at.
[[nodiscard]] bool labelled(const Recording& recording);

}  // namespace silipool::vectors
