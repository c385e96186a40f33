#include <silipool/systemc/axi_lite_driver.hpp>

#include <fmt/format.h>

namespace silipool::systemc {

std::optional<std::string> complaint(const AxiLiteAccess& access, const AxiLiteAnswer& answer) {
  constexpr std::uint32_t okay = 0, slave_error = 2;
  if (answer.response == okay) return std::nullopt;
  const std::string what = access.write
                               ? fmt::format("the write of 0x{:x} at 0x{:03x}", access.data, access.address)
                               : fmt::format("the read at 0x{:03x}", access.address);
  return fmt::format("AXI4-Lite: {} was answered with {}", what,
                     answer.response == slave_error ? "SLVERR" : fmt::format("response {}", answer.response));
}

AxiLiteDriver::AxiLiteDriver(const sc_core::sc_module_name& name, engine::Stall stall,
                             std::uint64_t stall_seed)
    : sc_core::sc_module(name), stalls_(stall, stall_seed), data_stalls_(stall, stall_seed + 1) {
  SC_HAS_PROCESS(AxiLiteDriver);
  SC_METHOD(clock_edge);
  sensitive << aclk.pos();
  dont_initialize();
}

std::optional<AxiLiteAnswer> AxiLiteDriver::pop_answer() {
  if (answers_.empty()) return std::nullopt;
  const AxiLiteAnswer answer = answers_.front();
  answers_.pop_front();
  return answer;
}

void AxiLiteDriver::clear() {
  waiting_.clear();
  answers_.clear();
  current_.reset();
  held_.reset();
  address_ = data_ = Request::none;
}

AxiLiteAnswer AxiLiteDriver::access(const AxiLiteAccess& access) {
  post(access);
  while (answers_.empty()) wait(answered_);
  return *pop_answer();
}

void AxiLiteDriver::write(std::uint32_t address, std::uint32_t value) {
  const AxiLiteAccess write{.write = true, .address = address, .data = value};
  if (const auto wrong = complaint(write, access(write))) SC_REPORT_ERROR(name(), wrong->c_str());
}

std::uint32_t AxiLiteDriver::read(std::uint32_t address) {
  const AxiLiteAccess read{.address = address};
  const AxiLiteAnswer answer = access(read);
  if (const auto wrong = complaint(read, answer)) SC_REPORT_ERROR(name(), wrong->c_str());
  return answer.data;
}

void AxiLiteDriver::clock_edge() {
  const std::uint64_t cycle = cycle_++;
  if (aresetn.read()) {
    take_answer();
    take_requests();
    offer_requests(cycle);
    accept_ = stalls_.sink_runs(cycle);
  } else {  // an access that the reset cut short starts again
    held_.reset();
    if (current_) begin();
  }
  const bool writing = current_ && current_->write;
  awvalid.write(writing && address_ == Request::offered);
  wvalid.write(writing && data_ == Request::offered);
  arvalid.write(!writing && address_ == Request::offered);
  bready.write(accept_);
  rready.write(accept_);
}

void AxiLiteDriver::take_answer() {
  const bool asked = address_ == Request::taken && data_ == Request::taken;
  const bool writing = current_ && current_->write;
  if (bvalid.read() && !(asked && writing)) violation("BVALID without a write");
  if (rvalid.read() && !(asked && !writing)) violation("RVALID without a read");

  std::optional<AxiLiteAnswer> standing;
  if (bvalid.read()) standing = {.response = bresp.read().to_uint()};
  if (rvalid.read()) standing = {.response = rresp.read().to_uint(), .data = rdata.read().to_uint()};
  if (held_ && standing != held_) violation("an answer was changed or withdrawn while it waited");
  held_.reset();
  if (standing && !accept_) held_ = standing;
  if (!standing || !accept_) return;
  answers_.push_back(*standing);
  answered_.notify(sc_core::SC_ZERO_TIME);
  current_.reset();
  address_ = data_ = Request::none;
}

void AxiLiteDriver::take_requests() {
  if (!current_) return;
  if (address_ == Request::offered && (current_->write ? awready.read() : arready.read()))
    address_ = Request::taken;
  if (data_ == Request::offered && wready.read()) data_ = Request::taken;
}

void AxiLiteDriver::begin() {
  address_ = Request::due;
  data_ = current_->write ? Request::due : Request::taken;  // a read sends no data
}

void AxiLiteDriver::offer_requests(std::uint64_t cycle) {
  if (!current_) {
    if (waiting_.empty()) return;
    current_ = waiting_.front();
    waiting_.pop_front();
    begin();
  }
  if (address_ == Request::due && stalls_.source_runs(cycle)) {
    address_ = Request::offered;
    (current_->write ? awaddr : araddr).write(current_->address);
  }
  if (data_ == Request::due && data_stalls_.source_runs(cycle)) {
    data_ = Request::offered;
    wdata.write(current_->data);
    wstrb.write(current_->strobe);
  }
}

void AxiLiteDriver::violation(const char* what) const {
  SC_REPORT_ERROR(name(), fmt::format("{} (cycle {})", what, cycle_ - 1).c_str());
}

}  // namespace silipool::systemc
