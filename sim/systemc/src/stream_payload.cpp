#include "stream_payload.hpp"

namespace silipool::systemc {

StreamPayload::StreamPayload(const std::vector<engine::Beat>& beats, std::size_t width, bool user) {
  const std::size_t bytes = width / 8;
  bool whole = true;
  for (const engine::Beat& beat : beats)
    for (std::size_t i = 0; i < bytes; ++i) {
      data_.push_back(static_cast<unsigned char>(beat.data >> (8 * i)));
      keep_.push_back((beat.keep >> i & 1U) != 0 ? TLM_BYTE_ENABLED : TLM_BYTE_DISABLED);
      whole = whole && keep_.back() == TLM_BYTE_ENABLED;
    }
  flags_.user = user;
  transaction_.set_command(tlm::TLM_WRITE_COMMAND);
  transaction_.set_address(0);
  transaction_.set_data_ptr(data_.data());
  transaction_.set_data_length(static_cast<unsigned>(data_.size()));
  transaction_.set_streaming_width(static_cast<unsigned>(data_.size()));
  if (!whole) {
    transaction_.set_byte_enable_ptr(keep_.data());
    transaction_.set_byte_enable_length(static_cast<unsigned>(keep_.size()));
  }
  transaction_.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
  transaction_.set_extension(&flags_);
}

std::vector<engine::Beat> beats_of(const tlm::tlm_generic_payload& transaction, std::size_t width,
                                   bool last) {
  const std::size_t bytes = width / 8;
  const std::size_t length = transaction.get_data_length();
  const unsigned char* data = transaction.get_data_ptr();
  const unsigned char* keep = transaction.get_byte_enable_ptr();
  const std::size_t keeps = transaction.get_byte_enable_length();
  std::vector<engine::Beat> beats((length + bytes - 1) / bytes);
  for (std::size_t i = 0; i < length; ++i) {
    if (keep != nullptr && keep[i % keeps] != TLM_BYTE_ENABLED) continue;
    engine::Beat& beat = beats[i / bytes];
    beat.data |= std::uint64_t{data[i]} << (8 * (i % bytes));
    beat.keep |= 1U << (i % bytes);
  }
  beats.back().last = last;
  return beats;
}

}  // namespace silipool::systemc
