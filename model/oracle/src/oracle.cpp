#include <silipool/oracle/oracle.hpp>

#include <algorithm>
#include <bit>
#include <utility>

#include <silipool/base/error.hpp>

namespace silipool::oracle {
namespace {

std::uint32_t low16(std::uint32_t u) { return u & 0xffff; }
std::uint32_t high16(std::uint32_t u) { return u >> 16; }

std::uint64_t greatest_permanence(unsigned bits) { return (std::uint64_t{1} << bits) - 1; }

/// The hash of places that are counted in std::size_t; the constructor saw to it that they fit.
std::uint32_t hash_of(std::uint32_t seed, std::uint32_t step, Stream stream, std::size_t column,
                      std::size_t item) {
  return hash(seed, step, stream, static_cast<std::uint32_t>(column), static_cast<std::uint32_t>(item));
}

/// The length in bits of x^256, exactly: schoolbook squaring, eight times, on 32-bit digits.
std::size_t bits_of_power_256(std::uint32_t x) {
  std::vector<std::uint32_t> digits{x};
  for (int squaring = 0; squaring < 8; ++squaring) {
    std::vector<std::uint32_t> square(2 * digits.size(), 0);
    for (std::size_t i = 0; i < digits.size(); ++i) {
      std::uint64_t carry = 0;
      for (std::size_t j = 0; j < digits.size(); ++j) {
        carry += square[i + j] + std::uint64_t{digits[i]} * digits[j];
        square[i + j] = static_cast<std::uint32_t>(carry);
        carry >>= 32;
      }
      square[i + digits.size()] = static_cast<std::uint32_t>(carry);
    }
    while (square.back() == 0) square.pop_back();
    digits = std::move(square);
  }
  return 32 * (digits.size() - 1) + static_cast<std::size_t>(std::bit_width(digits.back()));
}

std::array<std::uint64_t, 256> make_boost_table() {
  // r = floor(2^(f/256) 2^12 + 1/2) is the greatest r with 2 r - 1 <= 2^(f/256) 2^13, that is, with
  // (2 r - 1)^256 <= 2^E and E = 13 * 256 + f. An odd number above 1 is no power of two, so this says that
  // (2 r - 1)^256 has at most E bits. The table ascends, so r never goes back.
  std::array<std::uint64_t, 256> table{};
  std::uint32_t r = 4096;
  for (std::size_t f = 0; f < table.size(); ++f) {
    while (bits_of_power_256(2 * (r + 1) - 1) <= std::size_t{13} * 256 + f) ++r;
    table[f] = r;
  }
  return table;
}

/// Row or column `begin + offset` of a plane, or nothing where it is outside and the plane does not wrap
/// (section 3).
std::optional<std::size_t> place(std::int64_t begin, std::size_t offset, std::size_t extent, bool wrap) {
  const auto size = static_cast<std::int64_t>(extent);
  std::int64_t at = begin + static_cast<std::int64_t>(offset);
  if (wrap) at = ((at % size) + size) % size;
  if (at < 0 || at >= size) return std::nullopt;
  return static_cast<std::size_t>(at);
}

std::size_t distance(std::size_t a, std::size_t b) { return a > b ? a - b : b - a; }

void require(std::size_t value, std::size_t least, std::size_t greatest, const char* what) {
  if (value < least || value > greatest)
    base::bad_input("oracle: {} is {}; legal is {}..{}", what, value, least, greatest);
}

void check(const config::Structural& s) {
  require(s.inputs(), 1, 32768, "the number of inputs");
  require(s.columns(), 1, 65536, "the number of columns");
  require(s.slots(), 1, 4096, "the number of slots of a hypercolumn");
  // A position is an item of the hash (section 4), which has 12 bits.
  require(s.window_positions(), 1, 4096, "the number of positions of a window");
  require(s.permanence_bits, 1, 16, "permanence_bits");
  require(s.connected_threshold, 1, greatest_permanence(s.permanence_bits), "connected_threshold");
  if (s.pool == config::Pool::sample) require(s.synapses_per_column, 1, 4096, "synapses_per_column");
  if (s.pool == config::Pool::shared_sample)
    require(s.candidate_inputs.size(), s.inputs(), s.inputs(), "the number of bits of candidate_inputs");
}

void check(const config::Runtime& r, std::size_t n) {
  require(r.active_columns, 1, n, "active_columns");
  require(r.learning_columns, 1, r.active_columns, "learning_columns");
  require(r.update_period, 1, 65536, "update_period");
}

}  // namespace

// Section 2.
std::uint32_t hash(std::uint32_t seed, std::uint32_t step, std::uint32_t stream, std::uint32_t column,
                   std::uint32_t item) {
  std::uint32_t a = 0xdeadbeef + seed;
  std::uint32_t b = step;
  std::uint32_t c = stream << 28 | column << 12 | item;
  c ^= b;
  c -= std::rotl(b, 14);
  a ^= c;
  a -= std::rotl(c, 11);
  b ^= a;
  b -= std::rotl(a, 25);
  c ^= b;
  c -= std::rotl(b, 16);
  a ^= c;
  a -= std::rotl(c, 4);
  b ^= a;
  b -= std::rotl(a, 14);
  c ^= b;
  c -= std::rotl(b, 24);
  return c;
}

// Section 3.
std::int64_t window_origin(std::int64_t extent, std::int64_t grid, std::int64_t window, std::int64_t g) {
  const std::int64_t centre = (2 * g + 1) * extent / (2 * grid);
  return centre - window / 2;
}

// Section 4, "drawing m of R, in order".
std::vector<std::size_t> draw_pool(const std::vector<std::size_t>& candidates, std::size_t m,
                                   std::uint32_t pool_seed, Stream stream, std::size_t column) {
  std::vector<std::size_t> taken;
  std::uint64_t needed = std::min(m, candidates.size());
  std::uint64_t remaining = candidates.size();
  for (const std::size_t position : candidates) {
    const std::uint64_t u = hash_of(pool_seed, 0, stream, column, position);
    if (((u * remaining) >> 32) < needed) {
      taken.push_back(position);
      --needed;
    }
    --remaining;
  }
  return taken;
}

// Section 5.
std::uint64_t initial_permanence(unsigned bits, std::uint64_t theta, std::uint64_t initially_connected,
                                 std::uint32_t u) {
  const std::uint64_t lo = low16(u);
  const std::uint64_t hi = high16(u);
  const std::uint64_t levels = std::uint64_t{1} << bits;
  if (lo < initially_connected) return theta + hi * (levels - theta) / 65536;
  return hi * theta / 65536;
}

// Sections 6.2 and 6.3.
Outcome inhibit(std::size_t k, std::size_t k_learn, std::uint64_t sigma,
                const std::vector<Contender>& contenders) {
  std::vector<std::size_t> order;
  for (std::size_t j = 0; j < contenders.size(); ++j)
    if (contenders[j].overlap >= sigma) order.push_back(j);
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    if (contenders[a].key() != contenders[b].key()) return contenders[a].key() > contenders[b].key();
    return a < b;
  });

  Outcome outcome;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    if (rank < k) outcome.winners.push_back(order[rank]);
    if (rank < k_learn) outcome.learners.push_back(order[rank]);
  }
  std::ranges::sort(outcome.winners);
  std::ranges::sort(outcome.learners);
  return outcome;
}

