#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <sys/resource.h>

#include <fmt/format.h>
#include <unistd.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/hardware.hpp>
#include <silipool/crossbar/setup.hpp>
#include <silipool/estimate/fast_counts.hpp>
#include <silipool/sweep/export.hpp>
#include <silipool/sweep/planner.hpp>
#include <silipool/sweep/runner.hpp>

#include "code_version.hpp"
#include "common.hpp"

namespace silipool::cli {
namespace {

struct Options {
  Common common;
  std::string file, store, data, runner, format, out, code_version;
  unsigned workers = 0;
  bool dry_run = false, resume = false, retry = false, accept = false, timings = false;
  // Of a task of Slurm.
  bool task = false;
  double task_seconds = 0;
  std::uint64_t task_memory = 0;
  std::int64_t task_attempts = 3;
};

/// What the sweep gives itself, and what writes where no sweep looks.
const std::set<std::string> kOwnOptions{"config", "data", "dut",  "dut-set", "dut-template", "export-spice",
                                        "help",   "json", "load", "out",     "quiet",        "records",
                                        "save",   "seed", "set",  "threads"};

/// Throws what the command itself would say of its options.
void check_arguments(const std::string& command, const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments)
    if (const std::string name = argument.substr(2, argument.find('=') - 2); kOwnOptions.contains(name))
      base::bad_input("arguments.{}: is not for a sweep to vary", name);
  CLI::App program("", "silipool");
  program.require_subcommand(1);
  const std::vector<Command> commands = add_all(program);
  if (std::none_of(commands.begin(), commands.end(),
                   [&](const Command& c) { return c.app->get_name() == command; }))
    base::bad_input("command = \"{}\": this program has no such subcommand", command);
  std::vector<std::string> line{arguments.rbegin(), arguments.rend()};
  line.emplace_back("CONFIG");
  line.push_back(command);
  try {
    program.parse(line);
  } catch (const CLI::ParseError& error) {
    base::bad_input("[arguments]: {:.300}", error.what());
  }
}

/// What the engine asks of a configuration.
void check_config(const std::string& command, const config::Config& config,
                  const std::vector<std::string>& arguments) {
  std::string engine = command == "verify" || command == "estimate" ? "rtl"
                       : command == "crossbar"                      ? "crossbar"
                                                                    : "model";
  for (const std::string& argument : arguments)
    if (argument.starts_with("--engine=")) engine = argument.substr(9);
  if (engine == "crossbar") (void)crossbar::make_setup(config);
  if (command == "estimate" &&
      std::ranges::any_of(arguments, [](const std::string& a) { return a.starts_with("--fast"); }))
    if (const std::string beyond = estimate::beyond_fast(config); !beyond.empty())
      base::bad_input("--fast does not hold: {}", beyond);
  if (engine != "rtl" && engine != "systemc") return;
  if (const std::string beyond = config::beyond_hardware(config); !beyond.empty())
    base::bad_input("{} is only for engine \"model\" (docs/spec.md, section 10)", beyond);
}

std::string duration(double seconds) {
  if (seconds < 100) return fmt::format("{:.0f} s", seconds);
  if (seconds < 6000) return fmt::format("{:.0f} min", seconds / 60);
  if (seconds < 360000) return fmt::format("{:.1f} h", seconds / 3600);
  return fmt::format("{:.1f} days", seconds / 86400);
}

/// Points done, rate, failures and time left, on standard error: one line on a terminal, else now and then
/// one.
class Meter {
 public:
  Meter(bool quiet, std::int64_t total)
      : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1), total_(total) {}
  void operator()(const sweep::Outcome& outcome, const store::Counts& counts, bool last) {
    const auto now = std::chrono::steady_clock::now();
    const auto pause = terminal_ ? std::chrono::milliseconds(500) : std::chrono::milliseconds(10000);
    if (quiet_ || (!last && now - shown_ < pause)) return;
    shown_ = now;
    const double seconds = std::chrono::duration<double>(now - started_).count();
    const auto ended = static_cast<double>(outcome.done + outcome.failed);
    const double rate = seconds > 0 ? ended / seconds : 0;
    const std::int64_t left = std::max<std::int64_t>(0, total_ - counts.done - counts.failed);
    fmt::print(stderr, "{}sweep {}/{} points  {}  {} failed  {} left{}", terminal_ ? "\r" : "",
               counts.done + counts.failed, total_,
               rate >= 1 ? fmt::format("{:.1f}/s", rate) : fmt::format("{:.1f}/min", 60 * rate),
               counts.failed, rate > 0 ? duration(static_cast<double>(left) / rate) : "?",
               terminal_ ? (last ? "   \n" : "   ") : "\n");
    (void)std::fflush(stderr);
  }

