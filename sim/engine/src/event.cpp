#include <silipool/engine/event.hpp>

namespace silipool::engine {

std::string_view phase_name(Phase phase) {
  switch (phase) {
    case Phase::overlap:
      return "OVERLAP";
    case Phase::key:
      return "KEY";
    case Phase::winner:
      return "WINNER";
    case Phase::permanence:
      return "PERMANENCE";
    case Phase::duty:
      return "DUTY";
    case Phase::boost:
      return "BOOST";
    case Phase::readout:
      return "CLASS";
    case Phase::handshake:
      return "HANDSHAKE";
    case Phase::step_end:
      break;
  }
  return "STEP_END";
}

}  // namespace silipool::engine
