#include "sink.hpp"

#include <algorithm>
#include <vector>

#include <silipool/dut/violation.hpp>

#include "frame.hpp"

namespace silipool::dut {
namespace {

/// What both protocols have.
class PortSink : public Sink {
 public:
  PortSink(const Design& design, const Wiring& wiring, engine::PortLevel& ports)
      : side_(design.output), wires_(wiring.output), ports_(ports), arriving_(wires_.bits) {}
  void reset() override {
    arrived_.clear();
    arriving_.clear();
    answered_ = 0;
    word_ = 0;
  }

 protected:
  void set(const Wiring::Place& port, bool value) {
    if (port) ports_.value(*port)[0] = value ? 1 : 0;
  }
  [[nodiscard]] bool get(const Wiring::Place& port) { return port && ports_.value(*port)[0] != 0; }
  void take_bitmap(std::uint64_t cycle) {
    if (!take_word(arriving_, side_, wires_, word_, ports_.value(wires_.data)))
      throw Violation("a bit is set past the last column", side_.data, cycle);
  }
  void answer() {
    arrived_.push_back(arriving_);
    arriving_.clear();
    word_ = 0;
    ++answered_;
  }

  const Side side_;
  const Wiring::Wires wires_;
  engine::PortLevel& ports_;
  base::Sdr arriving_;
};

class StreamSink final : public PortSink {
 public:
  using PortSink::PortSink;
  void reset() override {
    PortSink::reset();
    stalled_.clear();
  }
  void drive(bool runs) override {
    ready_ = runs || !wires_.ready;
    set(wires_.ready, ready_);
  }
  void sample(std::uint64_t owed, std::uint64_t cycle) override {
    const bool valid = get(wires_.valid);
    check_stands(valid, cycle);
    const bool done = side_.format == Format::indices && get(wires_.done);
    if (owed == 0 && (valid || done))
      throw Violation("winners come that no input has asked for", valid ? side_.valid : side_.done, cycle);
    if (valid && ready_) take(cycle);
    if (done && answered_ == answered_before_) answer();
    answered_before_ = answered_;
  }
  void sample_in_reset(std::uint64_t cycle) override {
    if (get(wires_.valid)) throw Violation("high while reset is active", side_.valid, cycle);
  }

 private:
  /// A word that was not taken must stand as it is.
  void check_stands(bool valid, std::uint64_t cycle) {
    std::vector<std::uint64_t> now;
    if (valid && !ready_) {
      const auto data = ports_.value(wires_.data);
      now.assign(data.begin(), data.end());
      now.push_back(get(wires_.last) ? 1 : 0);
    }
    if (!stalled_.empty()) {
      if (!valid) throw Violation("fell although the word that stood was not taken", side_.valid, cycle);
      const auto data = ports_.value(wires_.data);
      if (!std::equal(data.begin(), data.end(), stalled_.begin()))
        throw Violation("changed although the word that stood was not taken", side_.data, cycle);
      if ((stalled_.back() != 0) != get(wires_.last))
        throw Violation("changed although the word that stood was not taken", side_.last, cycle);
    }
    stalled_ = std::move(now);
  }

  void take(std::uint64_t cycle) {
    const bool last = get(wires_.last);
    if (side_.format == Format::bitmap) {
      take_bitmap(cycle);
      const bool complete = ++word_ == wires_.words;
      if (wires_.last && last != complete)
        throw Violation(last ? fmt::format("high at word {} of {}", word_, wires_.words)
                             : fmt::format("low at the last of {} words", wires_.words),
                        side_.last, cycle);
      if (complete) answer();
      return;
    }
    const std::uint64_t index = ports_.value(wires_.data)[0];
    ++word_;
    const bool none = side_.none && index == *side_.none;
    if (!none) {
      if (index >= wires_.bits)
        throw Violation(fmt::format("{} is no column: there are {}", index, wires_.bits), side_.data, cycle);
      if (arriving_.test(index))
        throw Violation(fmt::format("column {} wins twice", index), side_.data, cycle);
      arriving_.set(index);
    }
    if (wires_.last ? last : none && !wires_.done) answer();
  }

  bool ready_ = false;
  std::uint64_t answered_before_ = 0;
  std::vector<std::uint64_t> stalled_;  ///< data and last of a word that was not taken; empty: there was none
};

/// Waits for done, then reads.
class CallSink final : public PortSink {
 public:
  using PortSink::PortSink;
  void reset() override {
    PortSink::reset();
    owed_before_ = 0;
    readable_ = asked_ = false;
  }
  void drive(bool runs) override {
    if (!asked_ && readable_ && runs) {
      asked_ = true;
      waited_ = 0;
    }
    set(wires_.read, asked_);
    if (asked_ && wires_.address) ports_.value(*wires_.address)[0] = side_.base + word_;
  }
  void sample(std::uint64_t owed, std::uint64_t cycle) override {
    // `done` counts from the cycle after the input was given: before, it may be that of the step before.
    if (owed > 0 && owed_before_ > 0 && !readable_ && get(wires_.done)) readable_ = true;
    owed_before_ = owed;
    if (!asked_ || waited_++ < side_.latency) return;
    asked_ = false;
    take_bitmap(cycle);
    if (++word_ < wires_.words && wires_.address) return;
    readable_ = false;
    owed_before_ = 0;
    answer();
  }
  void sample_in_reset(std::uint64_t) override {}

 private:
  std::uint64_t owed_before_ = 0;
  bool readable_ = false;  ///< done was seen
  bool asked_ = false;     ///< a word was asked for
  std::uint64_t waited_ = 0;
};

}  // namespace

std::unique_ptr<Sink> make_sink(const Design& design, const Wiring& wiring, engine::PortLevel& ports) {
  if (design.output.protocol == Protocol::call) return std::make_unique<CallSink>(design, wiring, ports);
  return std::make_unique<StreamSink>(design, wiring, ports);
}

}  // namespace silipool::dut
