#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace silipool::verilated {

/// Where rtl/ and sim/ stand: $SILIPOOL_ROOT, else base::shipped_root().
[[nodiscard]] std::filesystem::path source_root();

/// The lines of a text that are not empty.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

/// Versions of Verilator, g++ and make, for the names of entries. Error{missing_tool} names the package.
[[nodiscard]] const std::string& tool_versions();

/// A temporary folder, removed with this.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Runs a tool in a folder; its words in `build.log` there. Error{check_failed} with the end of them where it
/// fails, Error{bad_input} where the disk is full.
void run_step(const std::vector<std::string>& command, const std::filesystem::path& folder,
              const std::string& package);

/// The make step of a verilated model of this prefix; run_make runs it with as many jobs as the machine has
/// cores and clears away what it leaves.
[[nodiscard]] std::vector<std::string> make_command(const std::string& prefix);
void run_make(std::vector<std::string> command, const std::filesystem::path& folder);

}  // namespace silipool::verilated
