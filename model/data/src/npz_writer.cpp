#include <silipool/data/npz_writer.hpp>

#include <algorithm>

#include <fmt/format.h>
#include <zlib.h>

#include <silipool/base/error.hpp>

namespace silipool::data {
namespace {

constexpr std::uint64_t kMost = 0xffffffffU;  // the 64-bit extension of zip is not written

void put(std::string& bytes, std::uint64_t value, unsigned count) {
  for (unsigned b = 0; b < count; ++b) bytes.push_back(static_cast<char>(value >> (8 * b) & 0xffU));
}

/// NumPy's format 1.0: the header ends at a multiple of 64 bytes.
std::string npy(std::size_t width, const std::vector<std::size_t>& shape, const std::string& bytes) {
  std::string sizes;
  for (const std::size_t size : shape) sizes += fmt::format("{},", size);
  std::string header = fmt::format("{{'descr': '{}u{}', 'fortran_order': False, 'shape': ({}), }}",
                                   width == 1 ? '|' : '<', width, sizes);
  const std::size_t before = 10;  // magic, version, length
  header.append(63 - (before + header.size()) % 64, ' ');
  header.push_back('\n');
  std::string out("\x93NUMPY\x01\x00", 8);
  put(out, header.size(), 2);
  return out + header + bytes;
}

std::uint32_t crc_of(const std::string& bytes) {
  uLong crc = crc32(0, nullptr, 0);
  constexpr std::size_t kPiece = std::size_t{1} << 30U;
  for (std::size_t at = 0; at < bytes.size(); at += kPiece)
    crc = crc32(crc, reinterpret_cast<const Bytef*>(bytes.data()) + at,
                static_cast<uInt>(std::min(kPiece, bytes.size() - at)));
  return static_cast<std::uint32_t>(crc);
}

}  // namespace

void NpzWriter::add_bytes(const std::string& name, std::size_t width, const std::vector<std::size_t>& shape,
                          std::size_t count, const std::string& bytes) {
  std::size_t product = 1;
  for (const std::size_t size : shape) product *= size;
  if (product != count) base::bad_input("array {}: {} values for a shape of {}", name, count, product);
  if (std::ranges::find(names_, name) != names_.end())
    base::bad_input("array {}: there is one already", name);
  const std::string member = npy(width, shape, bytes);
  const std::string file = name + ".npy";
  // Both headers, and the record at the end.
  if (archive_.size() + directory_.size() + member.size() + 2 * file.size() + 200 > kMost)
    base::bad_input("array {}: the archive would have 4 GB or more: write less, or several", name);
  const std::uint64_t header = archive_.size();
  // Version 2.0, stored; 1980-01-01, the first date that zip knows.
  std::string common;
  put(common, 20, 2);
  put(common, 0, 2);
  put(common, 0, 2);
  put(common, 0, 2);
  put(common, 0x21, 2);
  put(common, crc_of(member), 4);
  put(common, member.size(), 4);
  put(common, member.size(), 4);
  put(common, file.size(), 2);
  put(common, 0, 2);
  put(archive_, 0x04034b50, 4);
  archive_ += common + file + member;
  put(directory_, 0x02014b50, 4);
  put(directory_, 20, 2);
  directory_ += common;
  put(directory_, 0, 2);  // comment
  put(directory_, 0, 2);  // disk
  put(directory_, 0, 2);
  put(directory_, 0, 4);
  put(directory_, header, 4);
  directory_ += file;
  names_.push_back(name);
}

std::string NpzWriter::finish() {
  const std::uint64_t at = archive_.size(), size = directory_.size();
  std::string out = std::move(archive_) + std::move(directory_);
  put(out, 0x06054b50, 4);
  put(out, 0, 4);
  put(out, names_.size(), 2);
  put(out, names_.size(), 2);
  put(out, size, 4);
  put(out, at, 4);
  put(out, 0, 2);
  return out;
}

}  // namespace silipool::data
