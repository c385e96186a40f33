#pragma once
#include <cstddef>
#include <new>
#include <vector>

namespace silipool::memristor {

/// For vectors whose panels begin with a cache line.
template <typename T>
struct CacheAligned {
  using value_type = T;
  static constexpr std::align_val_t kLine{64};

  CacheAligned() = default;
  template <typename U>
  explicit CacheAligned(const CacheAligned<U>&) noexcept {}
  [[nodiscard]] T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), kLine)); }
  void deallocate(T* p, std::size_t) noexcept { ::operator delete(p, kLine); }
  friend bool operator==(const CacheAligned&, const CacheAligned&) { return true; }
};

using Panel = std::vector<double, CacheAligned<double>>;

}  // namespace silipool::memristor
