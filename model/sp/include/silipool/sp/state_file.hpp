#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/sp/state.hpp>

namespace silipool::sp {

/// Something a run counts from its first learning step on.
struct Count {
  std::string name;
  std::uint64_t value = 0;
  friend bool operator==(const Count&, const Count&) = default;
};

/// Where a run over a data set stands; without data (samples 0), only the counts mean something.
struct Progress {
  std::uint64_t epoch = 0;           ///< passes that are complete
  std::uint64_t sample = 0;          ///< samples learned of the pass after those
  std::uint64_t learning_steps = 0;  ///< of the whole run: epoch * samples + sample
  std::string data = "";             ///< name of the training set, for messages
  std::uint64_t samples = 0;         ///< its length
  std::uint64_t data_digest = 0;     ///< of its images and labels
  std::vector<Count> counts = {};    ///< what else must go on where it stood
  friend bool operator==(const Progress&, const Progress&) = default;
};

struct SavedState {
  State state;
  Progress progress;
  friend bool operator==(const SavedState&, const SavedState&) = default;
};

/// The keys on which it depends whether a state means the same under a configuration, one `key = value` a
/// line (docs/state_files.md says which and why).
[[nodiscard]] std::string state_identity(const config::Config& config);

/// Saves a state and where its run stands (docs/state_files.md, byte by byte). The file is replaced in one
/// step: a full disk, a kill or a power cut leaves the old one. Error{bad_input}: cannot be written, or a
/// state or progress that read_state would refuse.
void write_state(const std::filesystem::path& path, const config::Config& config, const State& state,
                 const Progress& progress);

/// Error{bad_input} names the file and why it is refused: no state file, another version, truncated, corrupt,
/// a configuration that differs (with the first key and both values), or values that no run leaves. Memory is
/// bounded by the configuration, whatever the file says of itself.
[[nodiscard]] SavedState read_state(const std::filesystem::path& path, const config::Config& config);

/// The same on bytes; `file_name` stands in messages.
[[nodiscard]] std::string encode_state(const config::Config& config, const State& state,
                                       const Progress& progress);
[[nodiscard]] SavedState decode_state(std::string_view bytes, const std::string& file_name,
                                      const config::Config& config);

}  // namespace silipool::sp
