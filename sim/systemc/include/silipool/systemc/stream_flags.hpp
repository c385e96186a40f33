#pragma once
#include <tlm>

namespace silipool::systemc {

/// What an AXI4-Stream says beside its data, on a TLM-2.0 payload. The payload is a WRITE of whole beats,
/// lowest bytes first, the last of them perhaps shorter; its byte enables are TKEEP. Without this extension
/// it is a whole frame that does not learn.
struct StreamFlags final : tlm::tlm_extension<StreamFlags> {
  bool last = true;   ///< TLAST on the last beat
  bool user = false;  ///< TUSER there: the frame learns
  [[nodiscard]] tlm::tlm_extension_base* clone() const override { return new StreamFlags(*this); }
  void copy_from(const tlm::tlm_extension_base& other) override {
    *this = static_cast<const StreamFlags&>(other);
  }
};

}  // namespace silipool::systemc
