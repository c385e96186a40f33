#include <silipool/engine/stimulus.hpp>

#include <algorithm>

#include <silipool/base/stream.hpp>

namespace silipool::engine {
namespace {

enum class Kind { sparse, dense, run, stripes, empty, full, single, repeat };
constexpr std::uint64_t kKinds = 8;

base::Stream stream_of(std::uint64_t seed, std::uint64_t step) {
  return base::Stream(base::Stream(seed, "stimulus").at(step), "stimulus.step");
}

Kind kind_of(base::Stream& stream) {
  const std::uint64_t draw = stream.below(4 * kKinds);
  // Half of the steps are plain random inputs.
  if (draw >= 2 * kKinds) return draw % 2 == 0 ? Kind::sparse : Kind::dense;
  return static_cast<Kind>(draw % kKinds);
}

void scatter(base::Sdr& input, base::Stream& stream, std::uint64_t of_64) {
  for (std::size_t i = 0; i < input.size(); ++i)
    if (stream.below(64) < of_64) input.set(i);
}

void draw_input(base::Sdr& input, std::uint64_t seed, std::uint64_t step) {
  base::Stream stream = stream_of(seed, step);
  const std::size_t size = input.size();
  switch (kind_of(stream)) {
    case Kind::sparse:
      scatter(input, stream, 1 + stream.below(12));
      break;
    case Kind::dense:
      scatter(input, stream, 1 + stream.below(63));
      break;
    case Kind::run: {
      const std::size_t first = stream.below(size);
      const std::size_t length = 1 + stream.below(size);
      for (std::size_t i = first; i < std::min(size, first + length); ++i) input.set(i);
      break;
    }
    case Kind::stripes: {
      const std::size_t period = 2 + stream.below(7);
      for (std::size_t i = stream.below(period); i < size; i += period) input.set(i);
      break;
    }
    case Kind::empty:
      break;
    case Kind::full:
      for (std::size_t i = 0; i < size; ++i) input.set(i);
      break;
    case Kind::single:
      input.set(stream.below(size));
      break;
    case Kind::repeat:
      // The input before, with up to three bits changed; a chain of repeats ends at step 0.
      if (step > 0) draw_input(input, seed, step - 1);
      for (std::uint64_t n = stream.below(4); n > 0; --n) {
        const std::size_t i = stream.below(size);
        if (input.test(i))
          input.reset(i);
        else
          input.set(i);
      }
      break;
  }
}

}  // namespace

StimulusStep stimulus(std::size_t inputs, std::uint64_t seed, std::uint64_t step) {
  StimulusStep s{base::Sdr(inputs), base::Stream(seed, "stimulus.learn").at(step) % 8 != 0};
  draw_input(s.input, seed, step);
  return s;
}

}  // namespace silipool::engine
