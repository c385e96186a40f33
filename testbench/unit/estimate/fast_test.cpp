#include <silipool/estimate/fast.hpp>

#include <functional>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/config/load.hpp>

namespace silipool::estimate {
namespace {

constexpr std::size_t kRegistersBelow = 512;

/// Four hypercolumns of 8 columns and 25 slots on two tiles: rows of 2 x 26 words of 8 bits, 5 words of 20
/// bits of permanences for each of 16 columns.
config::Config configuration(const std::string& more = "") {
  return config::parse_config(
      "name = \"fast\"\n[input]\nshape = [12, 12]\n[pooler]\nhypercolumns = [2, 2]\n"
      "columns_per_hypercolumn = 8\nwindow = [5, 5]\npermanence_bits = 4\nactive_columns = 2\n"
      "[learning]\nrule = \"every_step\"\n[rtl]\n"
      "tiles = 2\nbanks = 2\nlanes = 5\nmultipliers = 2\n" +
          more,
      "fast.toml");
}

std::string refusal(const std::function<void()>& what) {
  try {
    what();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), base::ErrorKind::bad_input);
    return error.what();
  }
  return "";
}

/// Each count of energy takes 2 fJ, each of area 3 um2.
std::string table_text(const config::Config& config) {
  std::string text =
      "name = \"hand\"\nnode = \"130 nm\"\nsource = \"by hand\"\nfeature_m = 130e-9\nsupply_v = 1.2\n"
      "registers_below = 512\nheld_out = 1\nlearn_error = 0.1\ninfer_error = 0.1\narea_error = 0.1\n"
      "leakage_error = 0.1\nfmax_hz_low = 1\nfmax_hz_nominal = 2\nfmax_hz_high = 3\n"
      "leakage_w_per_m2_low = 1\nleakage_w_per_m2_nominal = 2\nleakage_w_per_m2_high = 4\n";
  for (const UnitCount& c : event_counts(config, {}, 1, kRegistersBelow))
    text += fmt::format("[energy.{}.{}]\nlow = 1\nnominal = 2\nhigh = 4\nunit = \"fJ\"\n", c.unit, c.name);
  for (const UnitCount& c : structure_counts(config, kRegistersBelow))
    text += fmt::format("[area.{}.{}]\nlow = 3\nnominal = 3\nhigh = 3\nunit = \"um2\"\n", c.unit, c.name);
  return text;
}

std::uint64_t count_of(const std::vector<UnitCount>& counts, std::string_view unit, std::string_view name) {
  for (const UnitCount& c : counts)
    if (c.unit == unit && c.name == name) return c.count;
  ADD_FAILURE() << unit << '.' << name;
  return 0;
}

TEST(Fast, CountsFollowTheParametersOfTheTile) {
  const auto structure = structure_counts(configuration(), kRegistersBelow);
  // Two banks of 13 rows, in chunks of 16; 25 slots make counts of 5 bits.
  EXPECT_EQ(count_of(structure, "overlap", "registers"), 2U * (2 * 16 + 25 + 5 * 8));
  EXPECT_EQ(count_of(structure, "overlap", "memory_registers"), 4U * (8 * 26 + 8));
  EXPECT_EQ(count_of(structure, "inhibit", "key_bits"), 2U * 8 * (5 + 16 + 1));
  EXPECT_EQ(count_of(structure, "duty", "memory_registers"), 2U * (26 * 16 + 26) + 2U * (32 * 8 + 32));
  EXPECT_EQ(count_of(structure, "learn", "memory_registers"), 0U);
  engine::Activity a;
  a.permanence_word_reads = 7;
  a.permanence_word_writes = 3;
  const auto memories = memory_counts(configuration(), a, kRegistersBelow);
  ASSERT_EQ(memories.size(), 1U);  // the others are of registers
  EXPECT_EQ(memories[0].name, "permanences");
  EXPECT_EQ(memories[0].copies, 2U);
  EXPECT_EQ(memories[0].width, 20U);
  EXPECT_EQ(memories[0].depth, 2U * 8 * 5);
  EXPECT_EQ(memories[0].reads, 7U);
  EXPECT_EQ(memories[0].writes, 3U);
}

TEST(Fast, GatesLeaveTheClockWhereWorkIsDone) {
  engine::Activity a;
  a.steps = 1;
  a.row_reads = 20;
  const auto clocked = [&](const std::string& more) {
    return count_of(event_counts(configuration(more), a, 1000, kRegistersBelow), "overlap",
                    "register_cycles");
  };
  const std::uint64_t registers = 2 * 16 + 5 * 8 + 2 * (8 * 26 + 8);
  EXPECT_EQ(clocked(""), 2 * 1000 * (registers + 25));
  EXPECT_EQ(clocked("clock_gates = true\n"), (20 / 2 + 4) * registers + 4 * 25);
}

