#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace silipool::data {

/// Labelled gray images of one size. Pixels are 0 (background) to 255 (ink), row by row, image after
/// image: pixels.size() == size() * height * width.
struct Images {
  std::size_t height = 0;
  std::size_t width = 0;
  std::vector<std::uint8_t> pixels;
  std::vector<std::uint8_t> labels;

  [[nodiscard]] std::size_t size() const noexcept { return labels.size(); }
  [[nodiscard]] std::span<const std::uint8_t> image(std::size_t i) const noexcept {
    return std::span(pixels).subspan(i * height * width, height * width);
  }
  /// The largest label + 1; 0 when there are no images.
  [[nodiscard]] unsigned classes() const noexcept;
  /// Images [first, first + count); Error{bad_input} when the set is shorter.
  [[nodiscard]] Images slice(std::size_t first, std::size_t count) const;
  /// The images of these numbers, in their order; Error{bad_input} for one that the set does not have.
  [[nodiscard]] Images take(std::span<const std::size_t> numbers) const;
};

/// Twice as many images: these and as many copies of the first, in the order that
/// Stream(1, "data.duplicate_first") shuffles numbers 0 (n times), 0, 1, ... n - 1 into.
[[nodiscard]] Images with_first_duplicated(const Images& images);

/// base::Digest of sizes, pixels and labels: equal for sets with the same samples in the same order.
[[nodiscard]] std::uint64_t digest(const Images& images);

/// One image as text, a line per row; each pixel is two characters, since a terminal's characters are
/// about twice as high as wide.
[[nodiscard]] std::string as_text(std::span<const std::uint8_t> image, std::size_t width);

}  // namespace silipool::data
