#include "fake_design.hpp"

#include <silipool/base/error.hpp>

namespace silipool::dut {

FakeDesign::FakeDesign(const config::Config& config, Kind kind, std::size_t in_width, std::size_t out_width,
                       Fault fault)
    : config_(config),
      kind_(kind),
      in_width_(in_width),
      out_width_(out_width),
      fault_(fault),
      model_(config.structural, config.runtime),
      input_(config.structural.inputs()) {
  add("clk", true, 1);
  add("rst", true, 1);
  add("in_data", true, in_width);
  add("in_learn", true, 1);
  add("out_data", false, out_width);
  if (kind == Kind::call) {
    for (const char* name : {"in_write", "start"}) add(name, true, 1);
    add("in_address", true, 8);
    add("out_address", true, 8);
    add("done", false, 1);
    memory_.resize((config.structural.inputs() + in_width - 1) / in_width);
  } else {
    for (const char* name : {"in_valid", "in_last", "out_ready"}) add(name, true, 1);
    for (const char* name : {"in_ready", "out_valid", "out_last"}) add(name, false, 1);
  }
}

void FakeDesign::add(const std::string& name, bool input, std::size_t width) {
  index_[name] = ports_.size();
  ports_.push_back({name, input, width});
  values_.emplace_back((width + 63) / 64);
}

void FakeDesign::evaluate() {
  const bool rising = pin("clk") != 0 && !clock_before_;
  clock_before_ = pin("clk") != 0;
  if (rising) clock();
  if (fault_ == Fault::ends && steps_ == 3)
    throw base::Error(base::ErrorKind::check_failed, "fake.v:7: $finish");
  const bool reset = pin("rst") != 0;
  if (kind_ == Kind::call) {
    pin("done") = done_ ? 1 : 0;
    const std::size_t address = pin("out_address");
    pin("out_data") = done_ && address < out_.size() ? out_[address] : 0;
    return;
  }
  pin("in_ready") = !reset && busy_ == 0 && out_.empty() && fault_ != Fault::never_ready ? 1 : 0;
  const bool valid = !out_.empty();
  pin("out_valid") = valid || (reset && fault_ == Fault::in_reset) ? 1 : 0;
  pin("out_data") = valid ? out_.front() : 0;
  bool last = out_.size() == 1;
  if (fault_ == Fault::no_last) last = false;
  if (fault_ == Fault::early_last) last = valid;
  pin("out_last") = last ? 1 : 0;
}

void FakeDesign::clock() {
  if (pin("rst") != 0) {
    if (fault_ != Fault::keeps_state) model_.reset();
    input_.clear();
    words_ = 0;
    busy_ = 0;
    out_.clear();
    done_ = false;
    return;
  }
  if (kind_ == Kind::call)
    take_call();
  else
    take_stream();
  if (busy_ > 0 && --busy_ == 0) work(learn_);
}

void FakeDesign::take_stream() {
  const bool ready = pin("out_ready") != 0;
  if (!out_.empty() && (ready || fault_ == Fault::drops_valid))
    out_.pop_front();
  else if (!out_.empty() && fault_ == Fault::changes_data)
    out_.front() ^= 1;
  // The pins as they were before the edge.
  if (pin("in_valid") == 0 || pin("in_ready") == 0) return;
  const std::uint64_t word = pin("in_data");
  bool complete = pin("in_last") != 0;
  if (kind_ == Kind::indices) {
    if (word < input_.size()) input_.set(word);
  } else {
    for (std::size_t b = 0; b < in_width_; ++b)
      if ((word >> b & 1U) != 0) input_.set(words_ * in_width_ + b);
    complete = ++words_ * in_width_ >= input_.size();
  }
  learn_ = pin("in_learn") != 0;
  if (complete) busy_ = 3;
}

void FakeDesign::take_call() {
  if (pin("in_write") != 0) memory_.at(pin("in_address") - 16) = pin("in_data");
  if (pin("start") == 0) return;
  for (std::size_t i = 0; i < input_.size(); ++i)
    if ((memory_[i / in_width_] >> (i % in_width_) & 1U) != 0) input_.set(i);
  learn_ = pin("in_learn") != 0;
  done_ = false;
  busy_ = 5;
}

void FakeDesign::work(bool learn) {
  const std::vector<std::uint32_t> winners = model_.step(input_, learn).winners;
  input_.clear();
  words_ = 0;
  out_.clear();
  if (++steps_ > 3 && fault_ == Fault::hangs) return;
  const std::size_t columns = config_.structural.columns();
  if (kind_ == Kind::indices) {
    for (auto c = winners.rbegin(); c != winners.rend(); ++c) out_.push_back(*c);
    if (fault_ == Fault::double_index && !winners.empty()) out_.push_back(winners.front());
    if (fault_ == Fault::index_too_great) out_.push_back(columns);
    if (out_.empty()) out_.push_back(255);
  } else {
    out_.resize((columns + out_width_ - 1) / out_width_);
    for (const std::uint32_t c : winners) out_[c / out_width_] |= std::uint64_t{1} << (c % out_width_);
    if (fault_ == Fault::past_the_end) out_.back() |= std::uint64_t{1} << (out_width_ - 1);
    if (fault_ == Fault::twice && steps_ == 16) out_.insert(out_.end(), out_.begin(), out_.end());
  }
  done_ = true;
}

std::vector<std::uint64_t> FakeDesign::peek(std::size_t signal, std::uint32_t address) {
  std::vector<std::uint64_t> word(kSignalBits / 64);
  if (signal == 1) {
    word[0] = model_.duty(address);
    return word;
  }
  // A row of permanences: the columns of a slot, 16 bits each.
  for (std::size_t c = 0; c < config_.structural.columns(); ++c)
    word[c / 4] |= std::uint64_t{model_.permanence(c, address)} << (16 * (c % 4));
  return word;
}

void FakeDesign::poke(std::size_t, std::uint32_t, const std::vector<std::uint64_t>&) {}

}  // namespace silipool::dut
