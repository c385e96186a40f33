#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <silipool/base/error.hpp>

#include "gz_file.hpp"
#include "loaded.hpp"
#include "npy.hpp"
#include "zip.hpp"

namespace silipool::data {
namespace {

using Names = std::pair<std::string_view, std::string_view>;

constexpr std::array<Names, 3> train_names{
    {{"x_train", "y_train"}, {"X_train", "y_train"}, {"train_images", "train_labels"}}};
constexpr std::array<Names, 3> test_names{
    {{"x_test", "y_test"}, {"X_test", "y_test"}, {"test_images", "test_labels"}}};
constexpr std::array<Names, 6> both_names{{{"X", "y"},
                                           {"x", "y"},
                                           {"images", "labels"},
                                           {"data", "labels"},
                                           {"data", "target"},
                                           {"arr_0", "arr_1"}}};

/// The arrays of an archive, each unpacked when it is asked for.
class Npz {
 public:
  explicit Npz(const std::filesystem::path& path)
      : name_(path.string()), archive_(read_unpacked(path)), members_(read_zip(name_, archive_)) {
    for (ZipMember& member : members_)
      if (member.name.ends_with(".npy")) member.name.resize(member.name.size() - 4);
    if (members_.empty()) base::bad_input("{}: holds no arrays", name_);
  }

  [[nodiscard]] bool has(std::string_view array) const { return find(array) != members_.end(); }
  /// The name of the only array.
  [[nodiscard]] const std::string& only() const {
    if (members_.size() != 1)
      base::bad_input("{}: holds {} arrays, {}: as one of two paths it must hold one", name_, members_.size(),
                      listed());
    return members_.front().name;
  }
  /// The array's bytes, and it.
  template <typename Use>
  auto with(std::string_view array, Use use) const {
    const auto found = find(array);
    if (found == members_.end())
      base::bad_input("{}: has no array {}: its arrays are {}", name_, array, listed());
    const std::vector<std::uint8_t> bytes = unpack(name_, archive_, *found);
    return use(parse_npy(fmt::format("{}: {}", name_, array), bytes));
  }
  [[nodiscard]] Names usual(Role role) const {
    for (const Names& names : role == Role::train ? train_names : test_names)
      if (has(names.first) && has(names.second)) return names;
    for (const Names& names : both_names)
      if (has(names.first) && has(names.second)) return names;
    base::bad_input(
        "{}: has no arrays with the usual names (x_{} and y_{}, X and y, images and labels ...): its arrays "
        "are {}; data.npz_keys can name two of them",
        name_, role == Role::train ? "train" : "test", role == Role::train ? "train" : "test", listed());
  }

 private:
  [[nodiscard]] std::vector<ZipMember>::const_iterator find(std::string_view array) const {
    return std::ranges::find(members_, array, &ZipMember::name);
  }
  [[nodiscard]] std::string listed() const {
    constexpr std::size_t most = 20;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, members_.size()); ++i)
      text += (i == 0 ? "" : ", ") + members_[i].name;
    return members_.size() > most ? text + ", ..." : text;
  }

  std::string name_;
  std::vector<std::uint8_t> archive_;
  std::vector<ZipMember> members_;
};

}  // namespace

Loaded load_npz(const std::filesystem::path& path, Labels labels, const LoadOptions& options) {
  const Npz npz(path);
  const auto values = [&](const Array& array) { return values_of(array, options); };
  if (labels == Labels::elsewhere) return npz.with(npz.only(), values);
  const auto& keys = options.format.npz_keys;
  const Names names = keys.empty() ? npz.usual(options.role) : Names{keys.at(0), keys.at(1)};
  Loaded loaded = npz.with(names.first, values);
  loaded.labels = npz.with(names.second, labels_of);
  if (loaded.labels.size() != loaded.size())
    base::bad_input("{}: {} has {} samples but {} has {} labels", path.string(), names.first, loaded.size(),
                    names.second, loaded.labels.size());
  return loaded;
}

std::vector<std::uint8_t> load_npz_labels(const std::filesystem::path& path) {
  const Npz npz(path);
  return npz.with(npz.only(), labels_of);
}

}  // namespace silipool::data
