#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace silipool::store {

/// Of a parameter or a result; a truth value is 0 or 1, an array is text as TOML.
using Value = std::variant<std::int64_t, double, std::string>;

struct Parameter {
  std::string name;  ///< key of the configuration, "arguments.train", "seed"
  Value value;
};

struct Metric {
  std::string name;  ///< path in the JSON of the command, "accuracy.test"
  Value value;
  std::string unit;     ///< "" where the result is no quantity
  bool timing = false;  ///< of the simulation itself: differs from run to run
};

/// What a sweep is about; one in each store.
struct Study {
  std::string name, command;
  std::string file, text;       ///< SWEEP.toml: path and content
  std::string base, base_text;  ///< the base configuration: path and content
};

/// A program that ran points.
struct Code {
  std::string version;  ///< project version + digest of all sources that can change a result
  std::string program;  ///< path of the executable
  std::string tools;    ///< versions of compiler and libraries, as JSON
};

/// One thing to run, and where it stands in the plan.
struct Point {
  std::string id;           ///< content address
  std::int64_t number = 0;  ///< position in the plan, from 0
  std::int64_t design = 0;  ///< equal for points that differ in their seed only
  std::int64_t rung = 0;    ///< of successive halving, else 0
  std::vector<Parameter> parameters;
  std::int64_t seed = 0;
  std::string config;  ///< canonical TOML
  std::string config_hash;
  std::vector<std::string> arguments;  ///< of the command, after CONFIG
  std::string reproduce;               ///< a command line for a shell
};

enum class Status { waiting, running, done, failed };
[[nodiscard]] std::string_view status_text(Status status);

/// How a point ended.
struct Ending {
  bool done = false;
  /// Not done, and perhaps not its fault: it waits for another attempt until it has had so many failures.
  std::int64_t attempts = 0;
  int exit_status = 0;                        ///< 128 + signal where it was killed
  double started = 0, wall_s = 0, cpu_s = 0;  ///< seconds; `started` since 1970
  std::uint64_t memory_bytes = 0;
  std::string result;  ///< JSON as the command wrote it
  std::vector<Metric> metrics;
  std::string reason, log;  ///< where not done
};

/// A point with what came of it.
struct Row {
  Point point;
  Status status = Status::waiting;
  std::int64_t attempts = 0;
  Ending ending;
};

struct Counts {
  std::int64_t waiting = 0, running = 0, done = 0, failed = 0;
  double wall_s = 0;               ///< sum over points that are done
  std::uint64_t memory_bytes = 0;  ///< greatest
  [[nodiscard]] std::int64_t total() const { return waiting + running + done + failed; }
};

/// A task of a scheduler that works on points in a store of its own.
struct Shard {
  std::int64_t id = 0;
  std::string job;  ///< "" until it was submitted
  std::int64_t task = 0;
  std::string file;  ///< its store
  [[nodiscard]] std::string owner() const;
};

/// The one SQLite file of a study (docs/sweeps.md, "The store"). Every change is one transaction, on the disk
/// when the call returns; any number of processes of one machine may have it open. Errors of the file system
/// and files that are no store: Error{bad_input} with the path.
class Store {
 public:
  enum class Journal {
    wal,
    rollback
  };  ///< rollback: also on network file systems, for one process at a time

  /// Makes it where it is absent.
  static Store create(const std::filesystem::path& path, Journal journal = Journal::wal);
  static Store open(const std::filesystem::path& path);
  /// Whether the file begins as an SQLite database does.
  [[nodiscard]] static bool is_store(const std::filesystem::path& path);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();
  [[nodiscard]] const std::filesystem::path& path() const;

  // The plan
  [[nodiscard]] std::optional<Study> study() const;
  /// Of the latest plan.
  [[nodiscard]] std::string code_version() const;
  /// Those that have points which are done or failed.
  [[nodiscard]] std::vector<std::string> code_versions() const;
  /// What ran points of that version; empty texts where it is not known.
  [[nodiscard]] Code code(const std::string& version) const;
  /// Points become the plan of that code; those the store has are as they were. Error{bad_input} where
  /// somebody is at work on points that are not in the new plan.
  void plan(const Study& study, const Code& code, const std::vector<Point>& points);
  /// Adds to the plan of that code what is not in it yet: the next rung.
  void extend(const std::string& code_version, const std::vector<Point>& points);
  [[nodiscard]] Counts counts(const std::string& code_version) const;
  /// In the order of the plan. Without `whole`, configurations, JSON and logs are left out.
  [[nodiscard]] std::vector<Row> rows(const std::string& code_version, bool whole = false) const;
  /// Failed points of the plan wait again, their failures forgotten.
  void retry_failed(const std::string& code_version);

  // Work
  /// The first that waits is now the owner's.
  [[nodiscard]] std::optional<Point> claim(const std::string& code_version, const std::string& owner);
  struct Finished {
    bool kept = false;  ///< false: the claim had been lost, somebody else has the point
    std::optional<Point> next;
  };
  /// Ends a point and claims the next, in one transaction.
  Finished finish(const std::string& code_version, const std::string& id, const std::string& owner,
                  const Ending& ending, bool claim_next);
  /// The owner's points wait again.
  void release(const std::string& owner);
  /// Claims of the owner hold for kLease from now.
  void renew(const std::string& owner);
  /// Points of owners that are dead wait again. How many.
  std::int64_t take_over();
  static constexpr double kLease =
      90;  ///< s: for owners of other machines, whose processes cannot be looked at

  // Tasks of a scheduler
  /// Claims up to `most` points for a new shard.
  [[nodiscard]] std::pair<Shard, std::vector<Point>> make_shard(const std::string& code_version,
                                                                std::int64_t task, std::int64_t most,
                                                                const std::filesystem::path& folder);
  void submitted(const std::vector<Shard>& shards, const std::string& job);
  [[nodiscard]] std::vector<Shard> shards() const;  ///< those that are open
  /// Takes what ended in the shard's store, which may be missing; what did not waits again, and the shard is
  /// forgotten. The task must have ended. How many points it took.
  std::int64_t close(const Shard& shard);

 private:
  struct Implementation;
  explicit Store(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> self_;
};

}  // namespace silipool::store
