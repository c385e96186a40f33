#include <silipool/dut/design.hpp>

namespace silipool::dut {

std::vector<std::string> State::signals() const {
  std::vector<std::string> names;
  for (const StateWords& w : words)
    if (!w.signal.empty()) names.push_back(w.signal);
  return names;
}

}  // namespace silipool::dut
