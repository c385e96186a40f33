#include <silipool/capi/silipool_c.h>

#include <algorithm>
#include <memory>
#include <span>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/quantity.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/sp/state_file.hpp>

#include "pooler.hpp"

namespace silipool::capi {
namespace {

thread_local std::string last_error;

}  // namespace

void remember(const char* what) noexcept {
  try {
    last_error = what;
  } catch (...) {
    last_error.clear();
  }
}

namespace {

using base::bad_input;
using base::Sdr;

template <typename T>
T& given(T* pointer, const char* name) {
  if (pointer == nullptr) bad_input("{} is NULL", name);
  return *pointer;
}

std::string_view text(const char* pointer, const char* name) {
  return std::string_view(&given(pointer, name));
}

config::Overrides overrides(const char* settings) {
  config::Overrides list;
  std::string_view rest = settings == nullptr ? "" : settings;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.empty()) continue;
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0)
      bad_input("settings: {}: must be KEY=VALUE, such as pooler.active_columns=3", line);
    list.push_back({std::string(line.substr(0, equals)), std::string(line.substr(equals + 1)), "settings"});
  }
  return list;
}

bool flag(std::int32_t learn) {
  if (learn != 0 && learn != 1) bad_input("learn is {}: must be 0 or 1", learn);
  return learn == 1;
}

void check_words(std::size_t bits, const char* what, const void* bitmap, std::uint32_t words) {
  if (bitmap == nullptr) bad_input("{}: the bitmap is NULL", what);
  if (std::size_t{words} * 32 < bits)
    bad_input("{}: the bitmap has {} words: {} bits need at least {}", what, words, bits, (bits + 31) / 32);
}

/// A bitmap whose word w is word(w); bits past the end are told to `past`.
template <typename Word, typename Past>
Sdr unpacked(std::size_t bits, std::uint32_t words, Word&& word, Past&& past) {
  Sdr sdr(bits);
  for (std::size_t w = 0; w < words; ++w)
    for (std::uint32_t left = word(w); left != 0; left &= left - 1) {
      const std::size_t bit = w * 32 + static_cast<std::size_t>(std::countr_zero(left));
      if (bit < bits)
        sdr.set(bit);
      else
        past(bit);
    }
  return sdr;
}

std::string beyond(std::size_t bit, std::size_t bits, const char* things) {
  return fmt::format("bit {} is on: there are {} {}", bit, bits, things);
}

Sdr input_of(const silipool_pooler& p, const std::uint32_t* input, std::uint32_t words) {
  const std::size_t bits = p.config.structural.inputs();
  check_words(bits, "input", input, words);
  return unpacked(
      bits, words, [&](std::size_t w) { return input[w]; },
      [&](std::size_t bit) { bad_input("input: {}", beyond(bit, bits, "inputs")); });
}

/// Which bit is x or z, if any of the first `bits` is; "" otherwise.
std::string unknown(const silipool_logic* vector, std::size_t bits) {
  for (std::size_t i = 0; i < bits; ++i)
    if ((vector[i / 32].b >> (i % 32) & 1U) != 0)
      return fmt::format("bit {} is {}", i, (vector[i / 32].a >> (i % 32) & 1U) != 0 ? "x" : "z");
  return "";
}

Sdr listed(std::size_t bits, const std::uint32_t* indices, std::uint32_t count, const char* what,
           std::string* wrong) {
  if (indices == nullptr && count > 0) bad_input("{}: the list is NULL", what);
  Sdr sdr(bits);
  for (const std::uint32_t i : std::span(indices, count)) {
    const std::string problem = i >= bits     ? fmt::format("index {} must be 0..{}", i, bits - 1)
                                : sdr.test(i) ? fmt::format("index {} comes twice", i)
                                              : "";
    if (!problem.empty()) {
      if (wrong == nullptr) bad_input("{}: {}", what, problem);
      if (wrong->empty()) *wrong = problem;
      continue;
    }
    sdr.set(i);
  }
  return sdr;
}

