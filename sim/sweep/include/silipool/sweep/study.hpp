#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <silipool/config/tree.hpp>
#include <silipool/sweep/condition.hpp>

namespace silipool::sweep {

/// A value for a key of the configuration, or `arguments.NAME` for an argument of the command.
struct Assignment {
  std::string key;
  std::string value;   ///< as TOML
  std::string origin;  ///< "sweep.toml:12"
};

/// What a range is drawn from where its values are not listed.
struct Range {
  double from = 0, to = 0;
  bool log = false;
  bool whole = false;  ///< whole numbers only
};

/// One direction of the space: keys that take their values together.
struct Axis {
  std::vector<std::string> keys;
  std::vector<std::vector<std::string>> values;  ///< for each choice the values of all keys, as TOML
  std::optional<Range> range;                    ///< in their place: any value between
  std::vector<Condition> when;                   ///< all must hold, else the axis is left out
  std::string origin;
};

enum class Method { grid, random, latin_hypercube, halving };

struct Sampling {
  Method method = Method::grid;
  std::int64_t points = 0;  ///< designs that are drawn; 0: all of the grid
  std::uint64_t seed = 1;
  // halving
  double eta = 3;
  std::int64_t rungs = 3;
  std::string budget = "train";  ///< the argument that grows from rung to rung
  std::int64_t first_budget = 0;
  std::string metric = "accuracy.test";
  bool maximise = true;
};

struct Limits {
  double seconds = 0;              ///< of a point; 0: none
  std::uint64_t memory_bytes = 0;  ///< of private memory of a point; 0: none
  std::int64_t attempts = 3;       ///< of a point that was killed from outside
};

struct RunnerOptions {
  std::string name = "local";
  unsigned workers = 0;  ///< at once, of one machine or task; 0: as many as cores and memory allow
  // slurm
  std::string partition, account, time;
  std::int64_t tasks = 16;
  std::int64_t memory_mb = 0;
};

/// A SWEEP.toml as docs/sweeps.md describes it.
struct Sweep {
  std::string name;
  std::filesystem::path file;
  std::string text;
  std::filesystem::path base;  ///< the configuration
  std::string base_text;
  std::string command = "run";
  std::vector<Assignment> settings;  ///< of all points: [set], [arguments]
  std::vector<Axis> axes;
  std::vector<std::int64_t> seeds;
  std::vector<Condition> constraints;
  Sampling sampling;
  Limits limits;
  RunnerOptions runner;
};

/// Error{bad_input} names file, line, key, what was found and what is legal.
[[nodiscard]] Sweep load_sweep(const std::filesystem::path& path);
/// `base_text`: the base configuration, in place of its file.
[[nodiscard]] Sweep parse_sweep(std::string_view text, const std::filesystem::path& path,
                                const std::optional<std::string>& base_text = {});

/// The tables of keys of docs/sweeps.md.
[[nodiscard]] std::string markdown();

}  // namespace silipool::sweep
