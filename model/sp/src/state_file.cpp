#include <silipool/sp/state_file.hpp>

#include <algorithm>
#include <span>

#include <zlib.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/sp/state_check.hpp>

#include "state_identity.hpp"

// docs/state_files.md has the format, byte by byte.
namespace silipool::sp {
namespace {

// As in PNG: a byte that is no text, and line ends that a transfer as text would change.
constexpr std::string_view kMagic{"\x89SPS\r\n\x1a\n", 8};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kFixed = 24;          ///< bytes of the head before its texts
constexpr std::size_t kHeadMost = 1 << 18;  ///< an identity has at most some 10000 bytes
constexpr std::size_t kChecksum = 8;

std::uint64_t checksum(std::string_view bytes) {
  base::Digest digest;
  digest.text(bytes);
  return digest.value();
}

/// Little-endian integers at the end of a text.
class Writer {
 public:
  template <typename T>
  void put(T value) {
    for (unsigned shift = 0; shift < 8 * sizeof(T); shift += 8)
      bytes.push_back(static_cast<char>(value >> shift & 0xffU));
  }
  template <typename T>
  void put_all(const std::vector<T>& values) {
    for (const T value : values) put(value);
  }
  void put_text(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    bytes += text;
  }
  std::string bytes;
};

/// The same read back; past the end it is an error of the file.
class Reader {
 public:
  Reader(std::string_view bytes, const std::string& file_name) : bytes_(bytes), file_name_(file_name) {}

  std::string_view take(std::size_t count) {
    if (count > bytes_.size())
      base::bad_input("{}: a corrupt state: a part of it is longer than the whole", file_name_);
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }
  template <typename T>
  T get() {
    const std::string_view taken = take(sizeof(T));
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
      value = static_cast<T>(value | static_cast<T>(T{static_cast<unsigned char>(taken[i])} << (8 * i)));
    return value;
  }
  template <typename T>
  void get_all(std::vector<T>& values, std::size_t count) {
    values.resize(count);
    for (T& value : values) value = get<T>();
  }
  std::string_view get_text() { return take(get<std::uint32_t>()); }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  const std::string& file_name_;
};

/// Bytes of the state itself, before packing.
std::size_t payload_size(const StateShape& shape) {
  return 4 + 2 * shape.permanences + 8 * shape.columns + 4 * shape.overlap_duties + (shape.radius ? 4U : 0U) +
         8 * (shape.wins + shape.overlaps) + 2 * shape.class_counts;
}

/// The longest file that a configuration's state may be.
std::size_t longest_file(const StateShape& shape) {
  return kHeadMost + compressBound(payload_size(shape)) + kChecksum;
}

std::string payload_of(const StateShape& shape, const State& state) {
  Writer out;
  out.bytes.reserve(payload_size(shape));
  out.put(state.learning_step);
  out.put_all(state.permanences);
  out.put_all(state.duties);
  out.put_all(state.boosts);
  out.put_all(state.overlap_duties);
  if (shape.radius) out.put(state.inhibition_radius);
  out.put_all(state.wins);
  out.put_all(state.overlaps);
  out.put_all(state.class_counts);
  return std::move(out.bytes);
}

State state_of(const StateShape& shape, std::string_view payload, const std::string& file_name) {
  Reader in(payload, file_name);
  State state;
  state.learning_step = in.get<std::uint32_t>();
  in.get_all(state.permanences, shape.permanences);
  in.get_all(state.duties, shape.columns);
  in.get_all(state.boosts, shape.columns);
  in.get_all(state.overlap_duties, shape.overlap_duties);
  if (shape.radius) state.inhibition_radius = in.get<std::uint32_t>();
  in.get_all(state.wins, shape.wins);
  in.get_all(state.overlaps, shape.overlaps);
  in.get_all(state.class_counts, shape.class_counts);
  return state;
}

std::string pack(std::string_view payload) {
  std::string packed(compressBound(payload.size()), '\0');
  uLongf size = packed.size();
  const int status = compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                               reinterpret_cast<const Bytef*>(payload.data()), payload.size(), 6);
  if (status != Z_OK) throw std::bad_alloc();  // the room is enough: nothing else can be missing
  packed.resize(size);
  return packed;
}

std::string unpack(std::string_view packed, std::size_t size, const std::string& file_name) {
  std::string payload(size, '\0');
  uLongf unpacked = size;
  uLong used = packed.size();
  const int status = uncompress2(reinterpret_cast<Bytef*>(payload.data()), &unpacked,
                                 reinterpret_cast<const Bytef*>(packed.data()), &used);
  if (status == Z_MEM_ERROR) throw std::bad_alloc();
  if (status != Z_OK || unpacked != size || used != packed.size())
    base::bad_input("{}: a corrupt state: it does not unpack to {} bytes", file_name, size);
  return payload;
}

void put_progress(Writer& out, const Progress& progress) {
  out.put(progress.epoch);
  out.put(progress.sample);
  out.put(progress.learning_steps);
  out.put_text(progress.data);
  out.put(progress.samples);
  out.put(progress.data_digest);
  out.put(static_cast<std::uint32_t>(progress.counts.size()));
  for (const Count& count : progress.counts) {
    out.put_text(count.name);
    out.put(count.value);
  }
}

Progress get_progress(Reader& in) {
  Progress progress;
  progress.epoch = in.get<std::uint64_t>();
  progress.sample = in.get<std::uint64_t>();
  progress.learning_steps = in.get<std::uint64_t>();
  progress.data = in.get_text();
  progress.samples = in.get<std::uint64_t>();
  progress.data_digest = in.get<std::uint64_t>();
  for (std::uint32_t left = in.get<std::uint32_t>(); left > 0; --left) {
    std::string name(in.get_text());
    progress.counts.push_back({std::move(name), in.get<std::uint64_t>()});
  }
  return progress;
}

void check_progress(const Progress& progress) {
  if (progress.samples == 0) {
    if (progress.epoch != 0 || progress.sample != 0)
      base::bad_input("pass {}, sample {} of no data", progress.epoch, progress.sample);
    return;
  }
  if (progress.sample >= progress.samples)
    base::bad_input("sample {} is out of range: 0..{}", progress.sample, progress.samples - 1);
  if (progress.learning_steps / progress.samples != progress.epoch ||
      progress.learning_steps % progress.samples != progress.sample)
    base::bad_input("pass {}, sample {} of {} are not {} learning steps", progress.epoch, progress.sample,
                    progress.samples, progress.learning_steps);
}

void check(const config::Config& config, const State& state, const Progress& progress) {
  check_progress(progress);
  check_state(config.structural, config.runtime, PoolTable(config.structural), state);
}

[[noreturn]] void truncated(const std::string& file_name, std::uint64_t expected, std::size_t found) {
  base::bad_input("{}: a truncated state: expected {} bytes, found {} bytes", file_name, expected, found);
}

/// Magic, version and sizes: what is checked before anything is believed.
struct Head {
  std::size_t head_size = 0;
  std::uint64_t file_size = 0;
};
Head read_head(std::string_view bytes, const std::string& file_name) {
  if (bytes.empty()) base::bad_input("{}: is empty, not a state", file_name);
  if (!bytes.starts_with(kMagic.substr(0, std::min(bytes.size(), kMagic.size()))))
    base::bad_input("{}: not a state file of silipool", file_name);
  Reader in(bytes, file_name);
  if (bytes.size() < kFixed) truncated(file_name, kFixed, bytes.size());
  (void)in.take(kMagic.size());
  if (const auto version = in.get<std::uint32_t>(); version != kVersion)
    base::bad_input("{}: a state in format version {}, of which this silipool reads {}", file_name, version,
                    kVersion);
  Head head;
  head.head_size = in.get<std::uint32_t>();
  head.file_size = in.get<std::uint64_t>();
  if (head.head_size < kFixed + kChecksum || head.head_size > kHeadMost || head.file_size < head.head_size)
    base::bad_input("{}: a corrupt state: no head has {} of {} bytes", file_name, head.head_size,
                    head.file_size);
  return head;
}

/// The bytes before a checksum that holds.
std::string_view checked(std::string_view bytes, std::string_view part, const std::string& file_name) {
  const std::string_view content = bytes.substr(0, bytes.size() - kChecksum);
  const std::uint64_t stored = Reader(bytes.substr(content.size()), file_name).get<std::uint64_t>();
  if (const std::uint64_t found = checksum(content); found != stored)
    base::bad_input("{}: a corrupt state: the checksum of {} is {}, expected {}", file_name, part,
                    base::hex64(found), base::hex64(stored));
  return content;
}

}  // namespace

