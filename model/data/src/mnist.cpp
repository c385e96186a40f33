#include <silipool/data/mnist.hpp>

#include <system_error>

#include <silipool/base/error.hpp>
#include <silipool/data/sha256.hpp>

#include "gz_file.hpp"

namespace silipool::data {
namespace {

std::string unpacked_sha256(const std::filesystem::path& path) {
  GzFile file(path);
  Sha256 hash;
  std::vector<std::uint8_t> buffer(1U << 16U);
  for (std::size_t n = 0; (n = file.read(buffer)) > 0;) hash.update(std::span(buffer).first(n));
  return hash.finish();
}

}  // namespace

std::optional<std::filesystem::path> find_plain_or_gz(const std::filesystem::path& folder,
                                                      std::string_view name) {
  for (const char* ending : {"", ".gz"}) {
    std::filesystem::path path = folder / name;
    path += ending;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) return path;
  }
  return std::nullopt;
}

std::vector<MnistCheck> check_mnist(const std::filesystem::path& folder) {
  std::vector<MnistCheck> checks;
  for (const MnistFile& file : mnist_files) {
    MnistCheck& check = checks.emplace_back();
    const auto path = find_plain_or_gz(folder, file.name);
    check.path = path.value_or(folder / file.name);
    check.found = path.has_value();
    if (!check.found) continue;
    try {
      check.sha256 = unpacked_sha256(*path);
    } catch (const base::Error& e) {
      check.problem = e.what();
    }
    check.matches = check.sha256 == file.sha256;
  }
  return checks;
}

}  // namespace silipool::data
