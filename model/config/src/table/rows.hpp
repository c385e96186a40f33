#pragma once
// The rows of the table of keys, one function for each part of a file.
#include <vector>

#include "../rule.hpp"

namespace silipool::config::detail {

std::vector<Rule> general();
std::vector<Rule> input();
std::vector<Rule> data();
std::vector<Rule> hypercolumns();
std::vector<Rule> pools();
std::vector<Rule> permanences();
std::vector<Rule> inhibition();
std::vector<Rule> learning();
std::vector<Rule> boosting();
std::vector<Rule> bumping();
std::vector<Rule> readout();
std::vector<Rule> rtl();
std::vector<Rule> estimate();
std::vector<Rule> crossbar();

}  // namespace silipool::config::detail
