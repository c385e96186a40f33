#include <silipool/store/store.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/store/owner.hpp>

#include "database.hpp"
#include "schema.hpp"

namespace silipool::store {
namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string to_json(const std::vector<std::string>& texts) {
  return nlohmann::json(texts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

constexpr std::array<std::string_view, 4> kStatus{"waiting", "running", "done", "failed"};

Status status_of(std::string_view text) {
  return static_cast<Status>(std::find(kStatus.begin(), kStatus.end(), text) - kStatus.begin());
}

}  // namespace

std::string_view status_text(Status status) { return kStatus.at(static_cast<std::size_t>(status)); }

std::string Shard::owner() const { return "shard " + std::to_string(id); }

struct Store::Implementation {
  Implementation(const std::filesystem::path& path, bool create) : database(path, create) {}

  void open(Journal journal, bool create) {
    // FULL: what was committed outlives a power cut.
    if (create) {
      database.set_journal(journal == Journal::wal ? "WAL" : "DELETE");
      Transaction transaction(database);
      if (database.text("SELECT count(*) FROM sqlite_schema") == "0") {
        database.execute(kSchemaSql);
        database.execute(fmt::format("PRAGMA application_id = {}", kApplication).c_str());
        database.execute(fmt::format("PRAGMA user_version = {}", kSchema).c_str());
      }
      transaction.commit();
    }
    if (database.text("PRAGMA application_id") != std::to_string(kApplication))
      base::bad_input("{}: is an SQLite file, but no store of silipool sweep", database.path().string());
    if (const std::string version = database.text("PRAGMA user_version"); version != std::to_string(kSchema))
      base::bad_input("{}: is a store of schema {}; this program reads schema {}", database.path().string(),
                      version, kSchema);
    database.execute("PRAGMA synchronous = FULL");
    database.execute("PRAGMA foreign_keys = ON");
  }

  void insert(const std::string& code_version, const Point& p, bool replace_plan) {
    Statement(
        database,
        "INSERT OR IGNORE INTO points (id, code_version, seed, config_hash, config, arguments, reproduce) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(p.id, code_version, p.seed, p.config_hash, p.config, to_json(p.arguments), p.reproduce)
        .run();
    // Axes may have been named or ordered anew.
    if (replace_plan) Statement(database, "DELETE FROM parameters WHERE point = ?").bind(p.id).run();
    Statement parameter(
        database, "INSERT OR IGNORE INTO parameters (point, position, name, value) VALUES (?, ?, ?, ?)");
    std::int64_t position = 0;
    for (const Parameter& each : p.parameters) parameter.bind(p.id, position++, each.name, each.value).run();
    Statement(database,
              "INSERT OR IGNORE INTO plan (code_version, number, point, design, rung) VALUES (?, ?, ?, ?, ?)")
        .bind(code_version, p.number, p.id, p.design, p.rung)
        .run();
  }

  [[nodiscard]] std::vector<Parameter> parameters(const std::string& id) {
    Statement statement(database, "SELECT name, value FROM parameters WHERE point = ? ORDER BY position");
    statement.bind(id);
    std::vector<Parameter> found;
    while (statement.step()) found.push_back({statement.text(0), statement.value(1)});
    return found;
  }

  /// Columns: id, number, design, rung, seed, config_hash, arguments, reproduce, config.
  static constexpr const char* kPointColumns =
      "points.id, plan.number, plan.design, plan.rung, points.seed, points.config_hash, points.arguments, "
      "points.reproduce, points.config";
  [[nodiscard]] Point point_of(const Statement& s) const {
    Point p;
    p.id = s.text(0);
    p.number = s.integer(1);
    p.design = s.integer(2);
    p.rung = s.integer(3);
    p.seed = s.integer(4);
    p.config_hash = s.text(5);
    const auto arguments = nlohmann::json::parse(s.text(6), nullptr, false);
    if (!arguments.is_array())
      base::bad_input("{}: point {}: arguments are no JSON array", database.path().string(), p.id);
    for (const auto& argument : arguments)
      if (argument.is_string()) p.arguments.push_back(argument.get<std::string>());
    p.reproduce = s.text(7);
    p.config = s.text(8);
    return p;
  }

  /// Within a transaction.
  std::optional<Point> claim(const std::string& code_version, const std::string& owner, double lease_until) {
    std::optional<Point> point;
    // Those before the last one that was claimed are rarely free again.
    for (const std::int64_t from : {next, std::int64_t{0}}) {
      Statement statement(
          database,
          fmt::format("SELECT {} FROM plan JOIN points ON points.id = plan.point "
                      "WHERE plan.code_version = ? AND plan.number >= ? AND points.status = 'waiting' "
                      "ORDER BY plan.number LIMIT 1",
                      kPointColumns));
      if (statement.bind(code_version, from).step()) {
        point = point_of(statement);
        break;
      }
      if (from == 0) break;
    }
    if (!point) return std::nullopt;
    next = point->number + 1;
    point->parameters = parameters(point->id);
    Statement(database,
              "UPDATE points SET status = 'running', owner = ?, lease_until = ?, attempts = attempts + 1, "
              "started = ? WHERE id = ?")
        .bind(owner, lease_until, now(), point->id)
        .run();
    return point;
  }

  /// Within a transaction. Whether the owner still had the point.
  bool end(const std::string& id, const std::string& owner, const Ending& e) {
    Statement earlier(database, "SELECT count(*) FROM failures WHERE point = ?");
    (void)earlier.bind(id).step();
    const Status status = e.done                                ? Status::done
                          : earlier.integer(0) + 1 < e.attempts ? Status::waiting
                                                                : Status::failed;
    const bool kept =
        Statement(database,
                  "UPDATE points SET status = ?, started = ?, wall_s = ?, cpu_s = ?, memory_bytes = ?, "
                  "exit_status = ?, result = ? WHERE id = ? AND status = 'running' AND owner = ?")
            .bind(kStatus.at(static_cast<std::size_t>(status)), e.started, e.wall_s, e.cpu_s,
                  static_cast<std::int64_t>(e.memory_bytes), e.exit_status, e.result, id, owner)
            .run() == 1;
    if (!kept) return false;
    Statement(database, "DELETE FROM metrics WHERE point = ?").bind(id).run();
    Statement metric(database,
                     "INSERT OR IGNORE INTO metrics (point, position, name, value, unit, timing) "
                     "VALUES (?, ?, ?, ?, ?, ?)");
    std::int64_t position = 0;
    for (const Metric& m : e.metrics)
      metric.bind(id, position++, m.name, m.value, m.unit, m.timing ? 1 : 0).run();
    if (!e.reason.empty())
      Statement(database,
                "INSERT INTO failures (point, attempt, at, reason, exit_status, log) "
                "SELECT id, attempts, ?, ?, ?, ? FROM points WHERE id = ?")
          .bind(now(), e.reason, e.exit_status, e.log, id)
          .run();
    return true;
  }

  Database database;
  std::int64_t next = 0;  ///< number of the plan after the last that was claimed
};

Store::Store(std::unique_ptr<Implementation> implementation) : self_(std::move(implementation)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Store Store::create(const std::filesystem::path& path, Journal journal) {
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  if (error) base::bad_input("{}: cannot make the folder: {}", path.parent_path().string(), error.message());
  if (std::filesystem::exists(path, error) && std::filesystem::file_size(path, error) > 0 && !is_store(path))
    base::bad_input("{}: exists and is no store", path.string());
  auto self = std::make_unique<Implementation>(path, true);
  self->open(journal, true);
  return Store(std::move(self));
}

Store Store::open(const std::filesystem::path& path) {
  if (!is_store(path)) base::bad_input("{}: is no store", path.string());
  auto self = std::make_unique<Implementation>(path, false);
  self->open(Journal::wal, false);
  return Store(std::move(self));
}

bool Store::is_store(const std::filesystem::path& path) {
  constexpr std::string_view kMagic{"SQLite format 3\0", 16};
  return base::read_file(path, kMagic.size()) == kMagic;
}

const std::filesystem::path& Store::path() const { return self_->database.path(); }

std::optional<Study> Store::study() const {
  Statement s(self_->database, "SELECT name, command, file, text, base, base_text FROM study");
  if (!s.step()) return std::nullopt;
  return Study{s.text(0), s.text(1), s.text(2), s.text(3), s.text(4), s.text(5)};
}

std::string Store::code_version() const { return self_->database.text("SELECT code_version FROM study"); }

std::vector<std::string> Store::code_versions() const {
  Statement s(
      self_->database,
      "SELECT version FROM code_versions WHERE EXISTS (SELECT 1 FROM points WHERE points.code_version = "
      "version AND status IN ('done', 'failed')) ORDER BY first_used, version");
  std::vector<std::string> versions;
  while (s.step()) versions.push_back(s.text(0));
  return versions;
}

Code Store::code(const std::string& version) const {
  Statement s(self_->database, "SELECT version, program, tools FROM code_versions WHERE version = ?");
  s.bind(version);
  if (!s.step()) return {.version = version, .program = {}, .tools = {}};
  return {.version = s.text(0), .program = s.text(1), .tools = s.text(2)};
}

void Store::plan(const Study& study, const Code& code, const std::vector<Point>& points) {
  (void)take_over();
  Database& db = self_->database;
  Transaction transaction(db);
  Statement(db,
            "INSERT INTO study (id, name, command, file, text, base, base_text, code_version, created) "
            "VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
            "command = excluded.command, file = excluded.file, text = excluded.text, base = excluded.base, "
            "base_text = excluded.base_text, code_version = excluded.code_version")
      .bind(study.name, study.command, study.file, study.text, study.base, study.base_text, code.version,
            now())
      .run();
  Statement(db,
            "INSERT OR IGNORE INTO code_versions (version, program, tools, first_used) VALUES (?, ?, ?, ?)")
      .bind(code.version, code.program, code.tools, now())
      .run();
  std::set<std::string> wanted;
  for (const Point& point : points) wanted.insert(point.id);
  Statement busy(db,
                 "SELECT points.id, rung FROM plan JOIN points ON points.id = plan.point "
                 "WHERE plan.code_version = ? AND status = 'running'");
  busy.bind(code.version);
  while (busy.step())
    if (busy.integer(1) == 0 && !wanted.contains(busy.text(0)))
      base::bad_input(
          "{}: another sweep is at work on points that are not in this plan; wait for its end, or stop it",
          path().string());
  Statement(db, "DELETE FROM plan WHERE code_version = ?").bind(code.version).run();
  for (const Point& point : points) self_->insert(code.version, point, true);
  transaction.commit();
  self_->next = 0;
}

void Store::extend(const std::string& code_version, const std::vector<Point>& points) {
  Transaction transaction(self_->database);
  for (const Point& point : points) self_->insert(code_version, point, false);
  transaction.commit();
}

Counts Store::counts(const std::string& code_version) const {
  Statement s(self_->database,
              "SELECT status, count(*), total(CASE WHEN status = 'done' THEN wall_s END), max(memory_bytes) "
              "FROM plan "
              "JOIN points ON points.id = plan.point WHERE plan.code_version = ? GROUP BY status");
  s.bind(code_version);
  Counts counts;
  while (s.step()) {
    switch (status_of(s.text(0))) {
      case Status::waiting:
        counts.waiting = s.integer(1);
        break;
      case Status::running:
        counts.running = s.integer(1);
        break;
      case Status::done:
        counts.done = s.integer(1);
        break;
      case Status::failed:
        counts.failed = s.integer(1);
        break;
    }
    counts.wall_s += s.real(2);
    counts.memory_bytes = std::max(counts.memory_bytes, static_cast<std::uint64_t>(s.integer(3)));
  }
  return counts;
}

std::vector<Row> Store::rows(const std::string& code_version, bool whole) const {
  Database& db = self_->database;
  // One look at the store, whatever is written meanwhile.
  db.execute("BEGIN");
  struct End {
    Database& database;
    ~End() { (void)sqlite3_exec(database.handle(), "ROLLBACK", nullptr, nullptr, nullptr); }
  } const end{db};
  std::vector<Row> rows;
  std::map<std::string, std::size_t> at;
  Statement s(
      db,
      fmt::format("SELECT {}, status, attempts, exit_status, started, wall_s, cpu_s, memory_bytes, {}, {} "
                  "FROM plan JOIN points ON points.id = plan.point WHERE plan.code_version = ? "
                  "ORDER BY plan.number",
                  whole ? Implementation::kPointColumns
                        : "points.id, plan.number, plan.design, plan.rung, points.seed, "
                          "points.config_hash, points.arguments, points.reproduce, ''",
                  whole ? "result" : "''", "(SELECT max(id) FROM failures WHERE point = points.id)"));
  s.bind(code_version);
  Statement failure(db, "SELECT reason, log FROM failures WHERE id = ?");
  while (s.step()) {
    Row row;
    row.point = self_->point_of(s);
    row.status = status_of(s.text(9));
    row.attempts = s.integer(10);
    row.ending.done = row.status == Status::done;
    row.ending.exit_status = static_cast<int>(s.integer(11));
    row.ending.started = s.real(12);
    row.ending.wall_s = s.real(13);
    row.ending.cpu_s = s.real(14);
    row.ending.memory_bytes = static_cast<std::uint64_t>(s.integer(15));
    row.ending.result = s.text(16);
    if (row.status == Status::failed) {
      if (failure.bind(s.integer(17)).step()) {
        row.ending.reason = failure.text(0);
        if (whole) row.ending.log = failure.text(1);
      }
      (void)failure.run();
    }
    at.emplace(row.point.id, rows.size());
    rows.push_back(std::move(row));
  }
  Statement parameters(db,
                       "SELECT parameters.point, name, value FROM plan JOIN parameters ON parameters.point = "
                       "plan.point WHERE plan.code_version = ? ORDER BY plan.number, position");
  parameters.bind(code_version);
  while (parameters.step())
    rows[at.at(parameters.text(0))].point.parameters.push_back({parameters.text(1), parameters.value(2)});
  Statement metrics(
      db,
      "SELECT metrics.point, name, value, unit, timing FROM plan JOIN metrics ON metrics.point = "
      "plan.point WHERE plan.code_version = ? ORDER BY plan.number, position");
  metrics.bind(code_version);
  while (metrics.step())
    rows[at.at(metrics.text(0))].ending.metrics.push_back(
        {metrics.text(1), metrics.value(2), metrics.text(3), metrics.integer(4) != 0});
  return rows;
}

void Store::retry_failed(const std::string& code_version) {
  Transaction transaction(self_->database);
  constexpr std::string_view kFailed =
      "(SELECT point FROM plan JOIN points ON points.id = plan.point WHERE plan.code_version = ? AND status "
      "= 'failed')";
  Statement(self_->database, fmt::format("DELETE FROM failures WHERE point IN {}", kFailed))
      .bind(code_version)
      .run();
  Statement(self_->database, fmt::format("UPDATE points SET status = 'waiting' WHERE id IN {}", kFailed))
      .bind(code_version)
      .run();
  transaction.commit();
}

std::optional<Point> Store::claim(const std::string& code_version, const std::string& owner) {
  Transaction transaction(self_->database);
  std::optional<Point> point = self_->claim(code_version, owner, now() + kLease);
  transaction.commit();
  return point;
}

Store::Finished Store::finish(const std::string& code_version, const std::string& id,
                              const std::string& owner, const Ending& ending, bool claim_next) {
  Transaction transaction(self_->database);
  Finished finished;
  finished.kept = self_->end(id, owner, ending);
  if (claim_next) finished.next = self_->claim(code_version, owner, now() + kLease);
  transaction.commit();
  return finished;
}

void Store::release(const std::string& owner) {
  Transaction transaction(self_->database);
  Statement(self_->database, "UPDATE points SET status = 'waiting' WHERE status = 'running' AND owner = ?")
      .bind(owner)
      .run();
  transaction.commit();
}

void Store::renew(const std::string& owner) {
  Transaction transaction(self_->database);
  Statement(self_->database, "UPDATE points SET lease_until = ? WHERE status = 'running' AND owner = ?")
      .bind(now() + kLease, owner)
      .run();
  transaction.commit();
}

std::int64_t Store::take_over() {
  std::vector<std::string> dead;
  {
    Statement s(
        self_->database,
        "SELECT owner, max(lease_until) FROM points WHERE status = 'running' AND owner NOT LIKE 'shard %' "
        "GROUP BY owner");
    while (s.step())
      if (is_here(s.text(0)) ? !is_alive(s.text(0)) : s.real(1) < now()) dead.push_back(s.text(0));
  }
  if (dead.empty()) return 0;
  Transaction transaction(self_->database);
  std::int64_t taken = 0;
  // The lease once more: it may have been renewed since.
  for (const std::string& owner : dead)
    taken +=
        Statement(self_->database,
                  "UPDATE points SET status = 'waiting' WHERE status = 'running' AND owner = ? AND (? OR "
                  "lease_until < ?)")
            .bind(owner, is_here(owner) ? 1 : 0, now())
            .run();
  transaction.commit();
  return taken;
}

std::pair<Shard, std::vector<Point>> Store::make_shard(const std::string& code_version, std::int64_t task,
                                                       std::int64_t most,
                                                       const std::filesystem::path& folder) {
  Database& db = self_->database;
  Transaction transaction(db);
  Shard shard;
  shard.task = task;
  shard.file = (folder / (std::to_string(task) + ".sqlite")).string();
  Statement(db, "INSERT INTO shards (job, task, file, state) VALUES ('', ?, ?, 'open')")
      .bind(task, shard.file)
      .run();
  shard.id = sqlite3_last_insert_rowid(db.handle());
  std::vector<Point> points;
  while (static_cast<std::int64_t>(points.size()) < most) {
    std::optional<Point> point = self_->claim(code_version, shard.owner(), 0);
    if (!point) break;
    points.push_back(std::move(*point));
  }
  if (points.empty()) return {shard, points};  // and no such shard
  transaction.commit();
  return {shard, points};
}

void Store::submitted(const std::vector<Shard>& shards, const std::string& job) {
  Transaction transaction(self_->database);
  for (const Shard& shard : shards)
    Statement(self_->database, "UPDATE shards SET job = ? WHERE id = ?").bind(job, shard.id).run();
  transaction.commit();
}

std::vector<Shard> Store::shards() const {
  Statement s(self_->database, "SELECT id, job, task, file FROM shards WHERE state = 'open' ORDER BY id");
  std::vector<Shard> found;
  while (s.step()) found.push_back({s.integer(0), s.text(1), s.integer(2), s.text(3)});
  return found;
}

std::int64_t Store::close(const Shard& shard) {
  std::vector<Row> rows;
  std::error_code error;
  if (std::filesystem::exists(shard.file, error)) {
    const Store part = open(shard.file);
    rows = part.rows(part.code_version(), true);
  }
  Database& db = self_->database;
  Transaction transaction(db);
  std::int64_t taken = 0;
  for (const Row& row : rows)
    if (row.status == Status::done || row.status == Status::failed)
      taken += self_->end(row.point.id, shard.owner(), row.ending) ? 1 : 0;
  Statement(db, "UPDATE points SET status = 'waiting' WHERE status = 'running' AND owner = ?")
      .bind(shard.owner())
      .run();
  Statement(db, "UPDATE shards SET state = 'closed' WHERE id = ?").bind(shard.id).run();
  transaction.commit();
  self_->next = 0;
  return taken;
}

}  // namespace silipool::store
