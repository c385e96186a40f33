#include <algorithm>
#include <array>
#include <string>

#include <silipool/base/error.hpp>

#include "gz_file.hpp"
#include "loaded.hpp"

namespace silipool::data {
namespace {

constexpr std::uint32_t images_magic = 0x00000803;
constexpr std::uint32_t labels_magic = 0x00000801;

const char* kind_of(std::uint32_t magic) { return magic == images_magic ? "images" : "labels"; }

struct Idx {
  std::array<std::uint32_t, 3> dimensions{1, 1, 1};
  std::vector<std::uint8_t> values;
};

std::uint32_t big_endian(std::span<const std::uint8_t> bytes) {
  return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U | std::uint32_t{bytes[2]} << 8U |
         bytes[3];
}

void check_magic(const std::string& name, std::uint32_t found, std::uint32_t expected) {
  if (found == expected) return;
  if (found == images_magic || found == labels_magic)
    base::bad_input("{}: mislabelled: an IDX {} file (magic 0x{:08x}) where {} (magic 0x{:08x}) are expected",
                    name, kind_of(found), found, kind_of(expected), expected);
  base::bad_input("{}: not an IDX {} file: found magic 0x{:08x}, expected 0x{:08x}", name, kind_of(expected),
                  found, expected);
}

void check_dimensions(const std::string& name, const std::array<std::uint32_t, 3>& dimensions) {
  const auto [count, height, width] = dimensions;
  if (count == 0) base::bad_input("{}: the header says 0 items, expected at least 1", name);
  constexpr std::uint32_t most = 65535;  // three dimensions multiply without overflow in 64 bits
  if (height == 0 || width == 0 || height > most || width > most)
    base::bad_input("{}: the header says images of {} x {} pixels, legal is 1 to {} each way", name, height,
                    width, most);
}

Idx read_idx(const std::filesystem::path& path, std::uint32_t magic) {
  const std::string name = path.string();
  GzFile file(path);

  std::array<std::uint8_t, 16> header{};
  const std::size_t header_size = magic == images_magic ? 16 : 8;
  // The magic alone first: a wrong file is better called wrong than too short.
  std::size_t found = file.read(std::span(header).first(4));
  if (found == 4) {
    check_magic(name, big_endian(header), magic);
    found += file.read(std::span(header).subspan(4, header_size - 4));
  }
  if (found < header_size)
    base::bad_input("{}: truncated: expected a header of {} bytes, found {} bytes", name, header_size, found);

  Idx idx;
  for (std::size_t d = 0; 4 + 4 * d < header_size; ++d)
    idx.dimensions[d] = big_endian(std::span(header).subspan(4 + 4 * d));
  check_dimensions(name, idx.dimensions);
  const std::uint64_t expected = std::uint64_t{idx.dimensions[0]} * idx.dimensions[1] * idx.dimensions[2];

  // Piece by piece: a header that promises a huge file costs no memory before the bytes have come.
  constexpr std::uint64_t piece = 1U << 20U;
  for (std::uint64_t have = 0; have < expected;) {
    const std::uint64_t wanted = std::min(piece, expected - have);
    idx.values.resize(have + wanted);
    const std::size_t got = file.read(std::span(idx.values).subspan(have));
    have += got;
    if (got < wanted)
      base::bad_input("{}: truncated: expected {} bytes, found {} bytes", name, header_size + expected,
                      header_size + have);
  }
  // Also makes zlib read and check the trailer of a gzip file.
  std::uint8_t extra = 0;
  if (file.read({&extra, 1}) != 0)
    base::bad_input("{}: trailing bytes: more than the {} bytes its header says", name,
                    header_size + expected);
  return idx;
}

}  // namespace

Loaded load_idx(const std::filesystem::path& path) {
  Idx idx = read_idx(path, images_magic);
  return {idx.dimensions[1], idx.dimensions[2], std::move(idx.values), {}};
}

std::vector<std::uint8_t> load_idx_labels(const std::filesystem::path& path) {
  return read_idx(path, labels_magic).values;
}

bool is_idx_labels(const std::filesystem::path& path) {
  std::array<std::uint8_t, 4> magic{};
  return GzFile(path).read(magic) == magic.size() && big_endian(magic) == labels_magic;
}

}  // namespace silipool::data
