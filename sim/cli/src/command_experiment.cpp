#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/experiments/experiment.hpp>

#include "common.hpp"
#include "progress.hpp"
#include "report_text.hpp"

namespace silipool::cli {
namespace {

struct Options {
  Common common;
  std::string name, out, data;
  std::size_t repeats = 0;
  bool list = false, quick = false, full = false;
};

int list(const Options& o) {
  Json json = Json::array();
  for (const experiments::Experiment& e : experiments::experiments()) {
    fmt::print("{:<20} {}\n", e.name, e.question);
    json.push_back(
        {{"name", e.name}, {"question", e.question}, {"publication", e.publication}, {"repeats", e.repeats}});
  }
  write_json(o.common, json);
  return kDone;
}

int run(const Options& o) {
  if (o.list) return list(o);
  if (o.name.empty()) base::bad_input("NAME is required: silipool experiment --list has them");
  const experiments::Experiment& experiment = experiments::find_experiment(o.name);
  if (o.common.seed.value_or(1) > UINT32_MAX - 1000)
    base::bad_input("--seed {}: 0..{} are legal, since each repetition takes the next", *o.common.seed,
                    UINT32_MAX - 1000);
  const std::filesystem::path folder = o.out.empty() ? "silipool-experiments/" + o.name : o.out;
  experiments::check_folder(folder);
  Progress progress(o.common.quiet);
  const experiments::Report report = experiments::run_experiment(
      experiment, {.seed = o.common.seed.value_or(1),
                   .repeats = o.repeats,
                   .quick = o.quick,
                   .full = o.full,
                   .threads = o.common.thread_count(),
                   .data = data::search_path(o.data),
                   .stop = &stop_requested(),
                   .progress = [&progress](std::string_view what, std::size_t done, std::size_t total) {
                     progress(what, done, total);
                   }});
  progress.finish();
  return hand_out(report, folder, o.common);
}

}  // namespace

Command add_experiment(CLI::App& program) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  CLI::App* app = program.add_subcommand("experiment", "Published experiments: data, measures and plots");
  app->add_option("NAME", o.name, "Which one; --list has them");
  app->add_flag("--list", o.list, "Print the experiments and what they ask");
  app->add_option("--out", o.out, "Folder for results, tables and plots (default: silipool-experiments/NAME)")
      ->type_name("DIR");
  app->add_option("--repeats", o.repeats,
                  "Seeds that means are taken over (default: the experiment's own number)")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  app->add_option("--data", o.data, "Folder of data sets, before $SILIPOOL_DATA and data/")->type_name("DIR");
  CLI::Option* quick =
      app->add_flag("--quick", o.quick, "Little data, in seconds: only to see that it works");
  app->add_flag("--full", o.full, "All of MNIST, in hours, where the default is a part of it")
      ->excludes(quick);
  add_common(*app, o.common);
  app->footer("Example: silipool experiment sparsity --repeats 3");
  return {app, [options] { return run(*options); }};
}

}  // namespace silipool::cli
