#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace silipool::verilated {

/// Verilator's own runtime, which is compiled for each model anew though it is the same in all: once compiled
/// it stays in the cache, under a digest of the command that makes it and of the tools' versions.
class RuntimeObjects {
 public:
  /// Puts what the cache has of it where `make`, run in `folder`, finds it done.
  RuntimeObjects(const std::vector<std::string>& make, const std::filesystem::path& folder);
  /// After make: keeps what the cache did not have. That it cannot is no error.
  void keep() const;

 private:
  struct Object {
    std::filesystem::path built, kept;
  };
  std::vector<Object> missing_;
};

}  // namespace silipool::verilated