// Section 6.4.
std::uint64_t gain(unsigned bits, std::uint64_t permanence, std::uint64_t increment) {
  return std::min(greatest_permanence(bits), permanence + increment);
}

std::uint64_t lose(std::uint64_t permanence, std::uint64_t decrement) {
  return permanence > decrement ? permanence - decrement : 0;
}

Draw draw_per_winner(std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint64_t p_inc,
                     std::uint64_t p_dec) {
  const std::uint32_t v = hash(seed, t, stream_draw, c, 0);
  return {.gains = low16(v) < p_inc, .loses = high16(v) < p_dec};
}

Draw draw_per_synapse(std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint32_t s,
                      std::uint64_t p_inc, std::uint64_t p_dec) {
  const std::uint32_t u = hash(seed, t, stream_draw, c, s / 2);
  const std::uint32_t d = s % 2 == 0 ? low16(u) : high16(u);
  return {.gains = d < p_inc, .loses = d < p_dec};
}

// Section 6.6.
const std::array<std::uint64_t, 256>& boost_table() {
  static const std::array<std::uint64_t, 256> table = make_boost_table();
  return table;
}

std::uint64_t boost(std::int64_t boost_scale, std::int64_t boost_target, std::int64_t duty) {
  const std::int64_t y = (boost_scale * (boost_target - duty) + (std::int64_t{1} << 23)) >> 24;
  const std::int64_t whole = y >> 8;                         // I of the specification: floor(y / 256)
  const auto f = static_cast<std::size_t>(y - whole * 256);  // 0..255 for a negative y as well
  if (whole >= 4) return 65535;
  if (whole <= -13) return 1;
  if (whole >= 0) return boost_table()[f] << whole;
  return std::max<std::uint64_t>(1, boost_table()[f] >> -whole);
}

