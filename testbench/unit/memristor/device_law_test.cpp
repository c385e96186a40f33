// The laws of devices against their published formulas, and against integration in fine steps.
#include <silipool/memristor/device/law.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "device_card.hpp"

namespace silipool::memristor {
namespace {

using test::refusal;

/// Runge-Kutta's fourth order in fine equal steps, which knows nothing of the laws' own way; the mean current
/// by the trapezoid.
struct Integrated {
  double state;
  double mean_current;
};
template <typename Rate, typename Current>
Integrated integrate(double x, double low, double high, double time, int steps, Rate rate, Current current) {
  const double h = time / steps;
  double charge = 0;
  for (int i = 0; i < steps; ++i) {
    const double before = current(x);
    const auto within = [&](double at) { return std::clamp(at, low, high); };
    const double k1 = rate(x);
    const double k2 = rate(within(x + h / 2 * k1));
    const double k3 = rate(within(x + h / 2 * k2));
    const double k4 = rate(within(x + h * k3));
    x = within(x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4));
    charge += h * (before + current(x)) / 2;
  }
  return {x, charge / time};
}

// --- Pulse counts ---

TEST(PulseCount, LabelsOfNonlinearityAreThePublishedTable) {
  // Entries of the table of MLP NeuroSim V3.0 (label: A).
  EXPECT_NEAR(normalised_a(0.01) / 126.268958, 1, 1e-6);
  EXPECT_NEAR(normalised_a(0.1) / 12.625807, 1, 1e-6);
  EXPECT_NEAR(normalised_a(0.5) / 2.519877, 1, 1e-6);
  EXPECT_NEAR(normalised_a(0.97) / 1.291038, 1, 1e-6);
  EXPECT_NEAR(normalised_a(2.4) / 0.499181, 1, 3e-6);
  EXPECT_NEAR(normalised_a(3.68) / 0.300644, 1, 3e-6);
  EXPECT_NEAR(normalised_a(4.88) / 0.200303, 1, 3e-6);
  EXPECT_NEAR(normalised_a(6.76) / 0.100251, 1, 1e-5);
  EXPECT_EQ(normalised_a(-2.4), -normalised_a(2.4));
}

TEST(PulseCount, CurvesRunBetweenTheEndsAsTheFormulaSays) {
  for (const char* name : {"ag_asi", "taox_hfox", "pcmo", "hzo_fefet", "gst_pcm"}) {
    const Card card = load_card(name);
    const auto law = make_law(card);
    const double low = card.number("device.g_min");
    const double high = card.number("device.g_max");
    const double up = card.number("device.pulses_up");
    const double down = card.number("device.pulses_down");
    const double a_up = normalised_a(card.number("device.nonlinearity_up")) * up;
    const double a_down = normalised_a(card.number("device.nonlinearity_down")) * down;
    const auto curve = [&](double p, double a, double most) {
      return low + (high - low) * (1 - std::exp(-p / a)) / (1 - std::exp(-most / a));
    };
    for (int p = 0; p <= 10; ++p) {
      const double set = up * p / 10;
      EXPECT_NEAR(law->respond(low, law->pulse(Direction::set), set).g_s / curve(set, a_up, up), 1, 1e-12);
      const double reset = down * p / 10;
      EXPECT_NEAR(
          law->respond(high, law->pulse(Direction::reset), reset).g_s / curve(down - reset, a_down, down), 1,
          1e-10)
          << name << p;
    }
    EXPECT_EQ(law->respond(low, law->pulse(Direction::set), 3 * up).g_s, high);
    EXPECT_EQ(law->respond(high, law->pulse(Direction::reset), 3 * down).g_s, low);
  }
}

TEST(PulseCount, TheCurveIsAsFarFromItsDiagonalAsItsLabelSays) {
  const Card card = load_card("ag_asi");
  const auto law = make_law(card);
  double farthest = 0;
  for (int i = 0; i <= 9700; ++i) {
    const double g = law->respond(law->g_min_s(), law->pulse(Direction::set), i / 100.0).g_s;
    const double normal = (g - law->g_min_s()) / (law->g_max_s() - law->g_min_s());
    farthest = std::max(farthest, std::fabs(normal - i / 9700.0) / std::numbers::sqrt2);
  }
  EXPECT_NEAR(farthest, 0.07 * 2.4, 1e-6);
}

TEST(PulseCount, LabelZeroIsAStraightLine) {
  const auto law = make_law(load_card("ag_asi").with("device.nonlinearity_up", 0, "test"));
  const double step = (law->g_max_s() - law->g_min_s()) / 97;
  const Response response = law->respond(law->g_min_s(), law->pulse(Direction::set), 10);
  EXPECT_NEAR(response.g_s, law->g_min_s() + 10 * step, 1e-20);
  EXPECT_NEAR(response.mean_current_a, 3.2 * (law->g_min_s() + 5 * step), 1e-18);
}

TEST(PulseCount, AnotherPulseThanTheMeasuredOneIsRefused) {
  const auto law = make_law(load_card("ag_asi"));
  EXPECT_EQ(refusal([&] {
              (void)law->respond(1e-8, {1, 3e-4}, 1);
            }),
            "the card ag_asi was measured with pulses of 3.2 V, 0.0003 s and -2.8 V, 0.0003 s: it says "
            "nothing of 1 "
            "V, 0.0003 s");
}

TEST(SoftBounds, EachPulseGoesAPartOfTheWay) {
  const auto law = make_law(parse_card(test::kCard, "a.toml"));
  double g = 1e-6;
  for (int i = 1; i <= 20; ++i) {
    g += 0.1 * (1e-5 - g);
    EXPECT_NEAR(law->respond(1e-6, law->pulse(Direction::set), i).g_s, g, 1e-18);
  }
  EXPECT_NEAR(law->respond(1e-5, law->pulse(Direction::reset), 1).g_s, 1e-5 - 0.2 * 9e-6, 1e-18);
}

// --- Models of voltage and time ---

TEST(Vteam, ClosedFormAgreesWithFineSteps) {
  const auto law = make_law(load_card("vteam"));
  const auto resistance = [](double x) { return 50 + 950 * x / 3e-9; };
  for (const double v : {0.25, 0.3, 0.5, -0.05, -0.3, -0.7})
    for (const double start : {0.0, 1e-9, 3e-9}) {
      // The model's own sign: a positive voltage raises the resistance.
      const double rate = v > 0 ? -10 * std::pow(v / 0.2 - 1, 3) : 5e-4 * (-v / 0.02 - 1);
      const double time = 0.7 * 3e-9 / std::fabs(rate);
      const Integrated fine = integrate(
          start, 0, 3e-9, time, 5000, [&](double) { return rate; },
          [&](double x) { return std::fabs(v) / resistance(x); });
      const Response response = law->respond(1 / resistance(start), {v, time / 10}, 10);
      EXPECT_NEAR(response.g_s * resistance(fine.state), 1, 1e-9) << v;
      EXPECT_NEAR(response.mean_current_a / fine.mean_current, 1, 1e-6) << v;
    }
}

TEST(Vteam, NothingMovesBetweenTheThresholds) {
  const auto law = make_law(load_card("vteam"));
  const double g = 1.0 / 300;
  EXPECT_EQ(law->respond(g, {0.2, 1}, 1000).g_s, g);
  EXPECT_EQ(law->respond(g, {-0.02, 1}, 1000).g_s, g);
  EXPECT_DOUBLE_EQ(law->respond(g, {0.2, 1}, 1000).mean_current_a, 0.2 * g);
  EXPECT_GT(law->respond(g, {0.21, 1e-9}, 1).g_s, g);
  EXPECT_LT(law->respond(g, {-0.021, 1e-6}, 1).g_s, g);
}

TEST(IonDrift, ClosedFormAgreesWithFineSteps) {
  const auto law = make_law(load_card("linear_ion_drift"));
  const auto resistance = [](double x) { return 100 * x + 16e3 * (1 - x); };
  const double drift = 1e-14 * 100 / (10e-9 * 10e-9);
  for (const double v : {0.6, 1.0, -1.0, -2.0})
    for (const double start : {0.05, 0.3, 0.8})
      for (const double time : {0.01, 0.2, 2.0}) {
        const Integrated fine = integrate(
            start, 0, 1, time, 50000, [&](double x) { return drift * v / resistance(x); },
            [&](double x) { return std::fabs(v) / resistance(x); });
        const Response response = law->respond(1 / resistance(start), {v, time}, 1);
        EXPECT_NEAR(response.g_s * resistance(fine.state), 1, 1e-4) << v << ' ' << start << ' ' << time;
        EXPECT_NEAR(response.mean_current_a / fine.mean_current, 1, 1e-4) << v << ' ' << start << ' ' << time;
      }
  EXPECT_EQ(law->respond(1e-4, {0.5, 1}, 1).g_s, 1e-4);  // below the threshold
}

TEST(IonDrift, TheWindowAgreesWithFineSteps) {
  const auto law = make_law(load_card("linear_ion_drift").with("device.window", 1, "test"));
  const auto resistance = [](double x) { return 100 * x + 16e3 * (1 - x); };
  const double drift = 1e-14 * 100 / (10e-9 * 10e-9);
  for (const double v : {1.0, -1.0})
    for (const double time : {0.01, 0.1, 1.0}) {
      const Integrated fine = integrate(
          0.4, 1e-3, 1 - 1e-3, time, 50000,
          [&](double x) { return drift * v / resistance(x) * (1 - (2 * x - 1) * (2 * x - 1)); },
          [&](double x) { return std::fabs(v) / resistance(x); });
      const Response response = law->respond(1 / resistance(0.4), {v, time}, 1);
      EXPECT_NEAR(response.g_s * resistance(fine.state), 1, 1e-6) << v << ' ' << time;
      EXPECT_NEAR(response.mean_current_a / fine.mean_current, 1, 1e-6) << v << ' ' << time;
    }
}

/// The gap model once more, with the library's functions.
struct Gap {
  double v;
  [[nodiscard]] double current(double gap) const {
    return 1e-3 * std::exp(-gap / 0.25e-9) * std::sinh(std::fabs(v) / 0.25);
  }
  [[nodiscard]] double rate(double gap) const {
    const double gamma = 16 - 0.8 * std::pow(gap / 1e-9, 3);
    if (gamma * std::fabs(v) / 12e-9 < 1.4e9) return 0;
    const double kt_q = 1.380649e-23 / 1.602176634e-19 * (298 + std::fabs(v) * current(gap) * 2100);
    return -10 * std::exp(-0.6 / kt_q) * std::sinh(gamma * 0.25e-9 / 12e-9 * v / kt_q);
  }
  [[nodiscard]] static double conductance(double gap) { return 1e-3 / 0.25 * std::exp(-gap / 0.25e-9); }
};

TEST(StanfordPku, AgreesWithFineStepsInTimeThroughTheRunaway) {
  const auto law = make_law(load_card("stanford_pku"));
  for (const double v : {1.3, 1.5, -1.5, -1.8})
    for (const double start : {0.3e-9, 0.9e-9, 1.6e-9})
      for (const double time : {1e-9, 3e-8, 4e-7}) {
        const Gap gap{v};
        const Integrated fine = integrate(
            start, 0.2e-9, 1.7e-9, time, 20000, [&](double x) { return gap.rate(x); },
            [&](double x) { return gap.current(x); });
        const Response response = law->respond(Gap::conductance(start), {v, time}, 1);
        EXPECT_NEAR(response.g_s / Gap::conductance(fine.state), 1, 1e-3) << v << ' ' << start << ' ' << time;
        EXPECT_NEAR(response.mean_current_a / fine.mean_current, 1, 2e-3) << v << ' ' << start << ' ' << time;
      }
}

TEST(StanfordPku, SignThresholdAndSaturation) {
  const auto law = make_law(load_card("stanford_pku"));
  const double g = Gap::conductance(1e-9);
  EXPECT_GT(law->respond(g, {1.5, 1e-7}, 1).g_s, g);
  EXPECT_LT(law->respond(g, {-1.5, 1e-7}, 1).g_s, g);
  EXPECT_EQ(law->respond(g, {1.0, 1}, 1).g_s, g);  // the field is below its least value
  EXPECT_EQ(law->respond(g, {2.0, 1}, 1).g_s, law->g_max_s());
  // The published end points: 542 ohm and 218586 ohm at 0.1 V.
  EXPECT_NEAR(0.1 / law->iv().current_a(law->g_max_s(), 0.1), 542, 1);
  EXPECT_NEAR(0.1 / law->iv().current_a(law->g_min_s(), 0.1), 218586, 300);
  EXPECT_NEAR(law->iv().current_a(g, 0.4), 1e-3 * std::exp(-4) * std::sinh(1.6), 1e-15);
}

TEST(Yakopcic, AgreesWithFineStepsAndItsThresholds) {
  const auto law = make_law(load_card("yakopcic"));
  const auto rate = [](double x, double v) {
    if (v > 0)
      return 4000 * (std::exp(v) - std::exp(0.16)) *
             (x >= 0.3 ? std::exp(-(x - 0.3)) * ((0.3 - x) / 0.7 + 1) : 1.0);
    return -4000 * (std::exp(-v) - std::exp(0.15)) * (x <= 0.5 ? std::exp(5 * (x - 0.5)) * (x / 0.5) : 1.0);
  };
  const auto current = [](double x, double v) { return 0.17 * x * std::sinh(0.05 * std::fabs(v)); };
  for (const double v : {0.3, 0.5, -0.4, -0.8})
    for (const double start : {0.05, 0.35, 0.9})
      for (const double time : {1e-5, 2e-4, 5e-3}) {
        const Integrated fine = integrate(
            start, 0.01, 1, time, 10000, [&](double x) { return rate(x, v); },
            [&](double x) { return current(x, v); });
        const Response response = law->respond(0.17 * 0.05 * start, {v, time}, 1);
        EXPECT_NEAR(response.g_s / (0.17 * 0.05 * fine.state), 1, 1e-5) << v << ' ' << start << ' ' << time;
        EXPECT_NEAR(response.mean_current_a / fine.mean_current, 1, 1e-5) << v << ' ' << start << ' ' << time;
      }
  EXPECT_EQ(law->respond(1e-3, {0.16, 1}, 1).g_s, 1e-3);
  EXPECT_EQ(law->respond(1e-3, {-0.15, 1}, 1).g_s, 1e-3);
  EXPECT_NEAR(law->respond(1e-3, {0.5, 1}, 1).g_s / law->g_max_s(), 1, 1e-8);
}

TEST(Iv, IsOddLinearWithoutScaleAndHasItsSlope) {
  const Iv linear;
  EXPECT_EQ(linear.current_a(1e-5, 0.5), 5e-6);
  EXPECT_EQ(linear.slope_s(1e-5, 0.5), 1e-5);
  const Iv bent{0.25};
  EXPECT_EQ(bent.current_a(1e-5, -0.3), -bent.current_a(1e-5, 0.3));
  const double h = 1e-6;
  EXPECT_NEAR(bent.slope_s(1e-5, 0.3),
              (bent.current_a(1e-5, 0.3 + h) - bent.current_a(1e-5, 0.3 - h)) / (2 * h), 1e-14);
}

}  // namespace
}  // namespace silipool::memristor
