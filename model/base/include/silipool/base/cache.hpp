#pragma once
#include <filesystem>
#include <string>

namespace silipool::base {

/// Where built things are kept: $SILIPOOL_CACHE, else $XDG_CACHE_HOME/silipool, else ~/.cache/silipool.
[[nodiscard]] std::filesystem::path cache_folder();

/// One entry of the cache, locked against other processes for as long as this lives.
class CacheEntry {
 public:
  /// Waits for a process that is building the same entry.
  CacheEntry(const std::filesystem::path& cache, const std::string& key);
  ~CacheEntry();
  CacheEntry(const CacheEntry&) = delete;
  CacheEntry& operator=(const CacheEntry&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }
  /// Whether it is there, with the file that its maker writes last.
  [[nodiscard]] bool complete(const std::string& last_file) const;
  /// An empty folder to build in; it becomes the entry with publish(), or is removed with this object.
  const std::filesystem::path& start_build();
  void publish();

 private:
  std::filesystem::path folder_, building_;
  int lock_ = -1;
};

}  // namespace silipool::base
