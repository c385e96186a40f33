#include <memory>

#include <fmt/format.h>

#include <silipool/base/file.hpp>
#include <silipool/report/data.hpp>
#include <silipool/report/page.hpp>

#include "common.hpp"

namespace silipool::cli {
namespace {

struct Options {
  Common common;
  std::string file, out = "report.html", code_version;
};

int run(const Options& o) {
  base::check_writable(o.out);
  std::string data;
  if (store::Store::is_store(o.file)) {
    const store::Store store = store::Store::open(o.file);
    data = report::data_of_store(store, o.code_version.empty() ? store.code_version() : o.code_version);
  } else {
    data = report::data_of_result(base::read_file(o.file), o.file);
  }
  const std::string page = report::page(data);
  base::write_file(o.out, page);
  fmt::print("{}: {:.2f} MB\n", o.out, static_cast<double>(page.size()) / 1e6);
  write_json(o.common, {{"report", o.out}, {"bytes", page.size()}});
  return kDone;
}

}  // namespace

Command add_report(CLI::App& program) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  CLI::App* app =
      program.add_subcommand("report", "One HTML file of a sweep's store or of a result, to look at offline");
  app->add_option("STORE", o.file, "The store of a sweep, or the JSON of run or verify")->required();
  app->add_option("-o,--out", o.out, "The page")->type_name("FILE")->capture_default_str();
  app->add_option("--code-version", o.code_version, "Of a store: these results (default: the latest)")
      ->type_name("V");
  add_common(*app, o.common);
  app->footer("Example: silipool report silipool-sweeps/permanence_bits.sqlite -o report.html");
  return {app, [options] { return run(*options); }};
}

}  // namespace silipool::cli
