#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <silipool/variants/variant.hpp>

namespace silipool::variants {

using Causes = std::vector<Cause>;

/// Adds the mistake that a class of variants makes; `arguments` go to its constructor.
template <typename V, typename... Arguments>
void add(Causes& causes, std::string name, std::string text, Arguments... arguments) {
  causes.push_back({std::move(name), std::move(text), [arguments...](const config::Config& config) {
                      return std::make_unique<V>(config.structural, config.runtime, arguments...);
                    }});
}

/// Adds one that is another configuration.
void add_configured(Causes& causes, std::string name, std::string text,
                    std::function<void(config::Structural&, config::Runtime&)> change);

// The parts of the catalogue.
void add_inhibition(Causes& causes, const config::Config& config);
void add_learning(Causes& causes, const config::Config& config);
void add_boosting(Causes& causes, const config::Config& config);
void add_ports(Causes& causes, const config::Config& config, const WordBits& words);
void add_reset(Causes& causes, const config::Config& config);

}  // namespace silipool::variants
