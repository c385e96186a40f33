#include <silipool/base/cache.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <silipool/base/error.hpp>

namespace silipool::base {
namespace fs = std::filesystem;

fs::path cache_folder() {
  const auto variable = [](const char* name) -> fs::path {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
  };
  if (const fs::path own = variable("SILIPOOL_CACHE"); !own.empty()) return fs::absolute(own);
  if (const fs::path shared = variable("XDG_CACHE_HOME"); !shared.empty())
    return fs::absolute(shared / "silipool");
  if (const fs::path home = variable("HOME"); !home.empty())
    return fs::absolute(home / ".cache" / "silipool");
  bad_input("no place for the cache: set SILIPOOL_CACHE to a folder that can be written");
}

CacheEntry::CacheEntry(const fs::path& cache, const std::string& key) : folder_(cache / key) {
  std::error_code error;
  fs::create_directories(cache, error);
  if (error) bad_input("{}: cannot make the cache: {}", cache.string(), error.message());
  const fs::path lock = cache / (key + ".lock");
  lock_ = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock_ < 0) bad_input("{}: cannot write in the cache: {}", lock.string(), std::strerror(errno));
  while (::flock(lock_, LOCK_EX) != 0)
    if (errno != EINTR) bad_input("{}: cannot lock: {}", lock.string(), std::strerror(errno));
}

CacheEntry::~CacheEntry() {
  std::error_code ignored;
  if (!building_.empty()) fs::remove_all(building_, ignored);
  (void)::close(lock_);
}

bool CacheEntry::complete(const std::string& last_file) const { return fs::exists(folder_ / last_file); }

const fs::path& CacheEntry::start_build() {
  building_ = folder_;
  building_ += ".building";
  std::error_code error;
  fs::remove_all(building_, error);  // what a killed process left
  fs::create_directory(building_, error);
  if (error) bad_input("{}: cannot write in the cache: {}", building_.string(), error.message());
  return building_;
}

void CacheEntry::publish() {
  std::error_code error;
  fs::remove_all(folder_, error);
  fs::rename(building_, folder_, error);
  if (error) bad_input("{}: cannot write in the cache: {}", folder_.string(), error.message());
  building_.clear();
}

}  // namespace silipool::base
