#pragma once
#include <string>
#include <string_view>

namespace silipool::store {

/// Who works on a point: "host boot pid start nonce" - the machine, its boot, the process and when it started
/// in ticks since boot, which together no other process ever has; the nonce tells several of a process apart.
[[nodiscard]] std::string this_owner();

/// Whether the process lives, as far as can be seen from here; true for one on another machine.
[[nodiscard]] bool is_alive(std::string_view owner);
/// Whether is_alive can tell.
[[nodiscard]] bool is_here(std::string_view owner);

}  // namespace silipool::store
