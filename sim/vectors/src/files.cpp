#include <silipool/vectors/files.hpp>

#include "formats.hpp"

namespace silipool::vectors {

bool labelled(const Recording& recording) {
  return !recording.given.empty() && recording.given.front().label.has_value();
}

std::vector<File> files(const Recording& recording, Format format) {
  switch (format) {
    case Format::memh:
      return memh_files(recording);
    case Format::csv:
      return csv_files(recording);
    case Format::npz:
      return npz_files(recording);
    case Format::beats:
      return beat_files(recording);
  }
  return {};
}

}  // namespace silipool::vectors
