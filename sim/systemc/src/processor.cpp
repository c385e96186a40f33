#include <silipool/systemc/processor.hpp>

#include <cstring>
#include <utility>

namespace silipool::systemc {

Processor::Processor(const sc_core::sc_module_name& name) : sc_core::sc_module(name) {
  SC_HAS_PROCESS(Processor);
  SC_THREAD(run);
}

void Processor::post(std::function<void()> job) {
  jobs_.push_back(std::move(job));
  posted_.notify(sc_core::SC_ZERO_TIME);
}

void Processor::run() {
  keeper_.reset();
  for (;;) {
    while (jobs_.empty()) wait(posted_);
    jobs_.front()();
    keeper_.sync();
    jobs_.pop_front();
    if (jobs_.empty()) done_.notify(sc_core::SC_ZERO_TIME);
  }
}

bool Processor::transport(tlm::tlm_command command, std::uint64_t address, unsigned char* data,
                          std::size_t length) {
  tlm::tlm_generic_payload transaction;
  transaction.set_command(command);
  transaction.set_address(address);
  transaction.set_data_ptr(data);
  transaction.set_data_length(static_cast<unsigned>(length));
  transaction.set_streaming_width(static_cast<unsigned>(length));
  transaction.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
  sc_core::sc_time delay = keeper_.get_local_time();
  bus->b_transport(transaction, delay);
  keeper_.set(delay);
  if (keeper_.need_sync()) keeper_.sync();
  return transaction.is_response_ok();
}

bool Processor::read(std::uint64_t address, std::uint32_t& value) {
  unsigned char data[4] = {};
  const bool okay = transport(tlm::TLM_READ_COMMAND, address, data, sizeof data);
  std::memcpy(&value, data, sizeof data);
  return okay;
}

bool Processor::write(std::uint64_t address, std::uint32_t value) {
  unsigned char data[4];
  std::memcpy(data, &value, sizeof data);
  return transport(tlm::TLM_WRITE_COMMAND, address, data, sizeof data);
}

bool Processor::read_block(std::uint64_t address, std::span<unsigned char> data) {
  return transport(tlm::TLM_READ_COMMAND, address, data.data(), data.size());
}

bool Processor::write_block(std::uint64_t address, std::span<const unsigned char> data) {
  // A payload's data are not const, but a target leaves those of a write as they are.
  return transport(tlm::TLM_WRITE_COMMAND, address, const_cast<unsigned char*>(data.data()), data.size());
}

void Processor::wait_for_interrupt() {
  keeper_.sync();
  while (!irq.read()) wait(irq.posedge_event());
  keeper_.reset();
}

void Processor::spend(const sc_core::sc_time& time) {
  keeper_.inc(time);
  if (keeper_.need_sync()) keeper_.sync();
}

}  // namespace silipool::systemc
