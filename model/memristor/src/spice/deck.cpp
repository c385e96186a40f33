#include "deck.hpp"

#include <charconv>
#include <iterator>

#include <fmt/format.h>

#include <silipool/base/error.hpp>

namespace silipool::memristor {

std::string deck_head(const Circuit& circuit, std::string_view title) {
  std::string deck =
      fmt::format("{}\n* w_ROW_COLUMN and b_ROW_COLUMN are the ends of cells on rows and columns\n", title);
  auto out = std::back_inserter(deck);
  for (std::size_t k = 0; k < circuit.wires.size(); ++k) {
    const Circuit::Wire& wire = circuit.wires[k];
    fmt::format_to(out, "Rwire_{} {} {} {}\n", k, circuit.names[wire.a], circuit.names[wire.b], wire.ohm);
  }
  return deck;
}

std::vector<double> printed_values(const std::string& content, std::size_t count) {
  std::vector<double> values;
  for (std::size_t at = content.find(" = "); at != std::string::npos; at = content.find(" = ", at)) {
    at += 3;
    double value = 0;
    const auto [end, error] = std::from_chars(content.data() + at, content.data() + content.size(), value);
    if (error != std::errc{}) base::bad_input("output of a deck, value {}: not a number", values.size());
    values.push_back(value);
  }
  if (values.size() != count)
    base::bad_input("output of a deck with {} values: {} are expected", values.size(), count);
  return values;
}

}  // namespace silipool::memristor
