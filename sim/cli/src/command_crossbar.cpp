#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/crossbar/setup.hpp>
#include <silipool/experiments/crossbar.hpp>

#include "plan.hpp"
#include "progress.hpp"
#include "report_text.hpp"

namespace silipool::cli {
namespace {

struct Options {
  Common common;
  std::string config, study = "fidelity", out, data, deck;
  std::size_t train = 2000, test = 500, repeats = 0, hypercolumn = 0;
  bool quick = false;
};

int run(const Options& o) {
  const config::Config config = load_config(o.config, o.common);
  if (config.runtime.seed > UINT32_MAX - 1000)
    base::bad_input("seed {}: 0..{} are legal, since each repetition takes the next", config.runtime.seed,
                    UINT32_MAX - 1000);
  (void)crossbar::make_setup(config);  // what cannot be is told before any work
  Plan plan;
  plan.command = "run";
  plan.config_file = o.config;
  plan.data = o.data;
  plan.train = o.train;
  plan.test = o.test;
  const Samples samples = load_samples(plan, config);
  const experiments::CrossbarStudy study{
      config, o.config, samples.train, samples.test,
      fmt::format("{} samples of {}, {} of {}", samples.train.size(), samples.train_name, samples.test.size(),
                  samples.test_name)};
  if (!o.deck.empty()) {
    base::check_writable(o.deck);
    base::write_file(o.deck,
                     experiments::crossbar_deck(study, o.hypercolumn,
                                                std::filesystem::path(o.deck).filename().string() + ".out"));
    fmt::print("written to {}\n", o.deck);
    return kDone;
  }
  const std::filesystem::path folder =
      o.out.empty() ? fmt::format("silipool-experiments/crossbar-{}-{}", o.study, config.name) : o.out;
  experiments::check_folder(folder);
  Progress progress(o.common.quiet);
  const experiments::ExperimentOptions options{
      .seed = config.runtime.seed,
      .repeats = o.repeats,
      .quick = o.quick,
      .full = false,
      .threads = o.common.thread_count(),
      .data = {},
      .stop = &stop_requested(),
      .progress = [&progress](std::string_view what, std::size_t done, std::size_t total) {
        progress(what, done, total);
      }};
  const experiments::Report report = o.study == "accuracy" ? experiments::crossbar_accuracy(study, options)
                                                           : experiments::crossbar_fidelity(study, options);
  progress.finish();
  return hand_out(report, folder, o.common);
}

}  // namespace

Command add_crossbar(CLI::App& program) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  CLI::App* app = program.add_subcommand("crossbar", "What devices, wires and circuits do to a pooler");
  app->add_option("CONFIG", o.config, "Configuration (TOML)")->required();
  app->add_option(
         "--study", o.study,
         "fidelity: a learned pooler put on arrays, its winners beside the model's; accuracy: learning on\n"
         "the arrays")
      ->check(CLI::IsMember({"fidelity", "accuracy"}))
      ->capture_default_str();
  app->add_option("--train", o.train, "Learn from the first N training samples")
      ->check(CLI::Range(1, 1000000000))
      ->capture_default_str()
      ->type_name("N");
  app->add_option("--test", o.test, "Test on the first N test samples")
      ->check(CLI::Range(1, 1000000000))
      ->capture_default_str()
      ->type_name("N");
  app->add_option("--repeats", o.repeats, "Seeds that means are taken over (default: 5)")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  app->add_option("--out", o.out,
                  "Folder for results, tables and plots (default: silipool-experiments/crossbar-STUDY-NAME)")
      ->type_name("DIR");
  app->add_option("--data", o.data, "Folder of data sets, before $SILIPOOL_DATA and data/")->type_name("DIR");
  app->add_flag("--quick", o.quick, "One value of each cause: only to see that it works");
  app->add_option(
         "--export-spice", o.deck,
         "Instead of a study, write a deck for ngspice of one read of an array, in the initial state")
      ->type_name("FILE");
  app->add_option("--hypercolumn", o.hypercolumn, "Whose array the deck has")
      ->capture_default_str()
      ->type_name("N");
  add_common(*app, o.common);
  add_set(*app, o.common);
  app->footer("Example: silipool crossbar sim/configs/mnist.toml --study accuracy --train 10000 --test 2000");
  return {app, [options] { return run(*options); }};
}

}  // namespace silipool::cli
