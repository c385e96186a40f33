#include <algorithm>
#include <cstdlib>
#include <memory>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/hex.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/process.hpp>
#include <silipool/config/data_file.hpp>
#include <silipool/data/encoder.hpp>
#include <silipool/data/files.hpp>
#include <silipool/data/mnist.hpp>
#include <silipool/data/sets.hpp>

#include "common.hpp"
#include "plan.hpp"

namespace silipool::cli {
namespace {

/// A long-standing mirror of the original files; what comes is checked against mnist_files.
constexpr const char* kMnistMirror = "https://ossci-datasets.s3.amazonaws.com/mnist/";

struct Options {
  Common common;
  std::string name = "mnist", path, config, set = "digits/train", labels, data, to = "data";
  std::string label_column = "last";
  std::vector<std::int64_t> range;
  std::vector<std::string> npz_keys;
  std::size_t width = 0;
  std::size_t index = 0, count = 1;
  double fraction = 0.02;
  CLI::App *list = nullptr, *fetch = nullptr, *check = nullptr, *show = nullptr, *candidates = nullptr;
};

int list(const Options& o) {
  const data::SearchPath where = data::search_path(o.data);
  Json json;
  for (const std::string_view name : data::set_names) {
    const bool there = data::available({.name = std::string(name), .images = {}, .labels = {}}, where);
    const bool built_in = name.starts_with("digits");
    fmt::print("{:<14} {}\n", name,
               built_in ? "built in"
               : there  ? "found"
                        : "not found (silipool data fetch mnist)");
    json[std::string(name)] = {{"available", there}, {"built_in", built_in}};
  }
  fmt::print("files of your own: IDX, .csv, .npy, .npz, .bits, .hex, .sdr (docs/data.md)\n");
  fmt::print("looked in:");
  for (const data::Place& place : where) fmt::print(" {} ({})", place.folder.string(), place.origin);
  fmt::print("\n");
  write_json(o.common, json);
  return kDone;
}

int check_folder(const Options& o, const std::filesystem::path& folder) {
  Json json = Json::array();
  bool good = true;
  for (const data::MnistCheck& c : data::check_mnist(folder)) {
    fmt::print("{}: {}\n", c.path.string(),
               c.matches            ? "ok"
               : !c.found           ? "not there"
               : !c.problem.empty() ? c.problem
                                    : "another file: SHA-256 " + c.sha256);
    json.push_back(
        {{"path", c.path.string()}, {"found", c.found}, {"matches", c.matches}, {"sha256", c.sha256}});
    good = good && c.matches;
  }
  write_json(o.common, json);
  return good ? kDone : kCheckFailed;
}

/// How files are to be read, as a configuration's [data] would say it.
data::LoadOptions load_options(const Options& o) {
  data::LoadOptions options;
  if (o.label_column == "first") options.format.label_column = config::LabelColumn::first;
  options.format.npz_keys = o.npz_keys;
  if (o.range.empty()) return options;
  if (o.range[0] >= o.range[1])
    base::bad_input("--range {},{}: the first value must be below the second", o.range[0], o.range[1]);
  options.format.range = {o.range[0], o.range[1]};
  return options;
}

int check_file(const Options& o, const std::filesystem::path& path) {
  const data::Inspection found = data::inspect(path, load_options(o));
  const std::string kind(data::name_of(found.kind));
  Json json{{"path", path.string()}, {"kind", kind}, {"samples", found.samples}};
  fmt::print("{}: {}, {} samples", path.string(), kind, found.samples);
  if (found.width > 0) {
    fmt::print(" of {} x {} values", found.height, found.width);
    json["height"] = found.height;
    json["width"] = found.width;
  }
  if (found.labelled) {
    fmt::print(", labels up to {}", found.classes - 1);
    json["classes"] = found.classes;
  } else {
    fmt::print(", no labels");
  }
  fmt::print("\n");
  write_json(o.common, json);
  return kDone;
}

int check(const Options& o) {
  const std::filesystem::path path = o.path;
  if (!std::filesystem::exists(path)) base::bad_input("{}: no such file or folder", path.string());
  if (!std::filesystem::is_directory(path)) return check_file(o, path);
  return check_folder(o, std::filesystem::is_directory(path / "mnist") ? path / "mnist" : path);
}

/// A folder beside the real one, gone with this: what is there already stays until all that came is right.
class Staging {
 public:
  explicit Staging(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code error;
    std::filesystem::create_directories(path_, error);
    if (error) base::bad_input("{}: cannot make the folder: {}", path_.string(), error.message());
  }
  ~Staging() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

int fetch(const Options& o) {
  const std::filesystem::path folder = std::filesystem::path(o.to) / "mnist";
  const Staging staging(folder / ".fetching");
  const std::filesystem::path log = std::filesystem::absolute(staging.path() / "curl.log");
  for (const data::MnistFile& file : data::mnist_files) {
    const std::string name = std::string(file.name) + ".gz";
    if (!o.common.quiet) fmt::print(stderr, "fetching {} ...\n", name);
    const int status = base::run_process(
        {"curl", "--fail", "--location", "--silent", "--show-error", "--output", name, kMnistMirror + name},
        staging.path(), log, "curl");
    if (status != 0)
      base::bad_input(
          "{}{}: not fetched (curl ended with {}: {}); the four IDX files from anywhere else will do, in {}",
          kMnistMirror, name, status, base::read_file(log), folder.string());
  }
  if (const int status = check_folder(o, staging.path()); status != kDone) return status;
  for (const data::MnistFile& file : data::mnist_files) {
    const std::string name = std::string(file.name) + ".gz";
    std::filesystem::rename(staging.path() / name, folder / name);
  }
  if (!o.common.quiet) fmt::print("MNIST is in {}\n", folder.string());
  return kDone;
}

/// What is named as a data set would be in a configuration; other words that are files are files.
data::SetRef set_of(const Options& o) {
  const bool known = std::ranges::find(data::set_names, o.set) != data::set_names.end();
  const bool file = config::names_one_file(o.set) || !o.labels.empty() || std::filesystem::exists(o.set);
  data::SetRef set{.name = o.set, .images = {}, .labels = {}};
  if (!known && file) set.images = o.set;
  set.labels = o.labels;
  return set;
}

/// Values in a row of text: those of an image's row; of a flat sample the side of a square, if it is one.
std::size_t row_of(const Options& o, const data::Images& images) {
  if (o.width > 0) return std::min(o.width, images.height * images.width);
  if (images.height > 1) return images.width;
  for (std::size_t side = 1; side * side <= images.width; ++side)
    if (side * side == images.width) return side;
  return std::min<std::size_t>(images.width, 64);
}

int show(const Options& o) {
  const data::Images images = data::load(set_of(o), data::search_path(o.data), 1, load_options(o));
  if (o.index >= images.size() || o.count > images.size() - o.index)
    base::bad_input("--index {} --count {}: {} has samples 0..{}", o.index, o.count, o.set,
                    images.size() - 1);
  Json json = Json::array();
  for (std::size_t i = o.index; i < o.index + o.count; ++i) {
    json.push_back({{"set", o.set},
                    {"index", i},
                    {"label", images.labels[i]},
                    {"pixels", std::vector<unsigned>(images.image(i).begin(), images.image(i).end())}});
    fmt::print("{} sample {}, label {}\n{}\n", o.set, i, images.labels[i],
               data::as_text(images.image(i), row_of(o, images)));
  }
  write_json(o.common, json);
  return kDone;
}

/// The list of inputs that are ever on, for pooler.candidate_inputs: made from training data only.
int candidates(const Options& o) {
  const config::Config config = load_config(o.config, o.common);
  const data::Images train = data::load(config, data::Role::train, data::search_path(o.data), 1);
  const data::Encoder encoder = data::make_encoder(config, train);
  const base::Sdr on = data::inputs_on_in(encoder.encode(train), o.fraction);
  const std::string digits = base::hex_digits(on);
  fmt::print("candidate_inputs = \"{}\"\n", digits);
  fmt::print(stderr, "{} of {} inputs are on in more than {} of the {} training samples\n", on.count(),
             on.size(), o.fraction, train.size());
  write_json(o.common, {{"candidate_inputs", digits}, {"count", on.count()}});
  return kDone;
}

}  // namespace

Command add_data(CLI::App& program) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  CLI::App* app =
      program.add_subcommand("data", "Data sets: list, fetch, check, show, and the inputs that are ever on");
  app->require_subcommand(1);
  const auto with_data = [&](CLI::App* sub) {
    sub->add_option("--data", o.data, "Folder of data sets, before $SILIPOOL_DATA and data/")
        ->type_name("DIR");
    add_common(*sub, o.common);
    return sub;
  };
  o.list = with_data(app->add_subcommand("list", "The named data sets and whether they are there"));
  o.fetch = app->add_subcommand("fetch", "Fetch a data set with curl and check it");
  o.fetch->add_option("NAME", o.name, "mnist")->check(CLI::IsMember({"mnist"}))->required();
  o.fetch->add_option("--to", o.to, "Folder of data sets")->type_name("DIR")->capture_default_str();
  add_common(*o.fetch, o.common);
  const auto with_format = [&](CLI::App* sub) {
    sub->add_option("--label-column", o.label_column, "Of a CSV file, as data.label_column")
        ->check(CLI::IsMember({"last", "first"}))
        ->capture_default_str();
    sub->add_option("--range", o.range, "Values that become grey 0 and 255, as data.range")
        ->delimiter(',')
        ->expected(2)
        ->check(CLI::Range(-1000000, 1000000))
        ->type_name("LOW,HIGH");
    sub->add_option("--npz-keys", o.npz_keys, "Arrays of an .npz file, as data.npz_keys")
        ->delimiter(',')
        ->expected(2)
        ->type_name("VALUES,LABELS");
  };
  o.check = app->add_subcommand(
      "check", "Read all of a file and say what it holds; or compare MNIST's files with their checksums");
  o.check->add_option("PATH", o.path, "A file, or a folder with MNIST's four files or with mnist/")
      ->required();
  with_format(o.check);
  add_common(*o.check, o.common);
  o.show = with_data(app->add_subcommand("show", "Samples as text"));
  o.show->add_option("SET", o.set, "Such as mnist/train or digits/test, or a file")->capture_default_str();
  o.show->add_option("LABELS", o.labels, "The file of its labels, where it has none itself");
  with_format(o.show);
  o.show->add_option("--width", o.width, "Values in a row")->check(CLI::Range(1, 65535))->type_name("N");
  o.show->add_option("--index", o.index, "First sample")->capture_default_str();
  o.show->add_option("--count", o.count, "How many")->check(CLI::Range(1, 1000))->capture_default_str();
  o.candidates = with_data(app->add_subcommand(
      "candidates",
      "Inputs that are on in more than a fraction of the training samples, as pooler.candidate_inputs"));
  o.candidates->add_option("CONFIG", o.config, "Configuration (TOML)")->required();
  o.candidates->add_option("--fraction", o.fraction, "Fraction")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  add_set(*o.candidates, o.common);
  app->footer("Example: silipool data show mnist/test --index 3");
  return {app, [options] {
            if (options->list->parsed()) return list(*options);
            if (options->fetch->parsed()) return fetch(*options);
            if (options->check->parsed()) return check(*options);
            if (options->show->parsed()) return show(*options);
            return candidates(*options);
          }};
}

}  // namespace silipool::cli
