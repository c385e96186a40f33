#pragma once
#include <string>

#include <silipool/config/load.hpp>

namespace silipool::testbench {

/// A pooler of 4 hypercolumns with clipped windows, and `more` as lines of its [crossbar].
inline config::Config crossbar_config(const std::string& more, bool one_bit = false) {
  const std::string learning =
      one_bit ? "permanence_bits = 1\nconnected_threshold = 1\n[learning]\nrule = \"draw_per_synapse\"\n"
                "increment_probability = 0.03\ndecrement_probability = 0.02\n"
              : "permanence_bits = 3\n[learning]\nrule = \"draw_per_winner\"\nincrement_probability = 0.5\n"
                "decrement_probability = 0.4\n";
  return config::parse_config(
      "name = \"t\"\n[input]\nshape = [8, 8]\nencoding = \"none\"\n[data]\ntrain = "
      "\"digits/train\"\n[pooler]\n"
      "hypercolumns = [2, 2]\ncolumns_per_hypercolumn = 6\nwindow = [5, 5]\nactive_columns = 2\n"
      "learning_columns = 1\n" +
          learning +
          "[boosting]\nrule = \"exponential\"\nstrength = 2\nduty_period = 100\nupdate_period = "
          "16\n[crossbar]\n" +
          more,
      "t.toml");
}

}  // namespace silipool::testbench