 private:
  bool quiet_, terminal_;
  std::int64_t total_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_ = started_;
};

double own_cpu_seconds() {
  struct rusage used {};
  (void)::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

sweep::Checks checks(const std::string& command) {
  auto known = std::make_shared<std::set<std::vector<std::string>>>();
  return {.arguments =
              [command, known](const std::vector<std::string>& arguments) {
                if (known->contains(arguments)) return;
                check_arguments(command, arguments);
                known->insert(arguments);
              },
          .config =
              [command](const config::Config& config, const std::vector<std::string>& arguments) {
                check_config(command, config, arguments);
              }};
}

int export_store(const Options& o, const store::Store& store) {
  const std::string version = o.code_version.empty() ? store.code_version() : o.code_version;
  const std::optional<store::Study> study = store.study();
  if (!study) base::bad_input("{}: there is no study in it", store.path().string());
  const std::vector<store::Row> rows = store.rows(version);
  if (rows.empty()) {
    std::string known;
    for (const std::string& each : store.code_versions()) known += (known.empty() ? "" : ", ") + each;
    base::bad_input("{}: has no points of code version {}; it has {}", store.path().string(), version,
                    known.empty() ? "none" : known);
  }
  const std::string text =
      o.format == "csv" ? sweep::to_csv(rows, o.timings) : sweep::to_json(*study, version, rows, o.timings);
  if (o.out.empty())
    fmt::print("{}", text);
  else
    base::write_file(o.out, text);
  return kDone;
}

/// Refuses, or says, that the store's points come from other code.
void compare_versions(const Options& o, const store::Store& store, const std::string& version) {
  const std::vector<std::string> known = store.code_versions();
  if (known.empty() || std::find(known.begin(), known.end(), version) != known.end()) {
    for (const std::string& other : known)
      if (other != version)
        fmt::print(stderr,
                   "the store also has points of code version {}; this is {}, and they are kept apart\n",
                   other, version);
    return;
  }
  if (!o.accept)
    base::bad_input(
        "{}: its results come from code version {}; this program is {}. --accept-code-version runs all "
        "points "
        "anew with it, beside the old ones; --store NAME begins another store",
        store.path().string(), known.back(), version);
  fmt::print(stderr, "code version {} after {}: all points are run anew, the old results stay beside them\n",
             version, known.back());
}

int dry_run(const Options& o, const sweep::Planner& planner, const sweep::RunnerContext& context,
            const store::Counts& counts, unsigned workers) {
  double seconds = 0;
  std::string from;
  if (counts.done > 0) {
    seconds = counts.wall_s / static_cast<double>(counts.done);
    from = fmt::format("mean of the {} points in the store", counts.done);
  } else {
    const store::Ending ending = sweep::probe(planner.points().front(), context);
    if (!ending.done)
      base::bad_input("the first point fails, {}: {}\n{}", ending.reason, planner.points().front().reproduce,
                      ending.log);
    seconds = ending.wall_s;
    from = "the first point, measured now";
  }
  const double share = 1 - static_cast<double>(counts.done + counts.failed) /
                               static_cast<double>(std::max<std::int64_t>(1, planner.total()));
  const double left = share * planner.work() * seconds / workers;
  fmt::print("about {} with {} at once: {:.2f} s a point ({})\n", duration(left), workers, seconds, from);
  Json points = Json::array();
  for (const store::Point& point : planner.points()) {
    fmt::print("{:>6}  {}\n", point.number, point.reproduce);
    points.push_back({{"number", point.number}, {"point", point.id}, {"reproduce", point.reproduce}});
  }
  write_json(o.common, {{"points", planner.total()},
                        {"done", counts.done},
                        {"seconds_per_point", seconds},
                        {"seconds_left", left},
                        {"workers", workers},
                        {"first", points}});
  return kDone;
}

int run_task(const Options& o) {
  sweep::RunnerContext context;
  context.data = o.data;
  context.limits = {.seconds = o.task_seconds, .memory_bytes = o.task_memory, .attempts = o.task_attempts};
  context.options.workers = std::max(1U, o.workers);
  context.stop = &stop_requested();
  const sweep::Outcome outcome = sweep::run_task(o.file, code_version(), context);
  return outcome.interrupted ? kInterrupted : kDone;
}

int run(const Options& o) {
  if (o.task) return run_task(o);
  const std::string version = code_version();
  const bool from_store = store::Store::is_store(o.file);
  if (from_store && !o.format.empty()) return export_store(o, store::Store::open(o.file));
  std::optional<store::Store> store;
  sweep::Sweep sweep;
  if (from_store) {
    store = store::Store::open(o.file);
    const std::optional<store::Study> study = store->study();
    if (!study) base::bad_input("{}: there is no study in it", o.file);
    sweep = sweep::parse_sweep(study->text, study->file, study->base_text);
  } else {
    sweep = sweep::load_sweep(o.file);
  }
  const std::filesystem::path path = from_store ? std::filesystem::path(o.file)
                                     : o.store.empty()
                                         ? std::filesystem::path("silipool-sweeps") / (sweep.name + ".sqlite")
                                         : std::filesystem::path(o.store);
  const bool exists = from_store || std::filesystem::exists(path);
  if (!exists && (o.resume || !o.format.empty()))
    base::bad_input("{}: there is no such store: nothing has been swept", path.string());
  // One that a kill left half made is completed.
  if (!store && exists) store = store::Store::create(path);
  if (!o.format.empty()) return export_store(o, *store);
  if (o.workers != 0) sweep.runner.workers = o.workers;
  if (!o.runner.empty()) sweep.runner.name = o.runner;
  const bool slurm = sweep.runner.name == "slurm";

  const sweep::Planner planner(sweep, version, checks(sweep.command));
  store::Counts counts;
  if (store) {
    compare_versions(o, *store, version);
    counts = store->counts(version);
  }
  const auto seeds = static_cast<std::int64_t>(sweep.seeds.size());
  fmt::print("{}: {} points ({} designs, {} seed{}", sweep.name, planner.total(),
             static_cast<std::int64_t>(planner.points().size()) / seeds, seeds, seeds == 1 ? "" : "s");
  if (planner.total() != static_cast<std::int64_t>(planner.points().size()))
    fmt::print(", {} rungs", sweep.sampling.rungs);
  fmt::print(")");
  if (planner.excluded() > 0) fmt::print(", {} left out by constraints", planner.excluded());
  if (planner.repeated() > 0) fmt::print(", {} the same as others", planner.repeated());
  if (counts.done + counts.failed > 0)
    fmt::print("; {} done and {} failed before", counts.done, counts.failed);
  fmt::print("; code version {}\n", version);

  sweep::RunnerContext context;
  context.command = sweep.command;
  context.data = o.data;
  context.limits = sweep.limits;
  context.options = sweep.runner;
  context.stop = &stop_requested();
  const unsigned workers = std::max(1U, sweep.runner.workers != 0 ? sweep.runner.workers
                                        : slurm                   ? 1U
                                                                  : sweep::default_workers(sweep.limits)) *
                           static_cast<unsigned>(slurm ? sweep.runner.tasks : 1);
  if (o.dry_run) return dry_run(o, planner, context, counts, workers);
  if (counts.done > 0 && counts.done + counts.failed < planner.total())
    fmt::print("about {} with {} at once\n",
               duration((1 - static_cast<double>(counts.done + counts.failed) /
                                 static_cast<double>(planner.total())) *
                        planner.work() * counts.wall_s / static_cast<double>(counts.done) / workers),
               workers);
  (void)std::fflush(stdout);

  if (!store) store = store::Store::create(path);
  store->plan({.name = sweep.name,
               .command = sweep.command,
               .file = sweep.file.string(),
               .text = sweep.text,
               .base = sweep.base.string(),
               .base_text = sweep.base_text},
              {.version = version,
               .program = std::filesystem::read_symlink("/proc/self/exe").string(),
               .tools = tool_versions()},
              planner.points());
  if (o.retry) store->retry_failed(version);
  // Rungs that earlier calls had begun.
  while (planner.advance(*store) && store->counts(version).waiting == 0 &&
         store->counts(version).running == 0) {
  }
  Meter meter(o.common.quiet, planner.total());
  context.progress = [&](const sweep::Outcome& outcome) { meter(outcome, store->counts(version), false); };
  context.more = [&] { return planner.advance(*store); };
  const auto started = std::chrono::steady_clock::now();
  const sweep::Outcome outcome =
      slurm ? sweep::run_slurm(*store, version, context) : sweep::run_local(*store, version, context);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  counts = store->counts(version);
  meter(outcome, counts, true);
  fmt::print("{}: {} done, {} failed, {} to do; {}\n", sweep.name, counts.done, counts.failed,
             counts.waiting + counts.running, store->path().string());
  if (outcome.interrupted && slurm && !store->shards().empty())
    fmt::print("job {} goes on: --resume takes its results, scancel ends it\n", store->shards().front().job);
  else if (!outcome.interrupted && counts.waiting > 0)
    fmt::print(
        "tasks were cancelled or lost: --resume submits their points again; what they said is in {}.slurm\n",
        store->path().string());
  write_json(o.common, {{"study", sweep.name},
                        {"store", store->path().string()},
                        {"code_version", version},
                        {"points",
                         {{"total", counts.total()},
                          {"done", counts.done},
                          {"failed", counts.failed},
                          {"waiting", counts.waiting + counts.running}}},
                        {"now",
                         {{"done", outcome.done},
                          {"failed", outcome.failed},
                          {"seconds", seconds},
                          {"points_wall_s", outcome.points_wall_s},
                          {"points_cpu_s", outcome.points_cpu_s},
                          {"sweep_cpu_s", own_cpu_seconds()}}},
                        {"interrupted", outcome.interrupted}});
  if (outcome.interrupted) return kInterrupted;
  return counts.failed > 0 || counts.waiting > 0 ? kCheckFailed : kDone;
}

}  // namespace

