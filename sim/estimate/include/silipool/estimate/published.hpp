#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <silipool/cost/cost_table.hpp>

namespace silipool::estimate {

/// A number that somebody published of a design, beside the same number out of our models.
struct PublishedFigure {
  std::string what;                ///< "energy of a classification"
  std::string unit;                ///< "nJ", as published
  double published = 0;            ///< in that unit
  std::string source;              ///< who says so, and where
  std::string reason;              ///< why ours differs
  bool recomputed = false;         ///< false: what a recomputation needs is not published
  cost::Range ours;                ///< in that unit
  std::vector<std::string> terms;  ///< one line each, with the source of its cost

  /// Ours over theirs.
  [[nodiscard]] double ratio() const { return ours.nominal / published; }
  [[nodiscard]] bool within(double factor) const {
    return recomputed && ratio() <= factor && ratio() * factor >= 1;
  }
};

struct PublishedInput {
  std::string name, unit, source;
  double value = 0;  ///< in `unit`
};

/// A design of others: what it states, and what follows from that (docs/published_designs.md).
struct PublishedDesign {
  std::string name, title, citation;
  std::vector<PublishedInput> inputs;
  std::vector<PublishedFigure> figures;

  /// Error{bad_input}, if there is no such figure.
  [[nodiscard]] const PublishedFigure& figure(std::string_view what) const;
};

/// Reads a design and recomputes its figures: sums of terms, each a product of inputs times a price of the
/// cost table, of the laws of memories, of a device card or of a solved array. Error{bad_input} names file,
/// line and key; a term whose price is of another kind than its figure is one.
[[nodiscard]] PublishedDesign recompute(std::string_view text, const std::string& file_name);

/// All designs of sim/estimate/published of base::shipped_root(), by name.
[[nodiscard]] std::vector<PublishedDesign> published_designs();

}  // namespace silipool::estimate
