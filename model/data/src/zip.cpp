#include "zip.hpp"

#include <algorithm>

#include <zlib.h>

#include <silipool/base/error.hpp>

namespace silipool::data {
namespace {

constexpr std::uint32_t local_magic = 0x04034b50, directory_magic = 0x02014b50, end_magic = 0x06054b50;
constexpr std::size_t local_size = 30, directory_size = 46, end_size = 22;

std::uint32_t little_endian(std::span<const std::uint8_t> bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t b = 0; b < count; ++b) value |= std::uint32_t{bytes[at + b]} << (8 * b);
  return value;
}

/// The record at the end, behind which a comment may stand.
std::span<const std::uint8_t> find_end(const std::string& name, std::span<const std::uint8_t> archive) {
  constexpr std::size_t longest_comment = 65535;
  if (archive.size() >= end_size) {
    const std::size_t last = archive.size() - end_size;
    for (std::size_t back = 0; back <= std::min(last, longest_comment); ++back)
      if (little_endian(archive, last - back, 4) == end_magic) return archive.subspan(last - back);
  }
  base::bad_input("{}: is not a zip archive, or a truncated one: it has no directory at its end", name);
}

std::vector<std::uint8_t> inflated(const std::string& place, std::span<const std::uint8_t> packed,
                                   std::uint64_t size) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) base::bad_input("{}: no memory to unpack it", place);
  // What zlib calls next_in is not written to.
  stream.next_in = const_cast<std::uint8_t*>(packed.data());
  stream.avail_in = static_cast<unsigned>(packed.size());
  // Piece by piece: a directory that promises a huge member costs no memory before the bytes have come.
  constexpr std::uint64_t piece = 1U << 20U;
  std::vector<std::uint8_t> out;
  int state = Z_OK;
  while (state == Z_OK) {
    const std::size_t have = out.size();
    const auto room = static_cast<unsigned>(std::min(piece, size + 1 - have));
    out.resize(have + room);
    stream.next_out = out.data() + have;
    stream.avail_out = room;
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(have + room - stream.avail_out);
    if (out.size() > size) break;
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END || out.size() != size)
    base::bad_input("{}: corrupt: its deflated bytes do not yield the {} that the directory says", place,
                    size);
  return out;
}

}  // namespace

std::vector<ZipMember> read_zip(const std::string& name, std::span<const std::uint8_t> archive) {
  const auto end = find_end(name, archive);
  const std::uint32_t count = little_endian(end, 10, 2);
  std::size_t at = little_endian(end, 16, 4);
  if (count == 0xffff || at == 0xffffffff)
    base::bad_input("{}: is a zip archive with 64-bit extensions: at most 4 GB and 65534 members are read",
                    name);
  std::vector<ZipMember> members;
  for (std::uint32_t i = 0; i < count; ++i) {
    const bool there = at <= archive.size() && archive.size() - at >= directory_size &&
                       little_endian(archive, at, 4) == directory_magic;
    const std::size_t length = there ? little_endian(archive, at + 28, 2) : 0;
    if (!there || archive.size() - at - directory_size < length)
      base::bad_input("{}: corrupt: the directory of the zip archive cannot be read", name);
    ZipMember& member = members.emplace_back();
    member.flags = little_endian(archive, at + 8, 2);
    member.method = little_endian(archive, at + 10, 2);
    member.crc = little_endian(archive, at + 16, 4);
    member.packed = little_endian(archive, at + 20, 4);
    member.size = little_endian(archive, at + 24, 4);
    member.header = little_endian(archive, at + 42, 4);
    const auto text = archive.subspan(at + directory_size, length);
    member.name.assign(text.begin(), text.end());
    at += directory_size + length + little_endian(archive, at + 30, 2) + little_endian(archive, at + 32, 2);
  }
  return members;
}

std::vector<std::uint8_t> unpack(const std::string& name, std::span<const std::uint8_t> archive,
                                 const ZipMember& member) {
  const std::string place = fmt::format("{}: {}", name, member.name);
  if ((member.flags & 1U) != 0) base::bad_input("{}: is encrypted", place);
  if (member.method != 0 && member.method != 8)
    base::bad_input("{}: is packed by method {}: stored (0) and deflated (8) are read", place, member.method);
  const std::uint64_t header = member.header;
  if (archive.size() < header + local_size || little_endian(archive, header, 4) != local_magic)
    base::bad_input("{}: corrupt: its header is not where the directory says", place);
  const std::uint64_t start =
      header + local_size + little_endian(archive, header + 26, 2) + little_endian(archive, header + 28, 2);
  if (archive.size() < start || archive.size() - start < member.packed)
    base::bad_input("{}: truncated: {} bytes are expected", place, member.packed);
  const auto packed = archive.subspan(start, member.packed);
  if (member.method == 0 && member.packed != member.size)
    base::bad_input("{}: corrupt: it is stored in {} bytes and has {}", place, member.packed, member.size);
  std::vector<std::uint8_t> out =
      member.method == 0 ? std::vector(packed.begin(), packed.end()) : inflated(place, packed, member.size);
  if (crc32_z(0, out.data(), out.size()) != member.crc)
    base::bad_input("{}: corrupt: its CRC-32 is not that of the directory", place);
  return out;
}

}  // namespace silipool::data
