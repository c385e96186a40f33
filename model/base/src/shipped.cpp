#include <silipool/base/shipped.hpp>

namespace silipool::base {

std::filesystem::path shipped_root() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) {
    std::filesystem::path installed = (program.parent_path() / SILIPOOL_SHARE_FROM_BIN).lexically_normal();
    if (std::filesystem::is_directory(installed / "model", error)) return installed;
  }
  return SILIPOOL_SOURCE_DIR;
}

}  // namespace silipool::base
