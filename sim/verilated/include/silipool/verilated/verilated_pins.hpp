#pragma once
#include <filesystem>
#include <functional>
#include <memory>

#include <silipool/engine/activity.hpp>
#include <silipool/engine/event.hpp>
#include <silipool/engine/pins.hpp>

namespace silipool::verilated {

/// A simulation model built by build_model, loaded and at time 0, as pins.
class VerilatedPins final : public engine::PinLevel {
 public:
  /// `seed` (not 0) fills what no reset reaches. Error{check_failed} where the library does not load.
  VerilatedPins(const std::filesystem::path& library, std::uint32_t seed);
  ~VerilatedPins() override;
  VerilatedPins(const VerilatedPins&) = delete;
  VerilatedPins& operator=(const VerilatedPins&) = delete;

  const engine::PinOutputs& settle(const engine::PinInputs& inputs) override;
  const engine::PinOutputs& edge() override;
  [[nodiscard]] std::uint64_t cycle() const override;
  void open_trace(const std::filesystem::path& path) override;
  void close_trace() override;

  /// Where the observation points' events go; nullptr: nowhere.
  void observe(engine::EventSink* sink);
  /// What the tiles did, counted at their own memories and units since the model was made; only the fields
  /// row_reads, row_writes, keys, comparisons (selection rounds, before their width is known),
  /// permanence_word_reads and permanence_word_writes.
  [[nodiscard]] const engine::Activity& counted() const;
  /// Asked at each occasion for a fault of a kind (silipool_inject.sv): -1, or which bit to flip.
  void on_inject(std::function<int(int kind)> decide);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace silipool::verilated