Command add_sweep(CLI::App& program) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  CLI::App* app =
      program.add_subcommand("sweep", "Many points of a design space, into one store that survives anything");
  app->add_option("SWEEP", o.file,
                  "What to vary (TOML, docs/sweeps.md), or the store of a study to go on with or to export")
      ->required();
  app->add_option("--store", o.store, "The SQLite file of the study (default: silipool-sweeps/NAME.sqlite)")
      ->type_name("FILE");
  app->add_flag("--dry-run", o.dry_run,
                "Print the points and about how long they take, and end; without a store one point is timed");
  app->add_option("--workers", o.workers, "Points at once, of a machine or a task")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  app->add_option("--runner", o.runner, "Who runs the points: local or slurm")
      ->check(CLI::IsMember({"local", "slurm"}));
  app->add_flag("--resume", o.resume, "Only go on: the store must be there");
  app->add_flag("--retry-failed", o.retry, "Run points that failed once more");
  app->add_flag("--accept-code-version", o.accept,
                "Run all points anew where the store's come from other code, beside those");
  CLI::Option* format = app->add_option("--export", o.format, "Print the results of the store: csv or json")
                            ->check(CLI::IsMember({"csv", "json"}));
  app->add_option("--out", o.out, "File for --export (default: standard output)")
      ->type_name("FILE")
      ->needs(format);
  app->add_flag("--timings", o.timings,
                "With --export: also times, memory and attempts, which differ from run to run")
      ->needs(format);
  app->add_option("--code-version", o.code_version, "With --export: of these results (default: the latest)")
      ->type_name("V")
      ->needs(format);
  app->add_option("--data", o.data, "Folder of data sets, before $SILIPOOL_DATA and data/")->type_name("DIR");
  // What the script of a task says.
  app->add_flag("--task", o.task)->group("");
  app->add_option("--task-seconds", o.task_seconds)->group("");
  app->add_option("--task-memory", o.task_memory)->group("");
  app->add_option("--task-attempts", o.task_attempts)->group("");
  add_common(*app, o.common);
  app->footer("Example: silipool sweep sim/configs/sweeps/permanence_bits.toml --dry-run");
  return {app, [options] { return run(*options); }};
}

}  // namespace silipool::cli
