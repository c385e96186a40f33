#include "mismatch_report.hpp"

#include <fmt/format.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>
#include <silipool/oracle/oracle.hpp>

namespace silipool::cli {
namespace {

std::string value_text(const std::optional<std::uint64_t>& value) {
  return value ? fmt::format("0x{:x} ({})", *value, *value) : "none";
}

/// A path as a word of a shell command.
std::string shell_word(const std::string& text) {
  std::string word = "'";
  for (const char ch : text) {
    if (ch == '\'')
      word += "'\\''";
    else
      word += ch;
  }
  return word + "'";
}

/// Section 11 over the oracle's winners: the first class that no other exceeds.
unsigned class_of(const std::vector<oracle::Event>& events, const readout::IntegerWeights& weights,
                  unsigned classes) {
  const auto score = [&](unsigned label) {
    std::int64_t sum = 0;
    for (const oracle::Event& event : events)
      if (event.phase == static_cast<int>(engine::Phase::winner))
        sum += weights.weights()[std::size_t{event.index} * classes + label];
    return sum;
  };
  unsigned best = 0;
  for (unsigned label = 1; label < classes; ++label)
    if (score(label) > score(best)) best = label;
  return best;
}

}  // namespace

void ask_oracle(engine::Mismatch& m, const config::Config& config,
                const std::function<engine::StimulusStep(std::uint64_t)>& source,
                const std::optional<readout::IntegerWeights>& weights, std::uint64_t first) {
  if (m.phase == engine::Phase::handshake) return;
  oracle::Oracle oracle(config.structural, config.runtime);
  std::vector<oracle::Event> events;
  for (std::uint64_t step = first; step <= m.step; ++step) {
    const engine::StimulusStep s = source(step);
    events = oracle.step(s.input, s.learn, false);
  }
  if (m.phase == engine::Phase::step_end) {
    using State = engine::EventSink::State;
    if (m.state == State::permanence && m.synapse) {
      m.oracle = oracle.permanence(m.column, *m.synapse);
    } else if (m.state == State::connected && m.synapse) {
      m.oracle = oracle.potential(m.column, *m.synapse) &&
                         oracle.permanence(m.column, *m.synapse) >= config.structural.connected_threshold
                     ? 1U
                     : 0U;
    } else if (m.state == State::duty) {
      m.oracle = oracle.duty(m.column);
    } else if (m.state == State::boost) {
      m.oracle = oracle.boost(m.column);
    } else if (m.state == State::learning_step) {
      m.oracle = oracle.learning_step();
    }
    return;
  }
  if (m.phase == engine::Phase::readout) {
    if (weights) m.oracle = class_of(events, *weights, config.readout.classes);
    return;
  }
  const std::uint32_t index =
      m.phase == engine::Phase::permanence ? m.column << 12U | m.synapse.value_or(0) : m.column;
  for (const oracle::Event& event : events)
    if (event.phase == static_cast<int>(m.phase) && event.index == index) m.oracle = event.value;
  // At the pins a winner is a bit.
  if (m.what == "wrong output") m.oracle = m.oracle ? 1 : 0;
}

void print_mismatch(const engine::Mismatch& m, const config::Config& config, const Plan& plan,
                    const std::filesystem::path& record) {
  fmt::print("MISMATCH  config={}#{}  engine={}  seed={}  stall={}{}\n", config.name,
             base::hex64(config::hash(config)).substr(0, 8), plan.engine, config.runtime.seed,
             engine::stall_names.at(static_cast<std::size_t>(plan.stall)),
             plan.injection
                 ? fmt::format("  inject={}@{}", injection_kind(plan.injection->kind), plan.injection->step)
                 : "");
  fmt::print("  first divergence: step {}  phase {}  {}\n", m.step, engine::phase_name(m.phase), m.what);
  if (m.phase == engine::Phase::handshake) {
    fmt::print("    signal {}  cycle {}\n  replay, with waves: silipool replay {}\n", m.signal, m.cycle,
               shell_word(record.string()));
    return;
  }
  const std::string cycle = plan.has_waves() ? fmt::format("  cycle {}", m.cycle) : "";
  if (m.phase == engine::Phase::readout)
    fmt::print("    the class of all winners{}\n", cycle);
  else
    fmt::print("    column {} (column {} of hypercolumn {}){}{}\n", m.column,
               m.column % config.structural.columns_per_hypercolumn,
               m.column / config.structural.columns_per_hypercolumn,
               m.synapse ? fmt::format("  synapse {}", *m.synapse) : "", cycle);
  if (plan.has_waves()) fmt::print("    signal {}\n", m.signal);
  if (record.empty()) {
    fmt::print(
        "    rtl = {}   model = {}; steps are counted from the state that was loaded, and there is no "
        "record\n",
        value_text(m.rtl), value_text(m.model));
    return;
  }
  const std::string verdict =
      m.oracle == m.model ? fmt::format("the {} alone differs", plan.has_waves() ? "RTL" : plan.engine)
      : m.oracle == m.rtl ? "the model alone differs"
                          : "all three differ";
  fmt::print("    {} = {}   model = {}   oracle = {}   -> {}\n", plan.has_waves() ? "rtl" : plan.engine,
             value_text(m.rtl), value_text(m.model), value_text(m.oracle), verdict);
  fmt::print("  replay{}: silipool replay {}\n", plan.has_waves() ? ", with waves" : "",
             shell_word(record.string()));
}

Json mismatch_json(const engine::Mismatch& m, const Plan& plan, const std::filesystem::path& record) {
  Json json{{"step", m.step}, {"phase", engine::phase_name(m.phase)}, {"what", m.what}};
  if (m.phase != engine::Phase::handshake && m.phase != engine::Phase::readout) json["column"] = m.column;
  if (m.synapse) json["synapse"] = *m.synapse;
  if (plan.has_waves()) {
    json["signal"] = m.signal;
    json["cycle"] = m.cycle;
  }
  if (m.rtl) json[plan.has_waves() ? "rtl" : plan.engine] = *m.rtl;
  if (m.model) json["model"] = *m.model;
  if (m.oracle) json["oracle"] = *m.oracle;
  if (!record.empty()) json["replay"] = fmt::format("silipool replay {}", shell_word(record.string()));
  return json;
}

std::filesystem::path write_record(const std::filesystem::path& folder, const Plan& plan,
                                   const config::Config& config, const engine::Mismatch& mismatch) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    base::bad_input("{}: cannot make the folder for run records: {}", folder.string(), error.message());
  const Json plan_json = plan.to_json();
  base::Digest digest;
  digest.text(plan_json.dump(-1, ' ', false, Json::error_handler_t::replace));
  const std::filesystem::path path =
      folder / fmt::format("{}-{}-{}.json", config.name, plan.command, digest.hex().substr(0, 8));
  Json record{{"silipool", SILIPOOL_VERSION}, {"plan", plan_json}};
  record["first_mismatch"] = mismatch_json(mismatch, plan, path);
  base::write_file(path, record.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  return path;
}

}  // namespace silipool::cli
