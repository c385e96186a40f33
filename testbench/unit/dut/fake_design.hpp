#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/engine/ports.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::dut {

/// A design in C++ that does what the model does, behind ports of a protocol, and can be told to break its
/// rules.
class FakeDesign final : public engine::PortLevel {
 public:
  enum class Kind { words, indices, call };
  enum class Fault {
    none,
    drops_valid,      ///< a word that was not taken is gone
    changes_data,     ///< a word that was not taken changes
    in_reset,         ///< valid is high in reset
    twice,            ///< the winners come twice
    no_last,          ///< last is low at the last word
    early_last,       ///< last is high at the first word
    past_the_end,     ///< a bit is set past the last column
    hangs,            ///< no winners after the third input
    never_ready,      ///< no input is taken
    double_index,     ///< a winner is listed twice
    index_too_great,  ///< a winner is no column
    ends,             ///< the simulation is ended in the third step
    keeps_state       ///< reset leaves the state
  };
  FakeDesign(const config::Config& config, Kind kind, std::size_t in_width, std::size_t out_width,
             Fault fault);

  [[nodiscard]] const std::vector<engine::Port>& ports() const override { return ports_; }
  [[nodiscard]] std::span<std::uint64_t> value(std::size_t port) override { return values_[port]; }
  void evaluate() override;
  [[nodiscard]] std::vector<std::uint64_t> peek(std::size_t signal, std::uint32_t address) override;
  void poke(std::size_t signal, std::uint32_t address, const std::vector<std::uint64_t>& word) override;
  void open_trace(const std::filesystem::path&) override {}
  void close_trace() override {}

 private:
  std::uint64_t& pin(const std::string& name) { return values_[index_.at(name)][0]; }
  void add(const std::string& name, bool input, std::size_t width);
  void clock();
  void take_stream();
  void take_call();
  void work(bool learn);

  config::Config config_;
  Kind kind_;
  std::size_t in_width_, out_width_;
  Fault fault_;
  sp::SpatialPooler model_;
  std::vector<engine::Port> ports_;
  std::map<std::string, std::size_t> index_;
  std::vector<std::vector<std::uint64_t>> values_;
  bool clock_before_ = false;

  base::Sdr input_;
  std::size_t words_ = 0;
  int busy_ = 0;
  bool learn_ = false;
  std::uint64_t steps_ = 0;
  std::vector<std::uint64_t> memory_;  ///< of a call
  std::deque<std::uint64_t> out_;      ///< words of the answer
  bool out_open_ = false;              ///< an answer is under way
  bool done_ = false;
};

}  // namespace silipool::dut