std::uint64_t decay(std::uint64_t duty, std::uint64_t factor) {
  return duty - ((duty * factor + (std::uint64_t{1} << 15)) >> 16);
}

Oracle::Oracle(const config::Structural& structural, const config::Runtime& runtime)
    : structural_(structural),
      n_(structural.columns_per_hypercolumn),
      columns_(structural.columns()),
      slots_(structural.slots()) {
  check(structural_);
  set_runtime(runtime);

  for (std::size_t h = 0; h < structural_.hypercolumns(); ++h)
    input_of_slot_.push_back(slots_of_hypercolumn(h));
  for (std::size_t c = 0; c < columns_; ++c) potential_.push_back(potential_slots(c));

  // Section 5.
  permanence_.assign(columns_, std::vector<std::uint64_t>(slots_, 0));
  for (std::size_t c = 0; c < columns_; ++c)
    for (std::size_t s = 0; s < slots_; ++s)
      if (potential_[c][s])
        permanence_[c][s] =
            initial_permanence(structural_.permanence_bits, structural_.connected_threshold,
                               runtime_.initially_connected, hash_of(runtime_.seed, 0, stream_initial, c, s));
  duty_.assign(columns_, 0);
  boost_.assign(columns_, 4096);
}

void Oracle::set_runtime(const config::Runtime& runtime) {
  check(runtime, n_);
  runtime_ = runtime;
}

// Section 3.
std::optional<std::size_t> Oracle::input_of_position(std::size_t h, std::size_t q) const {
  const config::Structural& s = structural_;
  const std::size_t gy = h / s.grid_x;
  const std::size_t gx = h % s.grid_x;
  const std::size_t p = q / (s.window_y * s.window_x);
  const std::size_t dy = q / s.window_x % s.window_y;
  const std::size_t dx = q % s.window_x;

  const auto integer = [](std::size_t value) { return static_cast<std::int64_t>(value); };
  const std::int64_t top =
      window_origin(integer(s.height), integer(s.grid_y), integer(s.window_y), integer(gy));
  const std::int64_t left =
      window_origin(integer(s.width), integer(s.grid_x), integer(s.window_x), integer(gx));

  const std::optional<std::size_t> row = place(top, dy, s.height, s.wrap);
  const std::optional<std::size_t> column = place(left, dx, s.width, s.wrap);
  if (!row || !column) return std::nullopt;
  return (p * s.height + *row) * s.width + *column;
}

