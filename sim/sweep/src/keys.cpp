#include "keys.hpp"

#include <string>

#include <fmt/format.h>

#include <silipool/sweep/study.hpp>

namespace silipool::sweep {

const std::vector<Key>& keys() {
  static const std::vector<Key> all{
      {"", "name", "1..64 letters, digits, `_`, `-` and `.`", "required",
       "name of the study and, with `.sqlite`, of its store"},
      {"", "base", "path of a configuration", "required",
       "what every point starts from; relative to this file"},
      {"", "command", "\"run\", \"crossbar\", \"estimate\", \"verify\"", "\"run\"",
       "subcommand of `silipool` that does a point"},
      {"", "constraints", "array of comparisons", "[]",
       "points for which one does not hold are left out; one about a key without a value holds"},
      {"set", "any key of the configuration", "as there", "", "in place of the base's, in all points"},
      {"arguments", "any option of the command", "as there; `true` for a flag", "",
       "its arguments in all points, without `--`; not those that the sweep gives itself (`json`, `seed`, "
       "`set`, `threads`, `quiet`, `data`, `out`, `records`) and none that writes elsewhere"},
      {"axis", "key", "key of the configuration, or `arguments.NAME`", "", "what varies; or `keys`"},
      {"axis", "keys", "array of 2..16 keys", "",
       "zipped: each entry of `values` is an array with a value for each key"},
      {"axis", "values", "array of 1..100000 values", "", "the values; or a range"},
      {"axis", "from", "number", "", "first value of a range"},
      {"axis", "to", "number, at least `from`", "", "last value of a range"},
      {"axis", "step", "number above 0", "", "from one value to the next, up to `to`"},
      {"axis", "points", "2..100000", "",
       "how many values, `to` being the last; with neither `step` nor `points` random methods draw anything "
       "between"},
      {"axis", "scale", "\"linear\", \"log\"", "\"linear\"",
       "`log`: equal ratios between values; `from` and `to` above 0"},
      {"axis", "when", "comparison, or array of them", "[]",
       "the axis is there only where all hold; about the base, `[set]` and axes before this one"},
      {"repeat", "seeds", "1..10000, or array of seeds 0..4294967295", "1",
       "so many repetitions, seed of the base upwards; or these seeds"},
      {"method", "name", "\"grid\", \"random\", \"latin_hypercube\", \"halving\"", "\"grid\"",
       "how designs are taken from the space"},
      {"method", "points", "1..1000000", "all of the grid (halving); required (random, latin_hypercube)",
       "designs that are drawn"},
      {"method", "seed", "0..4294967295", "1", "of the draws"},
      {"method", "eta", "above 1, up to 100", "3",
       "halving: one of `eta` designs goes on to the next rung, with `eta` times the budget"},
      {"method", "rungs", "2..20", "3", "halving: how many"},
      {"method", "budget", "name of a whole-number argument", "\"train\"", "halving: what grows"},
      {"method", "first_budget", "1..1000000000", "required for halving",
       "halving: its value in the first rung"},
      {"method", "metric", "name of a result", "\"accuracy.test\"",
       "halving: what designs are chosen by, a mean over seeds; `arguments.validate` is required, so that "
       "the test set plays no part"},
      {"method", "goal", "\"maximise\", \"minimise\"", "\"maximise\"", "halving: of that result"},
      {"limits", "seconds", "above 0, up to 10000000 s", "no limit",
       "a point that takes longer is killed and has failed"},
      {"limits", "memory_mb", "16..100000000 MiB", "no limit",
       "private memory of a point: more cannot be had, and so many points run at once as fit"},
      {"limits", "attempts", "1..100", "3",
       "of a point that was killed from outside (out of memory, by an operator); what fails by itself is not "
       "tried again"},
      {"runner", "name", "\"local\", \"slurm\"", "\"local\"", "who runs points; `--runner`"},
      {"runner", "workers", "1..1024", "as many as cores and memory allow; 1 in a task",
       "points at once on a machine, or in a task of Slurm; `--workers`"},
      {"runner", "tasks", "1..10000", "16", "slurm: tasks of the job array, which share the points"},
      {"runner", "partition", "text", "Slurm's", "slurm: passed on to sbatch"},
      {"runner", "account", "text", "Slurm's", "slurm: passed on to sbatch"},
      {"runner", "time", "text", "Slurm's", "slurm: time limit of a task, passed on to sbatch"},
      {"runner", "memory_mb", "16..100000000 MiB", "Slurm's", "slurm: memory of a task, passed on to sbatch"},
  };
  return all;
}

std::string markdown() {
  std::string out;
  std::string_view table = "none";
  for (const Key& key : keys()) {
    if (key.table != table) {
      table = key.table;
      const std::string title = table.empty()     ? "Before the first table"
                                : table == "axis" ? "`[[axis]]`"
                                                  : fmt::format("`[{}]`", table);
      out +=
          fmt::format("\n### {}\n\n| key | legal | default | meaning |\n| --- | --- | --- | --- |\n", title);
    }
    // "any option of the command" is no name.
    const char* const tick = key.name.find(' ') == std::string_view::npos ? "`" : "";
    out += fmt::format("| {}{}{} | {} | {} | {} |\n", tick, key.name, tick, key.legal, key.fallback,
                       key.meaning);
  }
  return out;
}

}  // namespace silipool::sweep
