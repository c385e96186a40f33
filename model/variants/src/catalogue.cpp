#include "causes.hpp"

namespace silipool::variants {

void add_configured(Causes& causes, std::string name, std::string text,
                    std::function<void(config::Structural&, config::Runtime&)> change) {
  causes.push_back(
      {std::move(name), std::move(text), [change = std::move(change)](const config::Config& config) {
         config::Structural structural = config.structural;
         config::Runtime runtime = config.runtime;
         change(structural, runtime);
         return std::make_unique<Variant>(structural, runtime);
       }});
}

Causes catalogue(const config::Config& config, const WordBits& words) {
  Causes causes;
  add_inhibition(causes, config);
  add_learning(causes, config);
  add_boosting(causes, config);
  add_ports(causes, config, words);
  add_reset(causes, config);
  return causes;
}

}  // namespace silipool::variants
