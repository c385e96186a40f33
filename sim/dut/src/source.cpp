#include "source.hpp"

#include <algorithm>
#include <vector>

#include "frame.hpp"

namespace silipool::dut {
namespace {

/// What both protocols have.
class PortSource : public Source {
 public:
  PortSource(const Design& design, const Wiring& wiring, engine::PortLevel& ports)
      : side_(design.input), wires_(wiring.input), learn_(wiring.learn), ports_(ports) {}
  void reset() override {
    waiting_.clear();
    started_.clear();
    word_ = 0;
    taken_ = 0;
  }

 protected:
  void set(const Wiring::Place& port, bool value) {
    if (port) ports_.value(*port)[0] = value ? 1 : 0;
  }
  [[nodiscard]] bool get(const Wiring::Place& port) { return ports_.value(*port)[0] != 0; }
  void frame_taken() {
    waiting_.pop_front();
    word_ = 0;
    ++taken_;
  }

  const Side side_;
  const Wiring::Wires wires_;
  const Wiring::Place learn_;
  engine::PortLevel& ports_;
};

/// Words, each taken when valid and ready stand together. Once offered, a word stands until it is taken.
class StreamSource final : public PortSource {
 public:
  using PortSource::PortSource;
  void reset() override {
    PortSource::reset();
    offered_ = false;
    listed_ = false;
  }
  void drive(bool runs, bool) override {
    offered_ = offered_ || (runs && !waiting_.empty());
    set(wires_.valid, offered_);
    if (!offered_) return;
    const engine::StimulusStep& step = waiting_.front();
    set(learn_, step.learn);
    if (side_.format == Format::bitmap) {
      put_word(step.input, side_, wires_, word_, ports_.value(wires_.data));
      ending_ = word_ + 1 == wires_.words;
    } else {
      if (!listed_) list(step.input);
      ports_.value(wires_.data)[0] = indices_[word_];
      ending_ = word_ + 1 == indices_.size();
    }
    set(wires_.last, ending_);
  }
  void sample(std::uint64_t cycle) override {
    if (!offered_ || (wires_.ready && !get(wires_.ready))) return;
    if (word_ == 0) started_.push_back(cycle);
    offered_ = false;
    ++word_;
    if (!ending_) return;
    listed_ = false;
    frame_taken();
  }

 private:
  /// The empty list has nothing that `last` could stand at but the word for no index.
  void list(const base::Sdr& input) {
    indices_.clear();
    input.for_each([&](std::size_t i) { indices_.push_back(i); });
    if (side_.highest_first) std::ranges::reverse(indices_);
    if (side_.none && (indices_.empty() || !wires_.last)) indices_.push_back(*side_.none);
    listed_ = true;
  }

  bool offered_ = false, ending_ = false, listed_ = false;
  std::vector<std::uint64_t> indices_;
};

/// Words written one a cycle, or all of them beside each other; then start.
class CallSource final : public PortSource {
 public:
  using PortSource::PortSource;
  void drive(bool runs, bool free) override {
    set(wires_.write, false);
    set(wires_.start, false);
    writing_ = starting_ = false;
    if (waiting_.empty() || !free || !runs) return;
    const engine::StimulusStep& step = waiting_.front();
    starting_ = word_ == wires_.words || !wires_.address;
    if (starting_) {
      set(learn_, step.learn);
      set(wires_.start, true);
      if (!wires_.address) put_word(step.input, side_, wires_, 0, ports_.value(wires_.data));
      return;
    }
    writing_ = true;
    set(wires_.write, true);
    ports_.value(*wires_.address)[0] = side_.base + word_;
    put_word(step.input, side_, wires_, word_, ports_.value(wires_.data));
  }
  void sample(std::uint64_t cycle) override {
    if ((writing_ || starting_) && word_ == 0) started_.push_back(cycle);
    if (writing_) ++word_;
    if (starting_) frame_taken();
  }

 private:
  bool writing_ = false, starting_ = false;
};

}  // namespace

std::unique_ptr<Source> make_source(const Design& design, const Wiring& wiring, engine::PortLevel& ports) {
  if (design.input.protocol == Protocol::call) return std::make_unique<CallSource>(design, wiring, ports);
  return std::make_unique<StreamSource>(design, wiring, ports);
}

}  // namespace silipool::dut
