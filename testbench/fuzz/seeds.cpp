// Writes the corpora that fuzzing starts from: fuzz_seeds DIR makes DIR/toml, DIR/idx, DIR/state, DIR/card
// and DIR/dut.
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>
#include <zlib.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/random.hpp>
#include <silipool/dut/design.hpp>
#include <silipool/sp/spatial_pooler.hpp>
#include <silipool/sp/state_file.hpp>

#include "formats.hpp"

namespace silipool::fuzz {
namespace {

void toml_seeds(const std::filesystem::path& folder) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SILIPOOL_SOURCE_DIR "/sim/configs"))
    if (entry.path().extension() == ".toml")
      base::write_file(folder / entry.path().filename(), base::read_file(entry.path()));
  base::Stream stream(1, "fuzz_seeds");
  for (int i = 0; i < 40; ++i)
    base::write_file(folder / fmt::format("random_{}", i),
                     config::random_config_text(stream, {.all_rules = i % 2 == 0}));
}

std::string idx(std::initializer_list<std::uint32_t> header, std::size_t values) {
  std::string out;
  for (const std::uint32_t word : header)
    for (unsigned shift = 32; shift > 0; shift -= 8)
      out.push_back(static_cast<char>(word >> (shift - 8) & 0xffU));
  for (std::size_t i = 0; i < values; ++i) out.push_back(static_cast<char>(i % 10));
  return out;
}

/// As gzip, in memory.
std::string gzipped(const std::string& content) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  (void)deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  (void)deflateEnd(&stream);
  return out;
}

void idx_seeds(const std::filesystem::path& folder) {
  const std::string images = idx({0x803, 3, 4, 5}, 60);
  const std::string labels = idx({0x801, 3}, 3);
  base::write_file(folder / "plain", join(images, labels));
  base::write_file(folder / "packed", join(gzipped(images), gzipped(labels)));
  base::write_file(folder / "mixed", join(gzipped(images), labels));
  base::write_file(folder / "short", join(images.substr(0, 40), labels));
  base::write_file(folder / "swapped", join(labels, images));
}

/// A legal state with every part that the configuration has.
sp::State state_of(std::size_t number) {
  const config::Config& config = configs()[number];
  sp::SpatialPooler pooler(configs().front().structural, configs().front().runtime);
  base::Sdr input(config.structural.inputs());
  for (std::size_t i = 0; i < input.size(); i += 2) input.set(i);
  for (int i = 0; number == 0 && i < 21; ++i) pooler.step(input, true);
  sp::State state = pooler.state();
  if (number == 0) return state;
  state.overlap_duties = {0, 0, 256, 0};
  state.inhibition_radius = 2;
  state.wins.assign(8, 0);
  state.wins[3] = 0b1010;
  state.duties = {0, 256, 0, 256};
  state.overlaps.assign(8, 0);
  state.overlaps[7] = 0b0100;
  state.class_counts.assign(12, 3);
  return state;
}

void state_seeds(const std::filesystem::path& folder) {
  for (std::size_t number = 0; number < configs().size(); ++number) {
    const std::string file = sp::encode_state(configs()[number], state_of(number),
                                              {.epoch = 2,
                                               .sample = 1,
                                               .learning_steps = 21,
                                               .data = "digits/train",
                                               .samples = 10,
                                               .data_digest = 7,
                                               .counts = {{"steps", 21}}});
    const auto [texts, payload] = state_parts(file);
    base::write_file(folder / fmt::format("file_{}", number), static_cast<char>(number) + file);
    base::write_file(folder / fmt::format("parts_{}", number),
                     static_cast<char>(number + 2) + join(texts, payload));
  }
}

void card_seeds(const std::filesystem::path& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(SILIPOOL_SOURCE_DIR "/model/memristor/cards"))
    base::write_file(folder / entry.path().filename(), base::read_file(entry.path()));
}

constexpr std::string_view kDesign = R"(
[design]
sources = ["t.v"]
top = "t"
[parameters]
N = "columns"
[constants]
seed = "seed"
[clock]
port = "clk"
[reset]
port = "rst_n"
)";
constexpr std::string_view kStream = R"(
[input]
data = "i"
valid = "v"
ready = "r"
learn = "l"
[output]
data = "o"
valid = "ov"
ready = "or"
last = "ol"
[state]
every = 1
[state.permanence]
signal = "u.p[*]"
per_word = 2
[state.duty]
signal = "u.d[*]"
)";
constexpr std::string_view kAxi = R"(
[input]
protocol = "axi_stream"
prefix = "s_axis"
learn = true
[output]
protocol = "axi_stream"
prefix = "m_axis"
)";
constexpr std::string_view kCall = R"(
[input]
protocol = "start"
write = "iw"
address = "ia"
data = "i"
start = "s"
learn = true
[output]
protocol = "done"
done = "d"
read = "rd"
address = "oa"
data = "o"
latency = 1
[state]
idle = "idle"
[state.bus]
address = "a"
data = "b"
latency = 1
write = "w"
write_data = "x"
[state.boost]
bus = true
preload = true
)";
constexpr std::string_view kIndices = R"(
[input]
format = "indices"
none = 7
data = "i"
valid = "v"
ready = "r"
learn = true
[output]
format = "indices"
data = "o"
valid = "ov"
done = "od"
)";

/// Designs of every protocol, each with words that it says again and again.
void dut_seeds(const std::filesystem::path& folder) {
  base::write_file(folder / "template", join(dut::design_template(), "\x08"));
  int number = 0;
  for (const std::string_view body : {kStream, kAxi, kCall, kIndices})
    for (const std::string_view said : {"\x03\x07\xff\x31", "\x08", "\xff\x01"})
      base::write_file(folder / fmt::format("design_{}", number++),
                       join(fmt::format("{}{}", kDesign, body), said));
}

}  // namespace
}  // namespace silipool::fuzz

int main(int argc, char** argv) {
  using namespace silipool;
  if (argc != 2) {
    fmt::print(stderr, "usage: fuzz_seeds DIR\n");
    return 2;
  }
  try {
    const std::filesystem::path folder(argv[1]);
    for (const char* name : {"toml", "idx", "state", "card", "dut"})
      std::filesystem::create_directories(folder / name);
    fuzz::toml_seeds(folder / "toml");
    fuzz::idx_seeds(folder / "idx");
    fuzz::state_seeds(folder / "state");
    fuzz::card_seeds(folder / "card");
    fuzz::dut_seeds(folder / "dut");
  } catch (const std::exception& error) {
    fmt::print(stderr, "fuzz_seeds: {}\n", error.what());
    return 2;
  }
  return 0;
}
