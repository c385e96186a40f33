#include <cstdlib>
#include <memory>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/process.hpp>
#include <silipool/data/encoder.hpp>
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
  std::string name = "mnist", path, config, set = "digits/train", data, to = "data";
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

int check(const Options& o) {
  const std::filesystem::path path = o.path;
  if (!std::filesystem::is_directory(path)) base::bad_input("{}: is not a folder", path.string());
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

int show(const Options& o) {
  const data::Images images =
      data::load({.name = o.set, .images = {}, .labels = {}}, data::search_path(o.data), 1);
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
               data::as_text(images.image(i), images.width));
  }
  write_json(o.common, json);
  return kDone;
}

/// The list of inputs that are ever on, for pooler.candidate_inputs: made from training data only.
int candidates(const Options& o) {
  const config::Config config = load_config(o.config, o.common);
  const data::Images train = data::load(config.train, data::search_path(o.data), 1);
  const data::Encoder encoder(config.input.encoding, config.input.thresholds);
  const base::Sdr on = data::inputs_on_in(encoder.encode(train), o.fraction);
  std::string digits;
  for (std::size_t nibble = (on.size() + 3) / 4; nibble-- > 0;) {
    unsigned value = 0;
    for (std::size_t b = 0; b < 4; ++b)
      if (nibble * 4 + b < on.size() && on.test(nibble * 4 + b)) value |= 1U << b;
    digits += "0123456789abcdef"[value];
  }
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
  o.check = app->add_subcommand("check", "Compare MNIST's files with their checksums");
  o.check->add_option("PATH", o.path, "Folder with the four files, or with mnist/")->required();
  add_common(*o.check, o.common);
  o.show = with_data(app->add_subcommand("show", "Images as text"));
  o.show->add_option("SET", o.set, "Such as mnist/train or digits/test")->capture_default_str();
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