// Section 4.
Oracle::Slots Oracle::slots_of_hypercolumn(std::size_t h) const {
  Slots slots(slots_);
  if (structural_.pool != config::Pool::shared_sample) {
    for (std::size_t s = 0; s < slots_; ++s) slots[s] = input_of_position(h, s);
    return slots;
  }

  std::vector<std::size_t> candidates;
  for (std::size_t q = 0; q < structural_.window_positions(); ++q) {
    const std::optional<std::size_t> input = input_of_position(h, q);
    if (input && structural_.candidate_inputs.test(*input)) candidates.push_back(q);
  }
  const std::vector<std::size_t> taken =
      draw_pool(candidates, structural_.synapses_per_column, structural_.pool_seed, stream_pool, h);
  for (std::size_t s = 0; s < taken.size(); ++s) slots[s] = input_of_position(h, taken[s]);
  return slots;
}

std::vector<bool> Oracle::potential_slots(std::size_t c) const {
  const Slots& slots = input_of_slot_[c / n_];
  std::vector<std::size_t> not_void;
  for (std::size_t s = 0; s < slots_; ++s)
    if (slots[s]) not_void.push_back(s);

  std::vector<bool> potential(slots_, false);
  switch (structural_.pool) {
    case config::Pool::window:
    case config::Pool::shared_sample:
      for (const std::size_t s : not_void) potential[s] = true;
      break;
    case config::Pool::sample:
      for (const std::size_t s :
           draw_pool(not_void, structural_.synapses_per_column, structural_.pool_seed, stream_sample, c))
        potential[s] = true;
      break;
    case config::Pool::radius:
      for (const std::size_t s : not_void) potential[s] = within_radius(c % n_, s);
      break;
  }
  return potential;
}

// Section 4, "radius": column j of its hypercolumn, slot s.
bool Oracle::within_radius(std::size_t j, std::size_t s) const {
  const std::size_t wy = structural_.window_y;
  const std::size_t wx = structural_.window_x;

  std::size_t nx = n_;
  std::size_t ny = 1;
  if (structural_.height > 1) {
    nx = 1;
    while (nx * nx < n_) ++nx;
    ny = (n_ + nx - 1) / nx;
  }
  const std::size_t centre_y = (2 * (j / nx) + 1) * wy / (2 * ny);
  const std::size_t centre_x = (2 * (j % nx) + 1) * wx / (2 * nx);
  const std::size_t dy = s / wx % wy;
  const std::size_t dx = s % wx;
  return distance(dy, centre_y) <= structural_.radius && distance(dx, centre_x) <= structural_.radius;
}

/// Whether the input of a potential slot is on.
bool Oracle::input_is_on(const base::Sdr& input, std::size_t c, std::size_t s) const {
  return input.test(input_of_slot_[c / n_][s].value());
}

// Section 6.1.
std::uint64_t Oracle::overlap(const base::Sdr& input, std::size_t c) const {
  std::uint64_t count = 0;
  for (std::size_t s = 0; s < slots_; ++s)
    if (potential_[c][s] && permanence_[c][s] >= structural_.connected_threshold && input_is_on(input, c, s))
      ++count;
  return count;
}

/// Section 6.3 in every hypercolumn; the outcome is in columns c.
Outcome Oracle::inhibit_all(const std::vector<Contender>& contenders) const {
  Outcome all;
  for (std::size_t h = 0; h < structural_.hypercolumns(); ++h) {
    std::vector<Contender> group;
    for (std::size_t j = 0; j < n_; ++j) group.push_back(contenders[h * n_ + j]);
    const Outcome one =
        inhibit(runtime_.active_columns, runtime_.learning_columns, runtime_.stimulus_threshold, group);
    for (const std::size_t j : one.winners) all.winners.push_back(h * n_ + j);
    for (const std::size_t j : one.learners) all.learners.push_back(h * n_ + j);
  }
  return all;
}

// Section 6.4, the table of rules.
Draw Oracle::draw(std::size_t c, std::size_t s) const {
  const auto column = static_cast<std::uint32_t>(c);
  const auto slot = static_cast<std::uint32_t>(s);
  const config::Runtime& r = runtime_;
  switch (structural_.learning_rule) {
    case config::LearningRule::every_step:
      break;
    case config::LearningRule::draw_per_winner:
      return draw_per_winner(r.seed, t_, column, r.increment_probability, r.decrement_probability);
    case config::LearningRule::draw_per_synapse:
      return draw_per_synapse(r.seed, t_, column, slot, r.increment_probability, r.decrement_probability);
  }
  return {.gains = true, .loses = true};
}

