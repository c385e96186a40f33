#pragma once
#include <cstddef>
#include <tlm>
#include <vector>

#include <silipool/engine/beats.hpp>
#include <silipool/systemc/stream_flags.hpp>

namespace silipool::systemc {

/// Beats, the last of which ends a frame, as a transaction with its data and flags.
class StreamPayload {
 public:
  StreamPayload(const std::vector<engine::Beat>& beats, std::size_t width, bool user = false);
  ~StreamPayload() { transaction_.clear_extension(&flags_); }
  StreamPayload(const StreamPayload&) = delete;
  StreamPayload& operator=(const StreamPayload&) = delete;
  [[nodiscard]] tlm::tlm_generic_payload& transaction() noexcept { return transaction_; }

 private:
  std::vector<unsigned char> data_, keep_;
  StreamFlags flags_;
  tlm::tlm_generic_payload transaction_;
};

/// The beats of a transaction; TLAST on the last of them if `last`.
[[nodiscard]] std::vector<engine::Beat> beats_of(const tlm::tlm_generic_payload& transaction,
                                                 std::size_t width, bool last);

}  // namespace silipool::systemc