TEST(Fast, PricesAreCountsTimesCoefficientsAndMemoriesByLaw) {
  const config::Config config = configuration();
  const FastModel fast(parse_fit_table(table_text(config), "hand.toml"), config);
  engine::Activity a;
  a.steps = 2;
  a.learning_steps = 1;
  a.row_reads = 30;
  a.permanence_word_reads = 7;
  const cost::Ledger ledger = fast.price(a, 100);
  std::uint64_t counts = 0;
  for (const UnitCount& c : event_counts(config, a, 100, kRegistersBelow)) counts += c.count;
  const double memory = 7 * (5.96 + 0.502 * 20 + 0.000714 * 20 * 80) * 1e-12;
  EXPECT_NEAR(ledger.total_of_cause("memory").nominal, memory, 1e-18);
  EXPECT_NEAR(ledger.total().nominal, 2e-15 * static_cast<double>(counts) + memory, 1e-18);
  EXPECT_NEAR(ledger.total_of_cause("clock").high / ledger.total_of_cause("clock").low, 4, 1e-9);
  EXPECT_NEAR(fast.idle_cycle_j().nominal, fast.price({}, 1).total().nominal, 0);

  std::uint64_t cells = 0;
  for (const UnitCount& c : structure_counts(config, kRegistersBelow)) cells += c.count;
  double logic = 0;
  for (const PartArea& part : fast.area())
    if (!part.memory) logic += part.m2.nominal;
  EXPECT_NEAR(logic, 3e-12 * static_cast<double>(cells), 1e-18);
  EXPECT_NEAR(fast.logic_leakage_w().nominal, 2 * logic, 1e-18);
  EXPECT_GT(fast.leakage_w().nominal, fast.logic_leakage_w().nominal);
}

TEST(Fast, RefusesWhatItHasNoCoefficientFor) {
  const config::Config config = configuration();
  const std::string text = table_text(config);
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    const std::size_t at = changed.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    changed.replace(at, from.size(), to);
    return refusal([&] { (void)FastModel(parse_fit_table(changed, "t.toml"), config).price({}, 1); });
  };
  EXPECT_EQ(replaced("name = \"hand\"", "name = \"hand\""), "");
  EXPECT_NE(replaced("[energy.learn.draws]", "[energy.learn.dice]").find("no energy.learn.draws"),
            std::string::npos);
  EXPECT_EQ(replaced("held_out = 1\n", ""), "t.toml:1: held_out is missing");
  EXPECT_EQ(replaced("held_out = 1", "held_out = \"x\""), "t.toml:7: held_out must be a number, 0 or more");
  EXPECT_NE(replaced("unit = \"fJ\"", "unit = \"pJ\"").find("\"fJ\" is legal"), std::string::npos);
  EXPECT_NE(replaced("low = 1\nnominal = 2", "low = 3\nnominal = 2").find("low <= nominal <= high"),
            std::string::npos);
  EXPECT_NE(replaced("[area.", "[aria.").find("unknown table"), std::string::npos);
  EXPECT_NE(refusal([] { (void)load_fit_table("none"); }).find("there is no fit 'none'"), std::string::npos);

  const config::Config serial = configuration();
  config::Config other = serial;
  other.microarchitecture.core = config::Core::serial;
  EXPECT_NE(
      refusal([&] { (void)FastModel(parse_fit_table(text, "t.toml"), other); }).find("rtl.microarchitecture"),
      std::string::npos);
}

TEST(Fast, ARateThatIsTooHighIsRefused) {
  Estimate e;
  e.clock_hz = 1e6;
  e.learn = StepCost{2, 200, {}, {}};
  e.infer = StepCost{2, 100, {}, {}};
  e.idle_cycle_j = {1e-12, 1e-12, 1e-12};
  e.leakage_w = {1e-6, 1e-6, 1e-6};
  state_per_step(e, 1e4);
  EXPECT_NEAR(e.infer->per_step.nominal, 50 * 1e-12 + 1e-4 * 1e-6, 1e-18);
  EXPECT_NE(refusal([&] { state_per_step(e, 1.5e4); }).find("at most 10000 a second"), std::string::npos);
}

}  // namespace
}  // namespace silipool::estimate
