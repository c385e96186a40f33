// The table of all keys: a key is added or changed in the file of its part. Ranges are those of docs/spec.md
// section 1.
#include "rows.hpp"

namespace silipool::config::detail {

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> out;
    for (const auto& part : {general(), input(), data(), hypercolumns(), pools(), permanences(), inhibition(),
                             learning(), boosting(), bumping(), readout(), rtl(), estimate(), crossbar()})
      out.insert(out.end(), part.begin(), part.end());
    return out;
  }();
  return all;
}

}  // namespace silipool::config::detail
