#include <silipool/data/images.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string_view>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>

namespace silipool::data {

unsigned Images::classes() const noexcept { return labels.empty() ? 0U : std::ranges::max(labels) + 1U; }

Images Images::slice(std::size_t first, std::size_t count) const {
  if (first > size() || count > size() - first)
    base::bad_input("cannot take {} images from number {} on: the set has {}", count, first, size());
  const auto part = [](const std::vector<std::uint8_t>& from, std::size_t begin, std::size_t length) {
    const auto view = std::span(from).subspan(begin, length);
    return std::vector<std::uint8_t>(view.begin(), view.end());
  };
  const std::size_t area = height * width;
  return {height, width, part(pixels, first * area, count * area), part(labels, first, count)};
}

Images Images::take(std::span<const std::size_t> numbers) const {
  Images taken{height, width, {}, {}};
  taken.pixels.reserve(numbers.size() * height * width);
  for (const std::size_t number : numbers) {
    if (number >= size()) base::bad_input("cannot take image {}: the set has {}", number, size());
    const auto from = image(number);
    taken.pixels.insert(taken.pixels.end(), from.begin(), from.end());
    taken.labels.push_back(labels[number]);
  }
  return taken;
}

Images with_first_duplicated(const Images& images) {
  std::vector<std::size_t> numbers(2 * images.size());
  std::iota(numbers.begin() + static_cast<std::ptrdiff_t>(images.size()), numbers.end(), std::size_t{0});
  base::Stream(1, "data.duplicate_first").shuffle(std::span(numbers));
  return images.take(numbers);
}

std::uint64_t digest(const Images& images) {
  base::Digest digest;
  digest.u64(images.height);
  digest.u64(images.width);
  digest.bytes(images.pixels);
  digest.bytes(images.labels);
  return digest.value();
}

std::string as_text(std::span<const std::uint8_t> image, std::size_t width) {
  constexpr std::string_view ink = " .:-=+*#%@";
  std::string text;
  for (std::size_t i = 0; i < image.size(); ++i) {
    text.append(2, ink[image[i] * ink.size() / 256]);
    if ((i + 1) % width == 0) text.push_back('\n');
  }
  return text;
}

}  // namespace silipool::data
