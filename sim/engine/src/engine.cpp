#include <silipool/engine/engine.hpp>

#include <silipool/base/error.hpp>

namespace silipool::engine {

sp::State SpEngine::state() { base::bad_input("engine \"{}\" does not hand out its state", name()); }

void SpEngine::set_state(const sp::State&) {
  base::bad_input("engine \"{}\" does not go on from a state", name());
}

bool SpEngine::load_readout(const readout::IntegerWeights& /*weights*/) { return false; }

}  // namespace silipool::engine
