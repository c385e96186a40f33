#include <fmt/format.h>

#include <silipool/data/encoder.hpp>
#include <silipool/sp/likelihood_steps.hpp>

#include "classified.hpp"
#include "list.hpp"

namespace silipool::experiments::published {
namespace {

/// mHTM's full MNIST shape: 784 columns, each with half of the image, no boosting; 8 bits hold its
/// increments.
constexpr std::string_view kMhtm = R"(
[input]
shape = [28, 28]
thresholds = [126]
[data]
train = "mnist/train"
test = "mnist/test"
[pooler]
columns_per_hypercolumn = 784
pool = "sample"
synapses_per_column = 392
permanence_bits = 8
initialisation = "uniform"
initial_window = 3
active_columns = 78
stimulus_threshold = 10
)";

void run(const ExperimentOptions& options, Report& report) {
  const Samples samples = load_samples(options, Use::compare);
  const config::Config shape =
      make_config("shape", std::string(kMhtm) + "[learning]\nrule = \"every_step\"\n");
  const sp::LikelihoodSteps steps =
      sp::likelihood_steps(data::make_encoder(shape, samples.train).encode(samples.train), 8);
  report.data = fmt::format("{}; theta {:.4f}, phi+ {:.4f}, phi- {:.4f}", samples.text, steps.theta_hat,
                            steps.phi_plus, steps.phi_minus);
  std::vector<Setting> settings;
  const auto add = [&](const std::string& name, const std::string& learning) {
    settings.push_back({{name}, make_config(name, std::string(kMhtm) + learning)});
  };
  // mHTM's fixed 0.001 and 0.002 are 0.26 and 0.51 of 255.
  add("fixed",
      "[learning]\nrule = \"draw_per_synapse\"\nincrement_probability = 0.255\ndecrement_probability = "
      "0.51\n");
  add("likelihood", sp::learning_table(steps, config::LearningRule::every_step));
  add("likelihood_drawn", sp::learning_table(steps, config::LearningRule::draw_per_synapse));
  // The same ratio, and the mean change of the fixed rule.
  const double ratio = steps.phi_minus / steps.phi_plus;
  add("likelihood_slow", fmt::format("[learning]\nrule = \"draw_per_synapse\"\nincrement_probability = "
                                     "0.5\ndecrement_probability = {}\n",
                                     0.5 * ratio));
  const Outcomes outcomes = classify_all(options, samples, settings, true);
  report.configs = configs_of(settings);
  report.tables = {outcome_table("increments", {"increments"}, settings, outcomes)};
  report.plots = {Plot{.name = "accuracy",
                       .table = "increments",
                       .title = "Increments by maximum likelihood, or fixed, " + samples.where,
                       .x_label = "",
                       .y_label = "accuracy",
                       .x = "increments",
                       .curves = {{"accuracy", "learned", "", "", "accuracy_ci95"},
                                  {"frozen", "permanences never changed", "", "", "frozen_ci95"}},
                       .kind = Plot::Kind::categories}};
  if (!complete(outcomes)) return;
  const auto a = [&](std::size_t s) { return accuracy_of(*outcomes[s]); };
  report.verdict = Verdict{
      "increments from the data's likelihood are proposed; 92.30 % is the best global pooler, its share not "
      "given",
      fmt::format(
          "fixed {:.2f} %, likelihood {:.2f} %, drawn {:.2f} %, with its ratio but slow {:.2f} %; frozen "
          "{:.2f} % ({})",
          100 * a(0).mean, 100 * a(1).mean, 100 * a(2).mean, 100 * a(3).mean,
          100 * over(*outcomes[0], [](const Outcome& o) { return o.frozen.value_or(0); }).mean,
          samples.where),
      std::nullopt};
}

}  // namespace

const Experiment mle_increments{
    "mle_increments", "Are increments that the data's likelihood gives any better?",
    "J. Mnatzaganian, E. Fokoue, D. Kudithipudi, arXiv 1601.06116; Frontiers in Robotics "
    "and AI 3:81, 2017",
    3, run};

}  // namespace silipool::experiments::published
