#include <silipool/engine/beats.hpp>

#include <fmt/format.h>

namespace silipool::engine {
namespace {

std::uint32_t all_bytes(std::size_t width) { return (1U << (width / 8)) - 1U; }

/// TKEEP of the last beat of a bitmap.
std::uint32_t last_bytes(std::size_t bits, std::size_t width) {
  const std::size_t rest = bits - (bits - 1) / width * width;
  return (1U << ((rest + 7) / 8)) - 1U;
}

}  // namespace

std::vector<Beat> to_beats(const base::Sdr& sdr, std::size_t width, bool indices) {
  std::vector<Beat> beats;
  if (!indices) {
    const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
    for (std::size_t at = 0; at < sdr.size(); at += width)
      beats.push_back({sdr.words()[at / 64] >> (at % 64) & mask, all_bytes(width), false});
    beats.back().keep = last_bytes(sdr.size(), width);
  } else {
    for (std::size_t i = 0; i < sdr.size(); ++i) {
      if (!sdr.test(i)) continue;
      if (beats.empty() || beats.back().keep == all_bytes(width)) beats.emplace_back();
      Beat& beat = beats.back();
      std::size_t lane = 0;
      while ((beat.keep >> (2 * lane) & 1U) != 0) ++lane;
      beat.data |= std::uint64_t{i} << (16 * lane);
      beat.keep |= 3U << (2 * lane);
    }
    if (beats.empty()) beats.emplace_back();
  }
  beats.back().last = true;
  return beats;
}

BeatReader::BeatReader(std::size_t bits, std::size_t width, bool indices, bool class_beats)
    : width_(width),
      beats_((bits + width - 1) / width),
      indices_(indices),
      class_beats_(class_beats),
      frame_(bits) {}

std::string BeatReader::take(const Beat& beat) {
  if (arrived_++ == 0) {
    frame_.clear();
    least_ = 0;
    list_ended_ = false;
  }
  std::string wrong = class_beats_ && beat.last ? take_class(beat)
                      : indices_                ? take_indices(beat)
                                                : take_bitmap(beat);
  if (beat.last) arrived_ = 0;
  return wrong;
}

std::string BeatReader::take_class(const Beat& beat) {
  if (arrived_ == 1 || (!indices_ && arrived_ != beats_ + 1))
    return fmt::format("TLAST on beat {}, where no class can be", arrived_);
  const std::uint32_t keep = width_ >= 16 ? 3 : 1;
  if (beat.keep != keep) return fmt::format("TKEEP of the class is 0x{:x}, not 0x{:x}", beat.keep, keep);
  if (beat.data > 0xffU) return fmt::format("the class is {}", beat.data);
  label_ = static_cast<unsigned>(beat.data);
  return "";
}

std::string BeatReader::take_bitmap(const Beat& beat) {
  const std::size_t at = (arrived_ - 1) * width_;
  const bool last = arrived_ == beats_;
  if (arrived_ > beats_ || (!class_beats_ && beat.last != last))
    return fmt::format("TLAST {} beat {} of {} of the winners", beat.last ? "on" : "missing on", arrived_,
                       beats_);
  const std::uint32_t keep = last ? last_bytes(frame_.size(), width_) : all_bytes(width_);
  if (beat.keep != keep)
    return fmt::format("TKEEP is 0x{:x} on beat {} of the winners, not 0x{:x}", beat.keep, arrived_, keep);
  frame_.words()[at / 64] |= beat.data << (at % 64);
  const std::size_t used = frame_.size() % 64;
  if (last && used != 0 && frame_.words().back() >> used != 0) return "bits are set past the last column";
  return "";
}

std::string BeatReader::take_indices(const Beat& beat) {
  if (list_ended_ || (beat.keep != all_bytes(width_) && !beat.last && !class_beats_))
    return fmt::format("TKEEP is 0x{:x} on a beat of the list that is not its last", beat.keep);
  if (beat.keep == 0 && arrived_ > 1) return "the list ends with a beat that keeps nothing";
  list_ended_ = beat.keep != all_bytes(width_);
  std::size_t lane = 0;
  for (; lane < width_ / 16 && (beat.keep >> (2 * lane) & 3U) == 3U; ++lane) {
    const std::size_t index = beat.data >> (16 * lane) & 0xffffU;
    if (index >= frame_.size()) return fmt::format("index {} of {} columns", index, frame_.size());
    if (index < least_) return fmt::format("index {} after index {}", index, least_ - 1);
    frame_.set(index);
    least_ = index + 1;
  }
  if (beat.keep >> (2 * lane) != 0) return fmt::format("TKEEP has holes: 0x{:x}", beat.keep);
  return "";
}

}  // namespace silipool::engine
