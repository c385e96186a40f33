#include <cctype>

#include <fmt/format.h>

#include <silipool/config/quantity.hpp>

#include "formats.hpp"

namespace silipool::vectors {
namespace {

/// The bits as one number, bit 0 the least significant.
std::string hex(const base::Sdr& sdr) {
  const std::size_t digits = (sdr.size() + 3) / 4;
  std::string text(digits, '0');
  for (std::size_t d = 0; d < digits; ++d)
    text[digits - 1 - d] = "0123456789abcdef"[sdr.words()[d / 16] >> (4 * (d % 16)) & 0xfU];
  return text + "\n";
}

template <typename Values>
std::string hex_lines(const Values& values) {
  std::string text;
  for (const auto value : values) fmt::format_to(std::back_inserter(text), "{:x}\n", value);
  return text;
}

/// "pooler.active_columns" as POOLER_ACTIVE_COLUMNS.
std::string verilog_name(const std::string& quantity) {
  std::string name;
  for (const char c : quantity)
    name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

std::string header(const Recording& r) {
  std::string text =
      fmt::format("// Golden vectors of {}: parameters of the testbench and of the design.\n", r.config.name);
  const auto put = [&text](const std::string& name, std::uint64_t value) {
    text += fmt::format("localparam {} = 32'd{};\n", name, value);
  };
  put("STEPS", r.given.size());
  put("STATE_EVERY", r.state_every);
  put("STATES", r.states.size());
  for (const std::string& name : config::quantity_names())
    put(verilog_name(name), config::quantity(r.config, name));
  return text;
}

}  // namespace

std::vector<File> memh_files(const Recording& r) {
  std::vector<File> files{
      {"vectors.vh",
       "localparams for `include: STEPS, STATE_EVERY, STATES, and every quantity of the configuration",
       header(r)},
      {"inputs.memh", "[STEPS] of INPUTS bits: input i in bit i, the least significant is 0", ""},
      {"learn.memh", "[STEPS]: 1 if the step learns", ""},
      {"winners.memh", "[STEPS] of COLUMNS bits: column c in bit c, the least significant is 0", ""}};
  for (std::size_t step = 0; step < r.given.size(); ++step) {
    files[1].content += hex(r.given[step].input);
    files[2].content += r.given[step].learn ? "1\n" : "0\n";
    files[3].content += hex(r.winners[step]);
  }
  if (labelled(r)) {
    File& labels = files.emplace_back(File{"labels.memh", "[STEPS]: class of the input", ""});
    for (const engine::StimulusStep& given : r.given)
      labels.content += fmt::format("{:x}\n", given.label.value_or(0));
  }
  if (!r.overlaps.empty()) {
    File& overlaps =
        files.emplace_back(File{"overlaps.memh", "[STEPS * COLUMNS]: step * COLUMNS + column", ""});
    for (const auto& of_step : r.overlaps) overlaps.content += hex_lines(of_step);
  }
  if (r.states.empty()) return files;
  const std::string when = "; state i is that after i * STATE_EVERY steps";
  File permanences{"permanences.memh",
                   "[STATES * COLUMNS * SLOTS]: (i * COLUMNS + column) * SLOTS + slot" + when, ""};
  File duties{"duties.memh", "[STATES * COLUMNS]: i * COLUMNS + column; 256 is a win" + when, ""};
  File boosts{"boosts.memh", "[STATES * COLUMNS]: i * COLUMNS + column; 4096 is 1" + when, ""};
  File steps{"learning_steps.memh", "[STATES]" + when, ""};
  for (const sp::State& state : r.states) {
    permanences.content += hex_lines(state.permanences);
    duties.content += hex_lines(state.duties);
    boosts.content += hex_lines(state.boosts);
    steps.content += fmt::format("{:x}\n", state.learning_step);
  }
  for (File* file : {&permanences, &duties, &boosts, &steps}) files.push_back(std::move(*file));
  return files;
}

}  // namespace silipool::vectors
