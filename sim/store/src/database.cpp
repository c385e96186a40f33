#include "database.hpp"

#include <utility>

#include <silipool/base/error.hpp>

namespace silipool::store {
namespace {

constexpr int kPatienceMs = 60000;

}  // namespace

Database::Database(std::filesystem::path path, bool create) : path_(std::move(path)) {
  std::error_code error;
  // Absolute: no name is taken for a URI or for ":memory:".
  const std::string name = std::filesystem::absolute(path_, error).string();
  const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_NOMUTEX;
  if (error || sqlite3_open_v2(name.c_str(), &handle_, flags, nullptr) != SQLITE_OK) {
    const std::string reason = handle_ != nullptr ? sqlite3_errmsg(handle_) : error.message();
    (void)sqlite3_close(handle_);
    base::bad_input("{}: cannot open the store: {}", path_.string(), reason);
  }
  (void)sqlite3_extended_result_codes(handle_, 1);
  (void)sqlite3_busy_timeout(handle_, kPatienceMs);
}

Database::~Database() { (void)sqlite3_close(handle_); }

void Database::fail() const { base::bad_input("{}: {}", path_.string(), sqlite3_errmsg(handle_)); }

void Database::execute(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

void Database::set_journal(const char* mode) {
  const std::string sql = std::string("PRAGMA journal_mode = ") + mode;
  constexpr int kPauseMs = 20;
  for (int waited = 0;; waited += kPauseMs) {
    const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    if ((code & 0xff) != SQLITE_BUSY || waited >= kPatienceMs) fail();
    (void)sqlite3_sleep(kPauseMs);
  }
}

std::string Database::text(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.text(0) : "";
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  check(sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &handle_, nullptr));
}

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_.fail();
  return false;
}

int Statement::run() {
  while (step()) {
  }
  (void)sqlite3_reset(handle_);
  return sqlite3_changes(database_.handle());
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  if (bytes == nullptr) return "";
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

Value Statement::value(int column) const {
  switch (sqlite3_column_type(handle_, column)) {
    case SQLITE_INTEGER:
      return integer(column);
    case SQLITE_FLOAT:
      return real(column);
    default:
      return text(column);
  }
}

void Statement::bind_one(int position, std::string_view value) {
  check(sqlite3_bind_text64(handle_, position, value.data() == nullptr ? "" : value.data(), value.size(),
                            SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind_one(int position, const Value& value) {
  std::visit([&](const auto& v) { bind_one(position, v); }, value);
}

}  // namespace silipool::store
