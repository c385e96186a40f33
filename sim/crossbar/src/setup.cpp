#include <silipool/crossbar/setup.hpp>

#include <cmath>
#include <sstream>
#include <string_view>

#include <fmt/ranges.h>

#include <silipool/base/elementary.hpp>
#include <silipool/base/error.hpp>
#include <silipool/config/hardware.hpp>

namespace silipool::crossbar {
namespace {

using memristor::Card;
using memristor::Effects;

/// Most pulses that one step of a permanence may take.
constexpr std::uint32_t kMostPulses = 100000;

Effects named_effects(const std::string& text, const Card& card) {
  if (text == "none") return {};
  if (text == "all") return memristor::all_effects(card);
  Effects effects;
  std::istringstream words(text);
  std::string word;
  bool any = false;
  while (words >> word) {
    any = true;
    bool known = false;
    for (const memristor::EffectSwitch& effect : memristor::effect_switches())
      if (effect.name == word) known = effects.*effect.flag = true;
    if (known) continue;
    std::vector<std::string_view> names;
    for (const memristor::EffectSwitch& effect : memristor::effect_switches()) names.push_back(effect.name);
    base::bad_input("crossbar.effects: unknown effect \"{}\"; there are \"none\", \"all\", {}", word,
                    fmt::join(names, ", "));
  }
  if (!any) base::bad_input("crossbar.effects: is empty; \"none\" switches all effects off");
  return effects;
}

/// Numbers of the configuration take the place of the card's; each turns its effect on, but 0 off.
void put_numbers(Setup& setup) {
  const config::Crossbar& o = setup.options;
  Card& card = setup.card;
  Effects& effects = setup.effects;
  const bool binary = card.model == memristor::Model::binary;
  const auto put = [&card](std::string_view key, double value, std::string_view from) {
    card = card.with(key, value, fmt::format("crossbar.{}", from));
  };
  if (o.device_variation) {
    put("device_variation.on", *o.device_variation, "device_variation");
    put("device_variation.off", *o.device_variation, "device_variation");
    if (!binary && card.model != memristor::Model::programmed)
      put("device_variation.step", *o.device_variation, "device_variation");
    effects.device_variation = *o.device_variation > 0;
  }
  if (o.cycle_variation) {
    if (binary) {
      put("cycle_variation.on", *o.cycle_variation, "cycle_variation");
      put("cycle_variation.off", *o.cycle_variation, "cycle_variation");
    } else {
      put("cycle_variation.step", *o.cycle_variation, "cycle_variation");
    }
    effects.cycle_variation = *o.cycle_variation > 0;
  }
  if (o.stuck_on || o.stuck_off) {
    put("faults.stuck_on", o.stuck_on.value_or(0), "stuck_on");
    put("faults.stuck_off", o.stuck_off.value_or(0), "stuck_off");
    effects.stuck_cells = o.stuck_on.value_or(0) + o.stuck_off.value_or(0) > 0;
  }
  if (o.read_noise) {
    put("noise.relative", *o.read_noise, "read_noise");
    effects.relative_noise = *o.read_noise > 0;
  }
  if (o.endurance) {
    put("endurance.median", *o.endurance, "endurance");
    effects.endurance = true;
  }
}

/// The number of pulses that brings a nominal cell in the middle of its range nearest to one step further.
std::uint32_t pulses_for_step(const memristor::Law& law, memristor::Direction direction, double step_s) {
  const double middle = (law.g_min_s() + law.g_max_s()) / 2;
  const auto moved = [&](std::uint32_t pulses) {
    return std::fabs(law.respond(middle, law.pulse(direction), pulses).g_s - middle);
  };
  std::uint32_t most = 1;
  while (most < kMostPulses && moved(most) < step_s) most *= 2;
  std::uint32_t least = most / 2;  // moves less than a step
  while (most - least > 1) {
    const std::uint32_t half = least + (most - least) / 2;
    (moved(half) < step_s ? least : most) = half;
  }
  if (least > 0 && step_s - moved(least) < moved(most) - step_s) return least;
  return most;
}

void set_up_analog(Setup& setup) {
  const memristor::Model model = setup.card.model;
  if (model == memristor::Model::binary || model == memristor::Model::programmed)
    base::bad_input(
        "crossbar.device = \"{}\": a device of model {} has no steps, as crossbar.synapse = "
        "\"analog\" needs",
        setup.card.name, memristor::model_name(model));
  const std::uint32_t levels = setup.permanence_maximum;
  if (setup.options.law == config::CrossbarLaw::linear) {
    if (model != memristor::Model::pulse_count)
      base::bad_input(
          "crossbar.law = \"linear\": only devices of model pulse_count can be made linear, not "
          "\"{}\"",
          setup.card.name);
    // As many pulses a step as bring the number for the whole range nearest to the card's.
    for (const auto& [key, pulses] : {std::pair{"device.pulses_up", &setup.pulses_up},
                                      std::pair{"device.pulses_down", &setup.pulses_down}}) {
      *pulses = static_cast<std::uint32_t>(std::max(1.0, std::floor(setup.card.number(key) / levels + 0.5)));
      setup.card = setup.card.with(key, static_cast<double>(*pulses) * levels, "crossbar.law");
    }
    setup.card = setup.card.with("device.nonlinearity_up", 0, "crossbar.law")
                     .with("device.nonlinearity_down", 0, "crossbar.law");
    return;
  }
  const auto law = memristor::make_law(setup.card);
  const double step_s = (law->g_max_s() - law->g_min_s()) / levels;
  setup.pulses_up = pulses_for_step(*law, memristor::Direction::set, step_s);
  setup.pulses_down = pulses_for_step(*law, memristor::Direction::reset, step_s);
}

/// The voltage of a pulse that switches with that probability. 1 is what the card's own pulse does.
double voltage_for(std::uint32_t probability, double mean_v, double sigma_v, double own_v) {
  if (probability == 65536) return std::max(own_v, mean_v + 8 * sigma_v);
  if (probability == 0) return 0;
  return mean_v + sigma_v * base::normal_quantile(probability / 65536.0);
}

void set_up_stochastic(Setup& setup, const config::Config& config) {
  const config::Structural& s = config.structural;
  if (s.permanence_bits != 1)
    base::bad_input(
        "crossbar.synapse = \"stochastic\": a device of two states is a permanence of one bit, "
        "pooler.permanence_bits is {}",
        s.permanence_bits);
  if (s.learning_rule != config::LearningRule::draw_per_synapse)
    base::bad_input(
        "crossbar.synapse = \"stochastic\": each device draws for itself, learning.rule must be "
        "\"draw_per_synapse\"");
  if (config.runtime.increment == 0 || config.runtime.decrement == 0)
    base::bad_input(
        "crossbar.synapse = \"stochastic\": a pulse is a whole step, learning.increment and "
        "learning.decrement must be 1 (probabilities of 0 switch learning off)");
  const Card& card = setup.card;
  if (!card.has("switching.set_mean"))
    base::bad_input(
        "crossbar.device = \"{}\": the card has no [switching], which crossbar.synapse = "
        "\"stochastic\" needs",
        card.name);
  setup.set_mean_v = card.number("switching.set_mean");
  setup.set_sigma_v = card.number_or("switching.set_sigma", 0);
  // Where nothing is known of weak reset pulses, they are taken to be as weak set pulses.
  setup.reset_mean_v = card.number_or("switching.reset_mean", setup.set_mean_v);
  setup.reset_sigma_v = card.number_or("switching.reset_sigma", setup.set_sigma_v);
  if (!(setup.set_sigma_v > 0) || !(setup.reset_sigma_v > 0))
    base::bad_input(
        "crossbar.device = \"{}\": its switching voltages do not scatter: no pulse switches with a "
        "probability between 0 and 1",
        card.name);
  const std::uint32_t gain = config.runtime.increment_probability;
  const std::uint32_t lose = config.runtime.decrement_probability;
  setup.set.voltage_v = voltage_for(gain, setup.set_mean_v, setup.set_sigma_v, card.number("set.voltage"));
  setup.reset.voltage_v =
      -voltage_for(lose, setup.reset_mean_v, setup.reset_sigma_v, card.number("reset.voltage"));
  setup.set.width_s = card.number("set.width");
  setup.reset.width_s = card.number("reset.width");
  if (setup.set.voltage_v < 0 || setup.reset.voltage_v > 0)
    base::bad_input(
        "crossbar.device = \"{}\": no pulse switches so rarely as learning.increment_probability "
        "and learning.decrement_probability ask for",
        card.name);
}

}  // namespace

double Setup::conductance_s(std::uint32_t permanence) const {
  return off_s + (on_s - off_s) * permanence / permanence_maximum;
}

std::uint32_t Setup::permanence(double conductance_s) const {
  const double level = (conductance_s - off_s) / (on_s - off_s) * permanence_maximum;
  if (!(level > 0)) return 0;
  return level >= permanence_maximum ? permanence_maximum : static_cast<std::uint32_t>(level + 0.5);
}

std::uint32_t switching_probability(double volt, double mean_v, double sigma_v) {
  if (!(volt > 0)) return 0;
  return static_cast<std::uint32_t>(base::normal_probability((volt - mean_v) / sigma_v) * 65536.0 + 0.5);
}

Setup make_setup(const config::Config& config) {
  if (const std::string beyond = config::beyond_hardware(config); !beyond.empty())
    base::bad_input("engine crossbar has what is digital in the hardware from the RTL, which has no {}",
                    beyond);
  Setup setup;
  setup.options = config.crossbar;
  setup.card = memristor::load_card(config.crossbar.device);
  setup.permanence_maximum = (1U << config.structural.permanence_bits) - 1U;
  setup.effects = named_effects(config.crossbar.effects, setup.card);
  put_numbers(setup);
  if (config.crossbar.synapse == config::CrossbarSynapse::analog) set_up_analog(setup);
  if (config.crossbar.synapse == config::CrossbarSynapse::stochastic) {
    set_up_stochastic(setup, config);
    setup.effects.switching = false;  // the specification's draws decide instead
  }
  try {
    memristor::check_effects(setup.card, setup.effects);
  } catch (const base::Error& error) {
    base::bad_input("crossbar.effects = \"{}\": {}", config.crossbar.effects, error.what());
  }
  const auto law = memristor::make_law(setup.card);
  setup.on_s = law->g_max_s();
  setup.off_s = law->g_min_s();
  setup.read_v = setup.card.number("read.voltage");
  setup.read_s = setup.card.number("read.width");
  return setup;
}

}  // namespace silipool::crossbar
