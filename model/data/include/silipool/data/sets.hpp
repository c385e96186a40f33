#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/data/files.hpp>
#include <silipool/data/images.hpp>

namespace silipool::data {

/// Which images: one of set_names, or, when `images` is not empty, files of the user's own (files.hpp): two,
/// or one without `labels`, for which `name` is only what messages and reports call them.
using SetRef = config::DataRef;

/// mnist/* are files (see load); digits/* are generated and always there.
inline constexpr std::array<std::string_view, 4> set_names{"mnist/train", "mnist/test", "digits/train",
                                                           "digits/test"};

/// A folder that may hold data sets, and why it is looked in ("--data", "$SILIPOOL_DATA", "default").
struct Place {
  std::filesystem::path folder;
  std::string origin;
};
using SearchPath = std::vector<Place>;

/// In this order: `explicit_folder` unless empty, $SILIPOOL_DATA unless unset or empty, data/.
[[nodiscard]] SearchPath search_path(const std::filesystem::path& explicit_folder = {});

/// Whether load would find its files. Error{bad_input} for a name that is not in set_names.
[[nodiscard]] bool available(const SetRef& set, const SearchPath& where);

/// mnist/train is <place>/mnist/train-{images-idx3,labels-idx1}-ubyte, mnist/test the same with t10k-,
/// each plain or .gz, in the first place that has both; digits/* are the built-in digits (digits.hpp)
/// in their default number, drawn from `seed`, which nothing else uses. Paths of files are taken as they
/// are, and only they use `options`. Error{bad_input}: unknown name, labels without images, not found (with
/// every place looked in), or not readable (files.hpp).
[[nodiscard]] Images load(const SetRef& set, const SearchPath& where, std::uint64_t seed,
                          const LoadOptions& options = {});

/// The training or the test set of a configuration, as it says that files are to be read.
[[nodiscard]] Images load(const config::Config& config, Role role, const SearchPath& where,
                          std::uint64_t seed);

}  // namespace silipool::data
