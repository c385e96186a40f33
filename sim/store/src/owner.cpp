#include <silipool/store/owner.hpp>

#include <array>
#include <atomic>
#include <fstream>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

namespace silipool::store {
namespace {

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string host() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

/// Field 22 of /proc/PID/stat; "" where there is no such process, or only its corpse.
std::string start_of(const std::string& pid) {
  const std::string line = first_line("/proc/" + pid + "/stat");
  const std::size_t after = line.rfind(')');  // the name before may hold anything
  if (after == std::string::npos) return "";
  std::istringstream fields(line.substr(after + 1));
  std::string field;
  for (int number = 3; fields >> field; ++number) {
    if (number == 3 && (field == "Z" || field == "X")) return "";
    if (number == 22) return field;
  }
  return "";
}

std::vector<std::string> words(std::string_view owner) {
  std::istringstream stream{std::string(owner)};
  std::vector<std::string> found;
  for (std::string word; stream >> word;) found.push_back(word);
  return found;
}

const std::string& boot() {
  static const std::string id = first_line("/proc/sys/kernel/random/boot_id");
  return id;
}

}  // namespace

std::string this_owner() {
  static std::atomic<unsigned> nonce{0};
  const std::string pid = std::to_string(::getpid());
  return fmt::format("{} {} {} {} {}", host(), boot(), pid, start_of(pid), nonce.fetch_add(1));
}

bool is_here(std::string_view owner) {
  const std::vector<std::string> w = words(owner);
  return w.size() == 5 && w[0] == host();
}

bool is_alive(std::string_view owner) {
  if (!is_here(owner)) return true;
  const std::vector<std::string> w = words(owner);
  return w[1] == boot() && start_of(w[2]) == w[3];
}

}  // namespace silipool::store
