#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

#include <sqlite3.h>

#include <silipool/store/store.hpp>

namespace silipool::store {

/// A connection. Errors are Error{bad_input} with the path and SQLite's own words.
class Database {
 public:
  Database(std::filesystem::path path, bool create);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const char* sql);
  /// "WAL" or "DELETE". Asks for the whole file at once, for which SQLite does not wait by itself.
  void set_journal(const char* mode);
  /// The first value of the first row.
  [[nodiscard]] std::string text(const char* sql);
  [[noreturn]] void fail() const;
  [[nodiscard]] sqlite3* handle() const { return handle_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  sqlite3* handle_ = nullptr;
};

/// One prepared statement. Values reach SQL only as bound parameters.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement() { (void)sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  template <typename... Values>
  Statement& bind(const Values&... values) {
    int position = 0;
    (bind_one(++position, values), ...);
    return *this;
  }
  /// Whether there is a row.
  bool step();
  /// Steps to the end and starts anew; rows changed.
  int run();

  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(handle_, column); }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(handle_, column); }
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] Value value(int column) const;

 private:
  void bind_one(int position, std::int64_t value) { check(sqlite3_bind_int64(handle_, position, value)); }
  void bind_one(int position, int value) { bind_one(position, std::int64_t{value}); }
  void bind_one(int position, double value) { check(sqlite3_bind_double(handle_, position, value)); }
  void bind_one(int position, std::string_view value);
  void bind_one(int position, const std::string& value) { bind_one(position, std::string_view(value)); }
  void bind_one(int position, const char* value) { bind_one(position, std::string_view(value)); }
  void bind_one(int position, const Value& value);
  void check(int code) const {
    if (code != SQLITE_OK) database_.fail();
  }

  Database& database_;
  sqlite3_stmt* handle_ = nullptr;
};

/// Rolls back unless committed. It has the right to write from its start.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }
  ~Transaction() {
    if (!done_) (void)sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    database_.execute("COMMIT");
    done_ = true;
  }

 private:
  Database& database_;
  bool done_ = false;
};

}  // namespace silipool::store
