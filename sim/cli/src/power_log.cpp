#include "power_log.hpp"

#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/cost/technology.hpp>
#include <silipool/estimate/activity_energy.hpp>
#include <silipool/estimate/fast.hpp>

namespace silipool::cli {
namespace {

constexpr double kPeriodS = 10e-9;  // of the clock of both SystemC models

engine::Price price_of(const config::Config& config, const std::string& fit) {
  if (!fit.empty()) {
    const estimate::FastModel model(estimate::load_fit_table(fit), config);
    const cost::Cost leakage{.energy = {},
                             .node = model.table().node,
                             .source = model.table().source,
                             .event = "a clock cycle of leakage"};
    return [model, leakage](const engine::Activity& activity, std::uint64_t cycles) {
      cost::Ledger ledger = model.price(activity, cycles);
      if (cycles > 0)
        ledger.add_sum(kPeriodS * static_cast<double>(cycles) * model.leakage_w(), cycles, leakage, "leakage",
                       "leakage");
      return ledger;
    };
  }
  return [table = cost::load_cost_table(config.estimate.technology)](
             const engine::Activity& activity, std::uint64_t) { return estimate::price(activity, table); };
}

cost::Energy sum(const std::vector<cost::Energy>& of_parts) {
  cost::Energy all;
  for (const cost::Energy& energy : of_parts) all += energy;
  return all;
}

}  // namespace

PowerLog::PowerLog(std::string file, const config::Config& config, const std::string& fit,
                   std::uint64_t window)
    : file_(std::move(file)),
      out_(file_),
      meter_(engine::EnergyRates(price_of(config, fit), config), window,
             [this](const engine::EnergyMeter::Window& closed) { out_ << row(closed); }) {
  if (!out_) base::bad_input("--power {}: cannot be written (is the folder there and writable?)", file_);
  out_ << "time_s";
  for (const std::string& part : meter_.parts()) out_ << ',' << part << "_w";
  out_ << ",total_w,total_low_w,total_high_w\n";
}

std::string PowerLog::row(const engine::EnergyMeter::Window& window) const {
  const double seconds = kPeriodS * static_cast<double>(window.end - window.begin);
  std::string text = fmt::format("{:.9g}", kPeriodS * static_cast<double>(window.begin));
  for (const cost::Energy& energy : window.of_parts) text += fmt::format(",{:.6g}", energy.nominal / seconds);
  const cost::Energy all = sum(window.of_parts);
  return text +
         fmt::format(",{:.6g},{:.6g},{:.6g}\n", all.nominal / seconds, all.low / seconds, all.high / seconds);
}

void PowerLog::finish(std::uint64_t cycle) {
  meter_.finish(cycle);
  out_.flush();
  if (!out_) base::bad_input("--power {}: cannot be written to its end (is the disk full?)", file_);
}

void PowerLog::put(Table& table) const {
  for (const auto& [what, steps] :
       {std::pair("learning step", &meter_.learning()), std::pair("inference", &meter_.inference())}) {
    if (steps->steps == 0) continue;
    const double each = 1e12 / static_cast<double>(steps->steps);
    std::string parts;
    for (std::size_t part = 0; part < meter_.parts().size(); ++part)
      parts += fmt::format("{}{} {:.2f}", part == 0 ? "" : ", ", meter_.parts()[part],
                           each * steps->of_parts[part].nominal);
    const cost::Energy all = sum(steps->of_parts);
    table.row(fmt::format("power while {}s follow", what),
              fmt::format("{:.3f} mW", 1e3 * all.nominal / (kPeriodS * static_cast<double>(steps->cycles))),
              fmt::format("{:.1f} cycles of {:.0f} ns each; pJ by part: {}",
                          static_cast<double>(steps->cycles) / static_cast<double>(steps->steps),
                          1e9 * kPeriodS, parts));
  }
}

void PowerLog::put(Json& json) const {
  json["power"]["file"] = file_;
  for (const auto& [what, steps] :
       {std::pair("learn", &meter_.learning()), std::pair("infer", &meter_.inference())}) {
    if (steps->steps == 0) continue;
    for (std::size_t part = 0; part < meter_.parts().size(); ++part)
      json["power"][what][meter_.parts()[part]] =
          steps->of_parts[part].nominal / static_cast<double>(steps->steps);
  }
}

}  // namespace silipool::cli
