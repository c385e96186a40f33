// [rtl].
#include "rows.hpp"

#include <bit>

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 4> kStreamBits{"8", "16", "32", "64"};
constexpr std::array<std::string_view, 2> kMicroarchitectures{"tiled", "serial"};
constexpr std::array<std::string_view, 2> kInterfaces{"top", "axi"};
constexpr std::array<std::string_view, 2> kFrames{"dense", "sparse"};
constexpr std::array<std::string_view, 2> kWinners{"bitmap", "indices"};
constexpr std::array<std::string_view, 2> kClass{"register", "beat"};
constexpr std::string_view kWithReadout = "rtl.readout = true";

bool has_readout(const Draft& d) { return d.config.microarchitecture.readout; }

bool serial(const Draft& d) { return d.config.microarchitecture.core == Core::serial; }

/// What the serial core has one of.
std::string only_one(const Draft& d, const Value& v) {
  if (!serial(d) || std::get<std::int64_t>(v) == 1) return "";
  return "must be 1 with rtl.microarchitecture = \"serial\"";
}

/// A list's entries have 16 bits.
std::string too_narrow(const Draft& d, const Value& v, std::string_view list) {
  if (std::get<std::string>(v) != list || d.config.microarchitecture.stream_bits >= 16) return "";
  return "needs rtl.stream_bits of at least 16: indices have 16 bits";
}

std::string divisors(std::size_t n) {
  std::string out;
  for (std::size_t i = 1; i <= n; ++i)
    if (n % i == 0) out += fmt::format("{}{}", out.empty() ? "" : ", ", i);
  return out;
}

}  // namespace

