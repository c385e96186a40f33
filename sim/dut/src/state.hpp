#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include <silipool/dut/wiring.hpp>

namespace silipool::dut {

/// Items of state of a kind: permanences c * S + s, one for each column, or one.
class StatePort {
 public:
  /// `clock` is one clock cycle. Error{bad_input} where a layout does not fit the words.
  StatePort(const Design& design, const Wiring& wiring, const config::Structural& structural,
            engine::PortLevel& ports, std::function<void()> clock);
  [[nodiscard]] std::vector<std::uint64_t> read(const StateWords& words);
  void write(const StateWords& words, const std::vector<std::uint64_t>& items);

 private:
  struct Layout {
    std::size_t majors = 1, minors = 1;  ///< groups of items, items of a group
    std::size_t bits = 0, stride = 0;
    bool turned = false;  ///< item = minor * majors + major
  };
  [[nodiscard]] Layout layout_of(const StateWords& words) const;
  [[nodiscard]] std::vector<std::uint64_t> read_word(const StateWords& words, std::uint32_t address);
  void write_word(const StateWords& words, std::uint32_t address, const std::vector<std::uint64_t>& word);
  [[nodiscard]] std::size_t signal_of(const StateWords& words) const;

  const Design& design_;
  const Wiring& wiring_;
  std::size_t columns_, slots_;
  unsigned permanence_bits_;
  engine::PortLevel& ports_;
  std::function<void()> clock_;
};

}  // namespace silipool::dut