/// The permanence of slot s of learner c after this step (section 6.4).
std::uint64_t Oracle::learned(const base::Sdr& input, std::size_t c, std::size_t s) const {
  const std::uint64_t before = permanence_[c][s];
  if (!potential_[c][s]) return before;
  const Draw drawn = draw(c, s);
  if (input_is_on(input, c, s))
    return drawn.gains ? gain(structural_.permanence_bits, before, runtime_.increment) : before;
  return drawn.loses ? lose(before, runtime_.decrement) : before;
}

std::vector<Event> Oracle::step(const base::Sdr& input, bool learn, bool digest_step) {
  if (input.size() != structural_.inputs())
    base::bad_input("oracle: the input has {} bits; legal is {}", input.size(), structural_.inputs());

  std::vector<Event> events;
  const auto emit = [&](int phase, std::size_t index, std::uint64_t value) {
    events.push_back({step_, phase, static_cast<std::uint32_t>(index), value});
  };

  // 6.1
  std::vector<Contender> contenders;
  for (std::size_t c = 0; c < columns_; ++c) {
    contenders.push_back({overlap(input, c), boost_[c]});
    emit(1, c, contenders[c].overlap);
  }

  // 6.2
  for (std::size_t c = 0; c < columns_; ++c) {
    const bool eligible = contenders[c].overlap >= runtime_.stimulus_threshold;
    emit(2, c, eligible ? (std::uint64_t{1} << 31) + contenders[c].key() : 0);
  }

  // 6.3
  const Outcome outcome = inhibit_all(contenders);
  for (const std::size_t c : outcome.winners)
    emit(3, c, learn && std::ranges::count(outcome.learners, c) != 0 ? 1 : 0);

  if (learn) {
    // 6.4
    for (const std::size_t c : outcome.learners)
      for (std::size_t s = 0; s < slots_; ++s) {
        const std::uint64_t after = learned(input, c, s);
        if (after != permanence_[c][s]) emit(4, c * 4096 + s, after);
        permanence_[c][s] = after;
      }

    // 6.5
    for (const std::size_t c : outcome.learners)
      duty_[c] = std::min((std::uint64_t{1} << 26) - 1, duty_[c] + 256);

    // 6.6, the sum not modulo 2^32
    const bool refresh = (std::uint64_t{t_} + 1) % runtime_.update_period == 0;
    if (refresh)
      for (std::size_t c = 0; c < columns_; ++c) {
        boost_[c] =
            oracle::boost(runtime_.boost_scale, runtime_.boost_target, static_cast<std::int64_t>(duty_[c]));
        duty_[c] = oracle::decay(duty_[c], runtime_.decay);
      }

    if (refresh) {
      for (std::size_t c = 0; c < columns_; ++c) emit(5, c, duty_[c]);
      for (std::size_t c = 0; c < columns_; ++c) emit(6, c, boost_[c]);
    } else {
      for (const std::size_t c : outcome.learners) emit(5, c, duty_[c]);
    }

    // 6.7
    ++t_;
  }

  emit(7, 0, digest_step ? digest() : 0);
  ++step_;
  return events;
}

// Section 8.
std::uint64_t Oracle::digest() const {
  std::uint64_t state = 0xcbf29ce484222325;
  const auto append = [&](std::uint64_t value, int bits) {
    for (int shift = 0; shift < bits; shift += 8) {
      state ^= (value >> shift) & 0xff;
      state *= 0x100000001b3;
    }
  };
  append(t_, 32);
  for (std::size_t c = 0; c < columns_; ++c) {
    for (std::size_t s = 0; s < slots_; ++s) append(permanence_[c][s], 16);
    append(duty_[c], 32);
    append(boost_[c], 16);
  }
  return state;
}

}  // namespace silipool::oracle