std::string encode_state(const config::Config& config, const State& state, const Progress& progress) {
  check(config, state, progress);
  const std::string packed = pack(payload_of({config.structural, config.runtime}, state));
  Writer texts;
  texts.put_text(state_identity(config));
  put_progress(texts, progress);
  const std::size_t head_size = kFixed + texts.bytes.size() + kChecksum;
  if (head_size > kHeadMost)
    base::bad_input("a state's head of {} bytes is too long: at most {}", head_size, kHeadMost);
  Writer out;
  out.bytes = kMagic;
  out.put(kVersion);
  out.put(static_cast<std::uint32_t>(head_size));
  out.put(std::uint64_t{head_size + packed.size() + kChecksum});
  out.bytes += texts.bytes;
  out.put(checksum(out.bytes));
  out.bytes += packed;
  out.put(checksum(out.bytes));
  return std::move(out.bytes);
}

SavedState decode_state(std::string_view bytes, const std::string& file_name, const config::Config& config) {
  const Head head = read_head(bytes, file_name);
  if (bytes.size() < head.head_size) truncated(file_name, head.file_size, bytes.size());
  Reader in(checked(bytes.substr(0, head.head_size), "its head", file_name).substr(kFixed), file_name);
  detail::check_identity(in.get_text(), file_name, config);
  SavedState saved;
  saved.progress = get_progress(in);
  if (!in.empty()) base::bad_input("{}: a corrupt state: bytes after its progress", file_name);

  if (bytes.size() < head.file_size) truncated(file_name, head.file_size, bytes.size());
  if (bytes.size() > head.file_size)
    base::bad_input("{}: trailing bytes: more than the {} bytes of the state", file_name, head.file_size);
  if (head.file_size < head.head_size + kChecksum)
    base::bad_input("{}: a corrupt state: nothing after its head", file_name);
  const std::string_view packed = checked(bytes, "all of it", file_name).substr(head.head_size);
  const StateShape shape(config.structural, config.runtime);
  saved.state = state_of(shape, unpack(packed, payload_size(shape), file_name), file_name);
  try {
    check(config, saved.state, saved.progress);
  } catch (const base::Error& error) {
    base::bad_input("{}: an impossible state: {}", file_name, error.what());
  }
  return saved;
}

void write_state(const std::filesystem::path& path, const config::Config& config, const State& state,
                 const Progress& progress) {
  base::write_file(path, encode_state(config, state, progress));
}

SavedState read_state(const std::filesystem::path& path, const config::Config& config) {
  // One byte more than there may be tells a longer file.
  const std::size_t most = longest_file({config.structural, config.runtime}) + 1;
  return decode_state(base::read_file(path, most), path.string(), config);
}

}  // namespace silipool::sp
