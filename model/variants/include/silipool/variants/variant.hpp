#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/oracle/oracle.hpp>

/// The machine of the specification with one mistake in it, each under a name: what a design that differs may
/// be.
namespace silipool::variants {

/// An oracle whose sections may be overridden; as it is here, none is. Without rewards.
class Variant : public oracle::Oracle {
 public:
  using Oracle::Oracle;

  /// One step; the winners as the ports of the design would show them.
  [[nodiscard]] base::Sdr take(const base::Sdr& input, bool learn);
  /// What stays of the machine before the reset that made this one.
  virtual void inherit(const Variant&) {}
  /// Of the last step.
  [[nodiscard]] const std::vector<std::uint64_t>& overlaps() const { return overlaps_; }

 protected:
  /// What the machine sees of an input, and whether it learns.
  virtual void see(base::Sdr&, bool&) {}
  /// What is shown of its winners.
  virtual void show(base::Sdr&) {}
  /// A step that does not learn ends with this.
  virtual void rest(const base::Sdr&, const Keys&, const oracle::Outcome&) {}
  [[nodiscard]] std::uint64_t greatest_permanence() const {
    return (std::uint64_t{1} << structural_.permanence_bits) - 1;
  }
  /// Number of steps since reset, those that did not learn included.
  [[nodiscard]] std::uint32_t steps() const { return step_; }

 private:
  std::vector<std::uint64_t> overlaps_;
};

/// Bits of the words in which a design takes inputs and gives winners.
struct WordBits {
  std::size_t input = 64, output = 64;
};

/// One mistake.
struct Cause {
  std::string name;  ///< "ties_highest_index"
  std::string text;  ///< "of equal columns the one with the highest index wins"
  std::function<std::unique_ptr<Variant>(const config::Config&)> make;
};

/// All mistakes that make a difference in a configuration.
[[nodiscard]] std::vector<Cause> catalogue(const config::Config& config, const WordBits& words);

}  // namespace silipool::variants
