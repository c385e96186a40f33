#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "formats.hpp"

namespace silipool::vectors {
namespace {

std::string indices(const base::Sdr& sdr) {
  std::string text;
  sdr.for_each([&text](std::size_t i) { text += fmt::format("{}{}", text.empty() ? "" : " ", i); });
  return text;
}

}  // namespace

std::vector<File> csv_files(const Recording& r) {
  const bool labels = labelled(r);
  std::vector<File> files{
      {"steps.csv",
       "a step a line; input and winners are the indices of what is on, ascending, with spaces between",
       labels ? "step,learn,label,input,winners\n" : "step,learn,input,winners\n"}};
  for (std::size_t step = 0; step < r.given.size(); ++step) {
    const engine::StimulusStep& given = r.given[step];
    files[0].content += fmt::format("{},{},{}{},{}\n", step, given.learn ? 1 : 0,
                                    labels ? fmt::format("{},", given.label.value_or(0)) : "",
                                    indices(given.input), indices(r.winners[step]));
  }
  if (!r.overlaps.empty()) {
    File& overlaps = files.emplace_back(
        File{"overlaps.csv", "a step a line: its number, then the overlap of each column", "step"});
    for (std::size_t c = 0; c < r.config.structural.columns(); ++c)
      overlaps.content += fmt::format(",column_{}", c);
    overlaps.content += "\n";
    for (std::size_t step = 0; step < r.overlaps.size(); ++step)
      overlaps.content += fmt::format("{},{}\n", step, fmt::join(r.overlaps[step], ","));
  }
  if (r.states.empty()) return files;
  File& states =
      files.emplace_back(File{"states.csv",
                              "a column a line, after so many steps; 256 of duty is a win, 4096 of "
                              "boost is 1; permanences by slot, with spaces between",
                              "steps,learning_step,column,duty,boost,permanences\n"});
  const std::size_t slots = r.config.structural.slots();
  for (std::size_t i = 0; i < r.states.size(); ++i) {
    const sp::State& state = r.states[i];
    for (std::size_t c = 0; c < state.duties.size(); ++c)
      states.content += fmt::format("{},{},{},{},{},{}\n", i * r.state_every, state.learning_step, c,
                                    state.duties[c], state.boosts[c],
                                    fmt::join(std::span(state.permanences).subspan(c * slots, slots), " "));
  }
  return files;
}

}  // namespace silipool::vectors
