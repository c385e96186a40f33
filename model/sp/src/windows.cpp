#include <silipool/sp/windows.hpp>

#include <algorithm>

#include <silipool/sp/arithmetic.hpp>
#include <silipool/sp/kernels.hpp>

#include "bits.hpp"

namespace silipool::sp {
namespace {

/// Words for this many bits, and the one more that readers and writers of bits touch.
constexpr std::size_t words_and_one(std::size_t bits) { return (bits + kWordBits - 1) / kWordBits + 1; }

}  // namespace

Windows::Windows(const config::Structural& s, const PoolTable& pools)
    : sampled_(s.pool == config::Pool::shared_sample),
      wrap_(s.wrap),
      hypercolumns_(s.hypercolumns()),
      words_((s.slots() + kWordBits - 1) / kWordBits),
      height_(s.height),
      width_(s.width),
      planes_(s.planes),
      window_y_(s.window_y),
      window_x_(s.window_x) {
  if (sampled_) {
    std::vector<std::vector<std::uint32_t>> seen(s.inputs());
    for (std::size_t h = 0; h < hypercolumns_; ++h)
      for (std::size_t slot = 0; slot < s.slots(); ++slot)
        if (const std::int32_t input = pools.input_of(h, slot); input != PoolTable::kVoid)
          seen[static_cast<std::size_t>(input)].push_back(
              static_cast<std::uint32_t>(h * words_ * kWordBits + slot));
    seen_first_.push_back(0);
    for (const std::vector<std::uint32_t>& at : seen) {
      seen_at_.insert(seen_at_.end(), at.begin(), at.end());
      seen_first_.push_back(static_cast<std::uint32_t>(seen_at_.size()));
    }
    return;
  }
  const auto origin = [](std::size_t extent, std::size_t grid, std::size_t window, std::size_t g) {
    return window_origin(static_cast<std::int64_t>(extent), static_cast<std::int64_t>(grid),
                         static_cast<std::int64_t>(window), static_cast<std::int64_t>(g));
  };
  // An origin is at least -window / 2, and the window ends before extent + window.
  for (std::size_t gx = 0; gx < s.grid_x; ++gx)
    lefts_.push_back(static_cast<std::size_t>(origin(width_, s.grid_x, window_x_, gx) +
                                              static_cast<std::int64_t>(window_x_)));
  const std::int64_t top = origin(height_, s.grid_y, window_y_, 0);
  const std::int64_t bottom =
      origin(height_, s.grid_y, window_y_, s.grid_y - 1) + static_cast<std::int64_t>(window_y_);
  for (std::size_t gy = 0; gy < s.grid_y; ++gy)
    firsts_.push_back(static_cast<std::size_t>(origin(height_, s.grid_y, window_y_, gy) - top) * window_x_);
  const auto height = static_cast<std::int64_t>(height_);
  for (std::int64_t y = top; y < bottom; ++y) {
    const std::int64_t row = wrap_ ? (y % height + height) % height : y;
    strip_rows_.push_back(row >= 0 && row < height ? static_cast<std::size_t>(row) : height_);
  }
  row_words_ = words_and_one(width_ + 2 * window_x_);
  rows_.assign((height_ + 1) * row_words_, 0);
  strip_words_ = words_and_one(strip_rows_.size() * window_x_);
  strips_.assign(s.grid_x * strip_words_, 0);
}

void Windows::look_at(const base::Sdr& input, std::uint64_t* active) {
  if (sampled_) {
    std::fill_n(active, hypercolumns_ * words_, std::uint64_t{0});
    input.for_each([&](std::size_t i) {
      for (std::uint32_t at = seen_first_[i]; at < seen_first_[i + 1]; ++at)
        active[seen_at_[at] / kWordBits] |= std::uint64_t{1} << (seen_at_[at] % kWordBits);
    });
    return;
  }
  for (std::size_t plane = 0; plane < planes_; ++plane) {
    widen_rows(input, plane);
    cut_strips();
    cut_windows(plane, active);
  }
}

/// The rows of a plane, with a margin of a window on either side: what wraps around, or nothing.
void Windows::widen_rows(const base::Sdr& input, std::size_t plane) {
  const auto word = [&](std::size_t w) { return w < input.words().size() ? input.words()[w] : 0; };
  for (std::size_t y = 0; y < height_; ++y) {
    BitWriter writer(&rows_[y * row_words_]);
    const std::size_t first = (plane * height_ + y) * width_;
    const auto append = [&](std::size_t from, std::size_t count) {
      for (std::size_t done = 0; done < count; done += kWordBits) {
        const std::size_t at = first + from + done;
        const std::size_t bits = std::min<std::size_t>(kWordBits, count - done);
        const std::uint64_t two[2] = {word(at / kWordBits), word(at / kWordBits + 1)};
        writer.append(bits_from(two, at % kWordBits) & low_bits(bits), bits);
      }
    };
    const auto margin = [&](std::size_t from) {
      if (wrap_)
        append(from, window_x_);
      else
        for (std::size_t done = 0; done < window_x_; done += kWordBits)
          writer.append(0, std::min<std::size_t>(kWordBits, window_x_ - done));
    };
    margin(width_ - window_x_);
    append(0, width_);
    margin(0);
  }
}

void Windows::cut_strips() {
  for (std::size_t gx = 0; gx < lefts_.size(); ++gx) {
    BitWriter writer(&strips_[gx * strip_words_]);
    for (const std::size_t row : strip_rows_) writer.append(&rows_[row * row_words_], lefts_[gx], window_x_);
  }
}

void Windows::cut_windows(std::size_t plane, std::uint64_t* active) const {
  const std::size_t bits = window_y_ * window_x_;
  if (planes_ == 1) {
    for (std::size_t gy = 0; gy < firsts_.size(); ++gy)
      kernels().cut(strips_.data(), strip_words_, lefts_.size(), firsts_[gy], words_,
                    active + gy * lefts_.size() * words_);
    return;
  }
  for (std::size_t gy = 0; gy < firsts_.size(); ++gy)
    for (std::size_t gx = 0; gx < lefts_.size(); ++gx) {
      const std::uint64_t* strip = &strips_[gx * strip_words_];
      std::uint64_t* window = active + (gy * lefts_.size() + gx) * words_;
      // Behind those of the planes before.
      for (std::size_t done = 0; done < bits; done += kWordBits) {
        const std::size_t to = plane * bits + done;
        const std::size_t count = std::min<std::size_t>(kWordBits, bits - done);
        const std::uint64_t part = bits_from(strip, firsts_[gy] + done) & low_bits(count);
        const std::size_t shift = to % kWordBits;
        std::uint64_t& low = window[to / kWordBits];
        low = shift == 0 ? part : (low & low_bits(shift)) | part << shift;
        if (shift + count > kWordBits) window[to / kWordBits + 1] = part >> (kWordBits - shift);
      }
    }
}

}  // namespace silipool::sp
