#pragma once
#include <cstddef>
#include <cstdint>

#include <silipool/base/sdr.hpp>
#include <silipool/engine/beats.hpp>

namespace silipool::systemc {

/// Beats of a frame as silipool_stream_in takes them, with its bits of the register ERRORS.
class FrameReader {
 public:
  /// `width`: bits of a beat.
  FrameReader(std::size_t inputs, std::size_t width);
  /// `sparse` is the format of frames that begin with this beat. Whether the beat ended a frame.
  bool take(const engine::Beat& beat, bool sparse);
  /// Of the frame that ended: 0, or why it is dropped.
  [[nodiscard]] std::uint32_t errors() const noexcept { return errors_; }
  [[nodiscard]] const base::Sdr& frame() const noexcept { return frame_; }

 private:
  void take_bitmap(const engine::Beat& beat);
  void take_indices(const engine::Beat& beat);

  std::size_t width_, beats_;
  base::Sdr frame_;
  bool first_ = true, sparse_ = false;
  std::size_t beat_ = 0;         ///< of a bitmap; stops behind its last
  std::size_t least_index_ = 0;  ///< that may come next
  std::uint32_t errors_ = 0;
};

}  // namespace silipool::systemc