std::vector<Rule> rtl() {
  return {
      {.key = {.name = "rtl.microarchitecture",
               .type = KeyType::choice,
               .key_class = KeyClass::microarchitecture,
               .choices = list(kMicroarchitectures),
               .description =
                   "core of the block: tiles side by side, or small, one synapse or word at a time"},
       .fallback = always_named<kMicroarchitectures, 0>,
       .store = put_choice<&Config::microarchitecture, &Microarchitecture::core, kMicroarchitectures>},
      {.key = {.name = "rtl.tiles",
               .key_class = KeyClass::microarchitecture,
               .minimum = 1,
               .maximum = 65536,
               .limit = "a divisor of the number of hypercolumns; serial: 1",
               .fallback = "a tile for each hypercolumn; serial: 1",
               .unit = "tiles",
               .description = "tiles of the core; each serves its share of the hypercolumns in turn"},
       .fallback = [](const Draft& d) -> Value {
         return integer(serial(d) ? 1 : d.config.structural.hypercolumns());
       },
       .problem = [](const Draft& d, const Value& v) -> std::string {
         if (std::string problem = only_one(d, v); !problem.empty()) return problem;
         const std::size_t all = d.config.structural.hypercolumns();
         if (all % static_cast<std::size_t>(std::get<std::int64_t>(v)) == 0) return "";
         return fmt::format("must divide the number of hypercolumns, {}: {}", all, divisors(all));
       },
       .store = put<&Config::microarchitecture, &Microarchitecture::tiles>},
      {.key = {.name = "rtl.banks",
               .key_class = KeyClass::microarchitecture,
               .minimum = 1,
               .maximum = 64,
               .limit = "a power of two, slots of a hypercolumn; serial: 1",
               .unit = "inputs",
               .description = "active inputs that a tile adds in a cycle"},
       .fallback = always<1>,
       .range = [](const Draft& d, std::size_t) { return up_to(d.config.structural.slots()); },
       .problem = [](const Draft& d, const Value& v) -> std::string {
         if (std::string problem = only_one(d, v); !problem.empty()) return problem;
         return std::has_single_bit(static_cast<std::uint64_t>(std::get<std::int64_t>(v)))
                    ? ""
                    : "must be a power of two: a slot's bank is its lowest bits";
       },
       .store = put<&Config::microarchitecture, &Microarchitecture::banks>},
      {.key = {.name = "rtl.lanes",
               .key_class = KeyClass::microarchitecture,
               .minimum = 1,
               .maximum = 256,
               .limit = "slots of a hypercolumn",
               .fallback = "16, at most the slots",
               .unit = "synapses",
               .description = "permanences in a word"},
       .fallback = [](const Draft& d) -> Value {
         return integer(std::min<std::size_t>(16, d.config.structural.slots()));
       },
       .range = [](const Draft& d, std::size_t) { return up_to(d.config.structural.slots()); },
       .store = put<&Config::microarchitecture, &Microarchitecture::lanes>},
      {.key = {.name = "rtl.multipliers",
               .key_class = KeyClass::microarchitecture,
               .minimum = 1,
               .maximum = 4096,
               .limit = "columns_per_hypercolumn; serial: 1",
               .fallback = "16, at most columns_per_hypercolumn; serial: 1",
               .unit = "columns",
               .description = "boosted overlaps that a tile computes in a cycle"},
       .fallback = [](const Draft& d) -> Value {
         return integer(serial(d) ? 1
                                  : std::min<std::size_t>(16, d.config.structural.columns_per_hypercolumn));
       },
       .range = [](const Draft& d,
                   std::size_t) { return up_to(d.config.structural.columns_per_hypercolumn); },
       .problem = only_one,
       .store = put<&Config::microarchitecture, &Microarchitecture::multipliers>},
      {.key = {.name = "rtl.clock_gates",
               .type = KeyType::boolean,
               .key_class = KeyClass::microarchitecture,
               .description = "units that have nothing to do get no clock: for silicon; FPGAs have enables"},
       .fallback = always<false>,
       .store = put<&Config::microarchitecture, &Microarchitecture::clock_gates>},
      {.key = {.name = "rtl.stream_bits",
               .key_class = KeyClass::microarchitecture,
               .choices = list(kStreamBits),
               .unit = "bits",
               .description = "width of the AXI4-Stream ports"},
       .fallback = always<64>,
       .store = put<&Config::microarchitecture, &Microarchitecture::stream_bits>},
      {.key = {.name = "rtl.interface",
               .type = KeyType::choice,
               .key_class = KeyClass::microarchitecture,
               .choices = list(kInterfaces),
               .description =
                   "what stands at the pins: silipool_top, or silipool_axi with skid buffers around it"},
       .fallback = always_named<kInterfaces, 0>,
       .store = put_choice<&Config::microarchitecture, &Microarchitecture::axi, kInterfaces>},
      {.key = {.name = "rtl.frames",
               .type = KeyType::choice,
               .key_class = KeyClass::microarchitecture,
               .choices = list(kFrames),
               .limit = "sparse: stream_bits of at least 16",
               .description =
                   "format of inputs on the stream: a bitmap, or indices of the inputs that are on"},
       .fallback = always_named<kFrames, 0>,
       .problem = [](const Draft& d, const Value& v) { return too_narrow(d, v, "sparse"); },
       .store = put_choice<&Config::microarchitecture, &Microarchitecture::sparse_frames, kFrames>},
      {.key = {.name = "rtl.winners",
               .type = KeyType::choice,
               .key_class = KeyClass::microarchitecture,
               .choices = list(kWinners),
               .limit = "indices: stream_bits of at least 16",
               .description =
                   "format of winners on the stream: a bitmap, or indices of the columns that won"},
       .fallback = always_named<kWinners, 0>,
       .problem = [](const Draft& d, const Value& v) { return too_narrow(d, v, "indices"); },
       .store = put_choice<&Config::microarchitecture, &Microarchitecture::listed_winners, kWinners>},
      {.key = {.name = "rtl.readout",
               .type = KeyType::boolean,
               .key_class = KeyClass::structural,
               .limit = "true: readout.weight_bits and readout.classes; serial: false",
               .description = "the integer readout is in hardware too, behind the winners"},
       .fallback = always<false>,
       .problem = [](const Draft& d, const Value& v) -> std::string {
         if (!std::get<bool>(v)) return "";
         if (serial(d)) return "must be false with rtl.microarchitecture = \"serial\"";
         if (d.config.readout.weight_bits == 0)
           return "needs readout.weight_bits of 2..16: hardware adds integers";
         return d.config.readout.classes == 0
                    ? "needs readout.classes of 2..256: hardware is built for so many"
                    : "";
       },
       .store = put<&Config::microarchitecture, &Microarchitecture::readout>},
      {.key = {.name = "rtl.readout_banks",
               .key_class = KeyClass::microarchitecture,
               .minimum = 1,
               .maximum = 64,
               .limit = "columns",
               .condition = kWithReadout,
               .unit = "columns",
               .description = "winners that the readout adds in a cycle, each of its share of the columns"},
       .fallback = always<1>,
       .applies = has_readout,
       .range = [](const Draft& d, std::size_t) { return up_to(d.config.structural.columns()); },
       .store = put<&Config::microarchitecture, &Microarchitecture::readout_banks>},
      {.key = {.name = "rtl.class",
               .type = KeyType::choice,
               .key_class = KeyClass::microarchitecture,
               .choices = list(kClass),
               .condition = kWithReadout,
               .description =
                   "where the class is to be had: in a register, or there and on the stream, one more "
                   "beat behind the winners"},
       .fallback = always_named<kClass, 1>,
       .applies = has_readout,
       .store = put_choice<&Config::microarchitecture, &Microarchitecture::class_beats, kClass>},
  };
}

}  // namespace silipool::config::detail