void write_bits(const Sdr& sdr, std::uint32_t* bitmap, std::uint32_t words, const char* what) {
  check_words(sdr.size(), what, bitmap, words);
  std::fill_n(bitmap, words, 0U);
  sdr.for_each([&](std::size_t i) { bitmap[i / 32] |= 1U << (i % 32); });
}

template <typename F>
std::int32_t write_values(std::size_t size, std::uint32_t* values, std::uint32_t count, const char* what,
                          F&& item) {
  if (values == nullptr) bad_input("{}: the array is NULL", what);
  if (count < size) bad_input("{}: the array has {} entries: must be at least {}", what, count, size);
  for (std::size_t i = 0; i < size; ++i) values[i] = item(i);
  return 0;
}

}  // namespace
}  // namespace silipool::capi

using namespace silipool;
using namespace silipool::capi;

namespace {

silipool_pooler* created(const config::Config& config) {
  return std::make_unique<silipool_pooler>(config).release();
}

}  // namespace

extern "C" {

const char* silipool_version(void) { return SILIPOOL_VERSION; }
int32_t silipool_abi(void) { return SILIPOOL_C_ABI; }
const char* silipool_last_error(void) { return last_error.c_str(); }

silipool_pooler* silipool_pooler_create(const char* file, const char* settings) {
  return guarded<silipool_pooler*>(nullptr, [&] {
    return created(config::load_config(std::string(text(file, "file")), overrides(settings)));
  });
}

silipool_pooler* silipool_pooler_create_from_text(const char* toml, const char* name, const char* settings) {
  return guarded<silipool_pooler*>(nullptr, [&] {
    return created(config::parse_config(text(toml, "text"), name == nullptr ? "configuration" : name,
                                        overrides(settings)));
  });
}

void silipool_pooler_destroy(silipool_pooler* pooler) { delete pooler; }

int32_t silipool_pooler_reset(silipool_pooler* pooler) {
  return guarded(-1, [&] {
    given(pooler, "pooler").reset();
    return 0;
  });
}

const char* silipool_pooler_configuration(const silipool_pooler* pooler) {
  return guarded<const char*>(nullptr, [&] { return given(pooler, "pooler").canonical.c_str(); });
}

int64_t silipool_pooler_quantity(const silipool_pooler* pooler, const char* name) {
  return guarded(std::int64_t{-1}, [&] {
    return static_cast<std::int64_t>(config::quantity(given(pooler, "pooler").config, text(name, "name")));
  });
}

int32_t silipool_pooler_step(silipool_pooler* pooler, const uint32_t* input, uint32_t words, int32_t learn) {
  return guarded(-1, [&] {
    silipool_pooler& p = given(pooler, "pooler");
    p.step(input_of(p, input, words), flag(learn));
    return 0;
  });
}

int32_t silipool_pooler_step_indices(silipool_pooler* pooler, const uint32_t* indices, uint32_t count,
                                     int32_t learn) {
  return guarded(-1, [&] {
    silipool_pooler& p = given(pooler, "pooler");
    p.step(listed(p.config.structural.inputs(), indices, count, "input", nullptr), flag(learn));
    return 0;
  });
}

int32_t silipool_pooler_step_logic(silipool_pooler* pooler, const silipool_logic* input, uint32_t words,
                                   int32_t learn) {
  return guarded(-1, [&] {
    silipool_pooler& p = given(pooler, "pooler");
    const std::size_t bits = p.config.structural.inputs();
    check_words(bits, "input", input, words);
    if (const std::string problem = unknown(input, bits); !problem.empty()) bad_input("input: {}", problem);
    p.step(unpacked(
               bits, words, [&](std::size_t w) { return input[w].a & ~input[w].b; },
               [&](std::size_t bit) { bad_input("input: {}", beyond(bit, bits, "inputs")); }),
           flag(learn));
    return 0;
  });
}

int32_t silipool_pooler_set_class(silipool_pooler* pooler, uint32_t label) {
  return guarded(-1, [&] {
    silipool_pooler& p = given(pooler, "pooler");
    if (p.config.structural.reward == config::Reward::none)
      bad_input("class {}: learning.reward of {} looks at none", label, p.config.name);
    if (label >= p.config.runtime.classes)
      bad_input("class {}: must be 0..{} (learning.classes)", label, p.config.runtime.classes - 1);
    p.label = static_cast<std::uint8_t>(label);
    return 0;
  });
}

int32_t silipool_pooler_stimulus(const silipool_pooler* pooler, uint32_t step, uint32_t* input,
                                 uint32_t words, int32_t* learn) {
  return guarded(-1, [&] {
    const silipool_pooler& p = given(pooler, "pooler");
    std::int32_t& learns = given(learn, "learn");
    const engine::StimulusStep s =
        engine::stimulus(p.config.structural.inputs(), p.config.runtime.seed, step);
    write_bits(s.input, input, words, "input");
    learns = s.learn ? 1 : 0;
    return 0;
  });
}

int32_t silipool_pooler_winners(const silipool_pooler* pooler, uint32_t* winners, uint32_t words) {
  return guarded(-1, [&] {
    write_bits(given(pooler, "pooler").winners, winners, words, "winners");
    return 0;
  });
}

int32_t silipool_pooler_winner_indices(const silipool_pooler* pooler, uint32_t* indices, uint32_t capacity) {
  return guarded(-1, [&] {
    const base::Sdr& winners = given(pooler, "pooler").winners;
    const std::size_t count = winners.count();
    if (capacity == 0) return static_cast<std::int32_t>(count);
    if (indices == nullptr) bad_input("winners: the list is NULL");
    if (capacity < count) bad_input("winners: the list has room for {}: there are {}", capacity, count);
    winners.for_each([&indices](std::size_t i) { *indices++ = static_cast<std::uint32_t>(i); });
    return static_cast<std::int32_t>(count);
  });
}

int32_t silipool_pooler_overlaps(const silipool_pooler* pooler, uint32_t* values, uint32_t count) {
  return guarded(-1, [&] {
    const silipool_pooler& p = given(pooler, "pooler");
    return write_values(p.overlaps.size(), values, count, "overlaps",
                        [&](std::size_t i) { return p.overlaps[i]; });
  });
}

int32_t silipool_pooler_duties(const silipool_pooler* pooler, uint32_t* values, uint32_t count) {
  return guarded(-1, [&] {
    const silipool_pooler& p = given(pooler, "pooler");
    return write_values(p.overlaps.size(), values, count, "duties",
                        [&](std::size_t i) { return p.model.duty(i); });
  });
}

int32_t silipool_pooler_boosts(const silipool_pooler* pooler, uint32_t* values, uint32_t count) {
  return guarded(-1, [&] {
    const silipool_pooler& p = given(pooler, "pooler");
    return write_values(p.overlaps.size(), values, count, "boosts",
                        [&](std::size_t i) { return p.model.boost(i); });
  });
}

int32_t silipool_pooler_permanences(const silipool_pooler* pooler, uint32_t column, uint32_t* values,
                                    uint32_t count) {
  return guarded(-1, [&] {
    const silipool_pooler& p = given(pooler, "pooler");
    (void)p.value("permanence", column, 0);
    return write_values(p.config.structural.slots(), values, count, "permanences",
                        [&](std::size_t slot) { return p.model.permanence(column, slot); });
  });
}

int64_t silipool_pooler_value(const silipool_pooler* pooler, const char* kind, uint32_t column,
                              uint32_t slot) {
  return guarded(std::int64_t{-1},
                 [&] { return given(pooler, "pooler").value(text(kind, "kind"), column, slot); });
}

int32_t silipool_pooler_digest(const silipool_pooler* pooler, uint64_t* digest) {
  return guarded(-1, [&] {
    given(digest, "digest") = given(pooler, "pooler").model.digest();
    return 0;
  });
}

int32_t silipool_pooler_save(const silipool_pooler* pooler, const char* file) {
  return guarded(-1, [&] {
    const silipool_pooler& p = given(pooler, "pooler");
    sp::write_state(std::string(text(file, "file")), p.config, p.model.state(), {});
    return 0;
  });
}

int32_t silipool_pooler_load(silipool_pooler* pooler, const char* file) {
  return guarded(-1, [&] {
    silipool_pooler& p = given(pooler, "pooler");
    p.model.set_state(sp::read_state(std::string(text(file, "file")), p.config).state);
    return 0;
  });
}

int32_t silipool_pooler_compare(silipool_pooler* pooler, const uint32_t* winners, uint32_t words) {
  return guarded(-1, [&] {
    silipool_pooler& p = given(pooler, "pooler");
    const std::size_t columns = p.winners.size();
    check_words(columns, "winners", winners, words);
    std::string wrong;
    const base::Sdr design = unpacked(
        columns, words, [&](std::size_t w) { return winners[w]; },
        [&](std::size_t bit) { wrong = beyond(bit, columns, "columns"); });
    return p.compare(design, wrong) ? 1 : 0;
  });
}

int32_t silipool_pooler_compare_indices(silipool_pooler* pooler, const uint32_t* indices, uint32_t count) {
  return guarded(-1, [&] {
    silipool_pooler& p = given(pooler, "pooler");
    std::string wrong;
    const base::Sdr design = listed(p.winners.size(), indices, count, "winners", &wrong);
    return p.compare(design, wrong) ? 1 : 0;
  });
}

int32_t silipool_pooler_compare_logic(silipool_pooler* pooler, const silipool_logic* winners,
                                      uint32_t words) {
  return guarded(-1, [&] {
    silipool_pooler& p = given(pooler, "pooler");
    const std::size_t columns = p.winners.size();
    check_words(columns, "winners", winners, words);
    std::string wrong = unknown(winners, std::size_t{words} * 32);
    const base::Sdr design = unpacked(
        columns, words, [&](std::size_t w) { return winners[w].a & ~winners[w].b; },
        [&](std::size_t bit) { wrong = beyond(bit, columns, "columns"); });
    return p.compare(design, wrong) ? 1 : 0;
  });
}

int32_t silipool_pooler_compare_value(silipool_pooler* pooler, const char* kind, uint32_t column,
                                      uint32_t slot, uint32_t value) {
  return guarded(-1, [&] {
    return given(pooler, "pooler").compare_value(text(kind, "kind"), column, slot, value) ? 1 : 0;
  });
}

int32_t silipool_pooler_fail(silipool_pooler* pooler, const char* what) {
  return guarded(-1, [&] {
    silipool_pooler& p = given(pooler, "pooler");
    p.fail(p.waiting.empty() ? p.steps : p.waiting.front().step, std::string(text(what, "what")));
    return 0;
  });
}

int32_t silipool_pooler_forget(silipool_pooler* pooler) {
  return guarded(-1, [&] {
    given(pooler, "pooler").forget();
    return 0;
  });
}

const char* silipool_pooler_difference(const silipool_pooler* pooler) {
  return guarded<const char*>(nullptr, [&] { return given(pooler, "pooler").difference.c_str(); });
}

int64_t silipool_pooler_count(const silipool_pooler* pooler, const char* what) {
  return guarded(std::int64_t{-1}, [&] { return given(pooler, "pooler").count(text(what, "what")); });
}

int32_t silipool_pooler_passed(const silipool_pooler* pooler) {
  return guarded(-1, [&] { return given(pooler, "pooler").passed() ? 1 : 0; });
}

const char* silipool_pooler_report(silipool_pooler* pooler) {
  return guarded<const char*>(nullptr, [&] {
    silipool_pooler& p = given(pooler, "pooler");
    p.report = p.described();
    return p.report.c_str();
  });
}

}  // extern "C"
