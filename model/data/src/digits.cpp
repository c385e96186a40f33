#include <silipool/data/digits.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>

#include "glyphs.hpp"

// Everything here is +, -, *, / and square root on IEEE doubles, which are exact to the last bit
// everywhere; a sine would not be.

namespace silipool::data {
namespace {

constexpr std::size_t side = 28;  // pixels
constexpr std::size_t area = side * side;

struct Point {
  double x;
  double y;
};

double between(base::Stream& random, double low, double high) { return low + (high - low) * random.unit(); }

/// How one image is written; lengths in pixels.
struct Hand {
  double width, height;
  double slant;  // horizontal shift of the top against the bottom, as a part of the height
  double left, top;
  double wobble;  // largest displacement of a knot
  double radius;  // half the pen's thickness
};

Hand draw_hand(base::Stream& random) {
  Hand hand{};
  hand.width = between(random, 9.5, 16.0);
  hand.height = between(random, 15.0, 21.0);
  hand.slant = between(random, -0.20, 0.45);
  hand.left = (static_cast<double>(side) - hand.width) / 2 + between(random, -2.2, 2.2);
  hand.top = (static_cast<double>(side) - hand.height) / 2 + between(random, -2.2, 2.2);
  hand.wobble = 1.2;
  hand.radius = between(random, 0.6, 1.5);
  return hand;
}

/// The knots on the page. Slanting about the middle keeps the digit in its place.
std::vector<Point> place(Glyph glyph, const Hand& hand, base::Stream& random) {
  std::vector<Point> points;
  points.reserve(glyph.size());
  for (const Knot& knot : glyph) {
    const double dx = between(random, -hand.wobble, hand.wobble);
    const double dy = between(random, -hand.wobble, hand.wobble);
    points.push_back({hand.left + hand.width * knot.x + hand.slant * hand.height * (0.5 - knot.y) + dx,
                      hand.top + hand.height * knot.y + dy});
  }
  return points;
}

/// The squared distance of every pixel's centre to the nearest line so far.
class Page {
 public:
  Page() { distance2_.fill(1e9); }

  void line(Point a, Point b, double reach) {
    const auto clamp = [](double v) {
      return static_cast<std::size_t>(std::clamp(v, 0.0, static_cast<double>(side)));
    };
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length2 = dx * dx + dy * dy;
    for (std::size_t y = clamp(std::min(a.y, b.y) - reach); y < clamp(std::max(a.y, b.y) + reach + 1); ++y) {
      for (std::size_t x = clamp(std::min(a.x, b.x) - reach); x < clamp(std::max(a.x, b.x) + reach + 1);
           ++x) {
        const double px = static_cast<double>(x) + 0.5 - a.x;
        const double py = static_cast<double>(y) + 0.5 - a.y;
        const double t = length2 > 0 ? std::clamp((px * dx + py * dy) / length2, 0.0, 1.0) : 0.0;
        const double ex = px - t * dx;
        const double ey = py - t * dy;
        double& nearest = distance2_[y * side + x];
        nearest = std::min(nearest, ex * ex + ey * ey);
      }
    }
  }
  [[nodiscard]] double distance(std::size_t pixel) const { return std::sqrt(distance2_[pixel]); }

 private:
  std::array<double, area> distance2_{};
};

/// The uniform Catmull-Rom spline through b and c, which heads along c - a at b and along d - b at c.
Point spline(Point a, Point b, Point c, Point d, double t) {
  const auto axis = [t](double p, double q, double r, double s) {
    return 0.5 * (2 * q + t * ((r - p) + t * ((2 * p - 5 * q + 4 * r - s) + t * (3 * (q - r) + s - p))));
  };
  return {axis(a.x, b.x, c.x, d.x), axis(a.y, b.y, c.y, d.y)};
}

void write(Page& page, Glyph glyph, const std::vector<Point>& points, double reach) {
  constexpr int pieces = 6;
  for (std::size_t i = 0; i + 1 < glyph.size(); ++i) {
    if (glyph[i + 1].kind == Knot::start) continue;
    const Point from = points[i];
    const Point to = points[i + 1];
    // At an end or a corner the curve does not look beyond it.
    const Point before = glyph[i].kind == Knot::smooth ? points[i - 1] : from;
    const bool goes_on =
        i + 2 < glyph.size() && glyph[i + 1].kind == Knot::smooth && glyph[i + 2].kind != Knot::start;
    const Point after = goes_on ? points[i + 2] : to;
    Point last = from;
    for (int piece = 1; piece <= pieces; ++piece) {
      const Point next = spline(before, from, to, after, static_cast<double>(piece) / pieces);
      page.line(last, next, reach);
      last = next;
    }
  }
}

/// Gray from the pen's edge, which is one pixel wide, and the noise: a little on every pixel, and one
/// pixel in a hundred that shows anything.
void develop(const Page& page, double radius, base::Stream& random, std::span<std::uint8_t> pixels) {
  for (std::size_t i = 0; i < area; ++i) {
    const double ink = std::clamp(radius + 0.5 - page.distance(i), 0.0, 1.0);
    const double grain = between(random, -20.0, 20.0);
    const bool speck = random.below(100) == 0;
    const double any = between(random, 0.0, 255.0);
    pixels[i] = static_cast<std::uint8_t>(speck ? any : std::clamp(255.0 * ink + grain, 0.0, 255.0));
  }
}

std::array<std::uint8_t, 10> order_of_ten(std::string_view split, std::size_t block, std::uint64_t seed) {
  std::array<std::uint8_t, 10> order{};
  std::iota(order.begin(), order.end(), std::uint8_t{0});
  base::Stream(seed, fmt::format("digits.{}.order.{}", split, block)).shuffle<std::uint8_t>(order);
  return order;
}

void draw_digit(unsigned digit, base::Stream random, std::span<std::uint8_t> pixels) {
  const auto styles = glyphs_of(digit);
  const Glyph glyph = styles[random.below(styles.size())];
  const Hand hand = draw_hand(random);
  const std::vector<Point> points = place(glyph, hand, random);
  Page page;
  write(page, glyph, points, hand.radius + 1.0);
  develop(page, hand.radius, random, pixels);
}

}  // namespace

std::size_t default_digits(std::string_view split) { return split == "train" ? 10000 : 2000; }

Images digits(std::string_view split, std::size_t count, std::uint64_t seed) {
  if (split != "train" && split != "test")
    base::bad_input("digits: unknown split \"{}\": legal are train, test", split);
  Images images{side, side, std::vector<std::uint8_t>(count * area), std::vector<std::uint8_t>(count)};
  std::array<std::uint8_t, 10> order{};
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 10 == 0) order = order_of_ten(split, i / 10, seed);
    images.labels[i] = order[i % 10];
    draw_digit(images.labels[i], base::Stream(seed, fmt::format("digits.{}.{}", split, i)),
               std::span(images.pixels).subspan(i * area, area));
  }
  return images;
}

}  // namespace silipool::data
