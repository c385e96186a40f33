#include <memory>

#include <fmt/format.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/schema.hpp>
#include <silipool/engine/rtl_instance.hpp>

#include "common.hpp"

namespace silipool::cli {
namespace {

struct Options {
  Common common;
  std::string config, out;
  CLI::App *check = nullptr, *show = nullptr, *list = nullptr, *rtl = nullptr;
};

int check(const Options& o) {
  const config::Config c = load_config(o.config, o.common);
  const config::Structural& s = c.structural;
  fmt::print("{}: legal. {} inputs, {} columns in {} hypercolumns of {}, {} slots each, hash {}\n", o.config,
             s.inputs(), s.columns(), s.hypercolumns(), s.columns_per_hypercolumn, s.slots(),
             base::hex64(config::hash(c)));
  write_json(o.common, {{"config", {{"name", c.name}, {"hash", base::hex64(config::hash(c))}}}});
  return kDone;
}

int show(const Options& o) {
  const config::Config c = load_config(o.config, o.common);
  Json json;
  for (const config::Entry& e : c.entries) {
    if (e.value.empty()) continue;
    constexpr std::size_t kShown = 40;
    const std::string value = e.value.size() > kShown ? e.value.substr(0, kShown - 3) + "..." : e.value;
    fmt::print("{:<34} {:<40} {:<22} {}{}\n", e.key, value, e.unit, e.origin,
               e.rounded.empty() ? "" : fmt::format("   in the arithmetic: {}", e.rounded));
    json[e.key] = {{"value", e.value}, {"unit", e.unit}, {"origin", e.origin}, {"rounded", e.rounded}};
  }
  write_json(o.common, json);
  return kDone;
}

int list(const Options& o) {
  Json json;
  for (const config::SchemaKey& key : config::schema()) {
    fmt::print("{:<34} {:<24} {:<18} {}\n{:>34}   {}\n", key.name, config::type_text(key),
               config::class_text(key.key_class), config::legal_text(key), "", key.description);
    json[std::string(key.name)] = {{"type", config::type_text(key)},
                                   {"class", config::class_text(key.key_class)},
                                   {"legal", config::legal_text(key)},
                                   {"default", key.fallback},
                                   {"unit", key.unit},
                                   {"description", key.description}};
  }
  write_json(o.common, json);
  return kDone;
}

int rtl(const Options& o) {
  const config::Config c = load_config(o.config, o.common);
  const std::string text = engine::rtl_instance(c);
  if (o.out.empty())
    fmt::print("{}", text);
  else
    base::write_file(o.out, text);
  write_json(o.common,
             {{"config", {{"name", c.name}, {"hash", base::hex64(config::hash(c))}}}, {"instance", text}});
  return kDone;
}

}  // namespace

Command add_config(CLI::App& program) {
  auto options = std::make_shared<Options>();
  Options& o = *options;
  CLI::App* app = program.add_subcommand("config", "Check, show and list configurations");
  app->require_subcommand(1);
  const auto with_config = [&](const char* name, const char* text) {
    CLI::App* sub = app->add_subcommand(name, text);
    sub->add_option("CONFIG", o.config, "Configuration (TOML)")->required();
    add_common(*sub, o.common);
    add_set(*sub, o.common);
    return sub;
  };
  o.check = with_config("check", "Say whether a configuration is legal");
  o.show = with_config("show", "All values, with units, where each came from, and what it is rounded to");
  o.rtl = with_config("rtl", "Write the SystemVerilog instance of a configuration");
  o.rtl->add_option("--out", o.out, "File (default: standard output)")->type_name("FILE");
  o.list = app->add_subcommand("list", "All keys, with types, ranges and classes");
  add_common(*o.list, o.common);
  app->footer("Example: silipool config show sim/configs/mnist.toml --set pooler.active_columns=3");
  return {app, [options] {
            if (options->check->parsed()) return check(*options);
            if (options->show->parsed()) return show(*options);
            if (options->rtl->parsed()) return rtl(*options);
            return list(*options);
          }};
}

}  // namespace silipool::cli
