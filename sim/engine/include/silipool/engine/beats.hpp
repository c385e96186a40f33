#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <silipool/base/sdr.hpp>

/// SDRs on an AXI4-Stream (docs/integration.md): a bitmap, bit 0 in bit 0 of the first beat; or 16-bit
/// indices of the bits that are on, ascending, lowest bits of a beat first.
namespace silipool::engine {

struct Beat {
  std::uint64_t data = 0;
  std::uint32_t keep = 0;  ///< TKEEP, a bit for each byte
  bool last = false;
  friend bool operator==(const Beat&, const Beat&) = default;
};

/// `width` bits a beat: 8, 16, 32 or 64; for indices at least 16. A list of none is one beat that keeps
/// nothing.
[[nodiscard]] std::vector<Beat> to_beats(const base::Sdr& sdr, std::size_t width, bool indices);

/// Puts beats together to an SDR again, and says what is wrong with them. With `class_beats` each frame ends
/// with one more beat, the class of the winners before it.
class BeatReader {
 public:
  BeatReader(std::size_t bits, std::size_t width, bool indices, bool class_beats = false);
  /// What this beat breaks, or nothing. After one that ends a frame, frame() is whole until the next beat.
  [[nodiscard]] std::string take(const Beat& beat);
  [[nodiscard]] const base::Sdr& frame() const noexcept { return frame_; }
  /// Of that frame; 0 without class beats.
  [[nodiscard]] unsigned label() const noexcept { return label_; }
  /// Beats of the frame that arrives; 0 between frames.
  [[nodiscard]] std::size_t arrived() const noexcept { return arrived_; }
  void restart() noexcept { arrived_ = 0; }

 private:
  [[nodiscard]] std::string take_bitmap(const Beat& beat);
  [[nodiscard]] std::string take_indices(const Beat& beat);
  [[nodiscard]] std::string take_class(const Beat& beat);

  std::size_t width_, beats_;
  bool indices_, class_beats_;
  base::Sdr frame_;
  std::size_t arrived_ = 0;
  std::size_t least_ = 0;    ///< index that may come next
  bool list_ended_ = false;  ///< by a beat that is not full
  unsigned label_ = 0;
};

}  // namespace silipool::engine
