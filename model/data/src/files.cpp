#include <silipool/data/files.hpp>

#include <array>
#include <utility>

#include <silipool/base/error.hpp>
#include <silipool/config/data_file.hpp>

#include "gz_file.hpp"
#include "loaded.hpp"

namespace silipool::data {
namespace {

constexpr std::array<std::pair<std::string_view, FileKind>, 6> endings{{{".csv", FileKind::csv},
                                                                        {".npy", FileKind::npy},
                                                                        {".npz", FileKind::npz},
                                                                        {".bits", FileKind::bits},
                                                                        {".hex", FileKind::hex},
                                                                        {".sdr", FileKind::sdr}}};

Loaded load_samples(const std::filesystem::path& path, Labels labels, const LoadOptions& options) {
  switch (const FileKind kind = kind_of(path)) {
    case FileKind::idx:
      return load_idx(path);
    case FileKind::csv:
      return load_csv(path, labels, options);
    case FileKind::npy:
      return load_npy(path, options);
    case FileKind::npz:
      return load_npz(path, labels, options);
    case FileKind::bits:
    case FileKind::hex:
    case FileKind::sdr:
      return load_sdrs(path, kind, options);
  }
  return {};
}

std::vector<std::uint8_t> load_labels(const std::filesystem::path& path) {
  switch (const FileKind kind = kind_of(path)) {
    case FileKind::idx:
      return load_idx_labels(path);
    case FileKind::csv:
      return load_csv_labels(path);
    case FileKind::npy:
      return load_npy_labels(path);
    case FileKind::npz:
      return load_npz_labels(path);
    default:
      base::bad_input("{}: {} hold no labels by themselves: IDX, CSV, .npy or .npz do", path.string(),
                      name_of(kind));
  }
}

bool holds_only_labels(const std::filesystem::path& path, FileKind kind) {
  return (kind == FileKind::idx && is_idx_labels(path)) || (kind == FileKind::csv && is_csv_labels(path)) ||
         (kind == FileKind::npy && is_npy_labels(path));
}

void check_size(const std::filesystem::path& path, const Loaded& loaded) {
  constexpr std::size_t most = 65535;
  if (loaded.height > most || loaded.width > most)
    base::bad_input("{}: has samples of {} x {} values, legal is 1 to {} each way", path.string(),
                    loaded.height, loaded.width, most);
}

}  // namespace

std::string_view name_of(FileKind kind) {
  constexpr std::array<std::string_view, 7> names{
      "IDX", "CSV", "NumPy array", "NumPy archive", "bitmaps", "hexadecimal bitmaps", "index lists"};
  return names.at(static_cast<std::size_t>(kind));
}

FileKind kind_of(const std::filesystem::path& path) {
  for (const auto& [ending, kind] : endings)
    if (config::ends_in(path.string(), ending)) return kind;
  std::array<std::uint8_t, 6> bytes{};
  const std::size_t found = GzFile(path).read(bytes);
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()), found);
  if (start == "\x93NUMPY") return FileKind::npy;
  if (start.starts_with("PK\x03\x04")) return FileKind::npz;
  return FileKind::idx;
}

Images load_file(const std::filesystem::path& path, const LoadOptions& options) {
  const FileKind kind = kind_of(path);
  if (kind == FileKind::idx || kind == FileKind::npy)
    base::bad_input("{}: {} without a labels file: [images, labels] names both", path.string(),
                    kind == FileKind::idx ? "an IDX file" : "a NumPy array");
  Loaded loaded = load_samples(path, Labels::within, options);
  check_size(path, loaded);
  // Raw SDRs that have no labels are all of one class.
  if (loaded.labels.empty()) loaded.labels.resize(loaded.size());
  return {loaded.height, loaded.width, std::move(loaded.values), std::move(loaded.labels)};
}

Images load_pair(const std::filesystem::path& images, const std::filesystem::path& labels,
                 const LoadOptions& options) {
  Loaded loaded = load_samples(images, Labels::elsewhere, options);
  check_size(images, loaded);
  if (!loaded.labels.empty())
    base::bad_input("{}: has labels of its own, and {} would be others", images.string(), labels.string());
  std::vector<std::uint8_t> classes = load_labels(labels);
  if (loaded.size() != classes.size())
    base::bad_input("{} has {} images but {} has {} labels", images.string(), loaded.size(), labels.string(),
                    classes.size());
  return {loaded.height, loaded.width, std::move(loaded.values), std::move(classes)};
}

Inspection inspect(const std::filesystem::path& path, const LoadOptions& options) {
  Inspection found;
  found.kind = kind_of(path);
  const auto with_labels = [&](const std::vector<std::uint8_t>& labels) {
    found.labelled = !labels.empty();
    found.classes = Images{0, 0, {}, labels}.classes();
  };
  if (holds_only_labels(path, found.kind)) {
    const std::vector<std::uint8_t> labels = load_labels(path);
    found.samples = labels.size();
    with_labels(labels);
    return found;
  }
  const Loaded loaded = load_samples(path, Labels::within, options);
  check_size(path, loaded);
  found.samples = loaded.size();
  found.height = loaded.height;
  found.width = loaded.width;
  with_labels(loaded.labels);
  return found;
}

}  // namespace silipool::data
