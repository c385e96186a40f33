#include <silipool/data/sets.hpp>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <system_error>

#include <silipool/base/error.hpp>
#include <silipool/data/digits.hpp>
#include <silipool/data/encoder.hpp>
#include <silipool/data/mnist.hpp>

namespace silipool::data {
namespace {

bool is_of_files(const SetRef& set) {
  if (set.images.empty() && !set.labels.empty())
    base::bad_input("data set \"{}\": a labels file without an images file", set.name);
  return !set.images.empty();
}

void check_name(const SetRef& set) {
  if (std::ranges::find(set_names, set.name) != set_names.end()) return;
  std::string legal;
  for (const std::string_view name : set_names) legal += fmt::format("{}, ", name);
  base::bad_input("unknown data set \"{}\": legal are {}or files (docs/data.md)", set.name, legal);
}

bool is_folder(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

bool is_digits(const SetRef& set) { return set.name.starts_with("digits/"); }

std::string_view split_of(const SetRef& set) { return set.name.ends_with("/train") ? "train" : "test"; }

struct Names {
  std::string_view images;
  std::string_view labels;
};

Names mnist_names(const SetRef& set) {
  const std::size_t first = split_of(set) == "train" ? 0 : 2;
  return {mnist_files[first].name, mnist_files[first + 1].name};
}

struct Pair {
  std::filesystem::path images;
  std::filesystem::path labels;
};

std::optional<Pair> find_mnist(const Names& names, const SearchPath& where) {
  for (const Place& place : where) {
    const auto images = find_plain_or_gz(place.folder / "mnist", names.images);
    const auto labels = find_plain_or_gz(place.folder / "mnist", names.labels);
    if (images && labels) return Pair{*images, *labels};
  }
  return std::nullopt;
}

std::string describe(const Place& place, const Names& names) {
  const std::filesystem::path folder = place.folder / "mnist";
  const char* state = "not there";
  if (!is_folder(place.folder))
    state = "no such folder";
  else if (!is_folder(folder))
    state = "it has no folder mnist";
  else if (find_plain_or_gz(folder, names.images))
    state = "only the images are there";
  else if (find_plain_or_gz(folder, names.labels))
    state = "only the labels are there";
  return fmt::format("\n  {} ({}): {}", place.folder.string(), place.origin, state);
}

[[noreturn]] void report_missing(const SetRef& set, const Names& names, const SearchPath& where) {
  std::string looked;
  for (const Place& place : where) looked += describe(place, names);
  base::bad_input(
      "data set {} not found: no mnist/{} and mnist/{} (each plain or .gz) in{}\n"
      "run `silipool data fetch mnist`, or put the four IDX files in DIR/mnist and say --data DIR",
      set.name, names.images, names.labels, looked);
}

}  // namespace

SearchPath search_path(const std::filesystem::path& explicit_folder) {
  SearchPath where;
  if (!explicit_folder.empty()) where.push_back({explicit_folder, "--data"});
  const char* environment = std::getenv("SILIPOOL_DATA");
  if (environment != nullptr && *environment != '\0') where.push_back({environment, "$SILIPOOL_DATA"});
  where.push_back({"data", "default"});
  return where;
}

bool available(const SetRef& set, const SearchPath& where) {
  if (is_of_files(set)) {
    std::error_code ignored;
    return std::filesystem::exists(set.images, ignored) &&
           (set.labels.empty() || std::filesystem::exists(set.labels, ignored));
  }
  check_name(set);
  return is_digits(set) || find_mnist(mnist_names(set), where).has_value();
}

Images load(const SetRef& set, const SearchPath& where, std::uint64_t seed, const LoadOptions& options) {
  if (is_of_files(set))
    return set.labels.empty() ? load_file(set.images, options) : load_pair(set.images, set.labels, options);
  check_name(set);
  if (is_digits(set)) return digits(split_of(set), default_digits(split_of(set)), seed);
  const Names names = mnist_names(set);
  const auto pair = find_mnist(names, where);
  if (!pair) report_missing(set, names, where);
  return load_pair(pair->images, pair->labels, {});
}

Images load(const config::Config& config, Role role, const SearchPath& where, std::uint64_t seed) {
  return load(role == Role::train ? config.train : config.test, where, seed,
              {config.data_format, role, sample_values(config)});
}

}  // namespace silipool::data
