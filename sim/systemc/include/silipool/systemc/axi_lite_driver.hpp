#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <systemc>

#include <silipool/engine/stall.hpp>

namespace silipool::systemc {

struct AxiLiteAccess {
  bool write = false;
  std::uint32_t address = 0;   ///< in bytes
  std::uint32_t data = 0;      ///< of a write
  std::uint32_t strobe = 0xf;  ///< of a write
};

struct AxiLiteAnswer {
  std::uint32_t response = 0;  ///< 0 OKAY, 2 SLVERR
  std::uint32_t data = 0;      ///< of a read
  friend bool operator==(const AxiLiteAnswer&, const AxiLiteAnswer&) = default;
};

/// What there is to complain about in an answer that should have been OKAY; nothing if it is.
[[nodiscard]] std::optional<std::string> complaint(const AxiLiteAccess& access, const AxiLiteAnswer& answer);

/// Performs accesses on the AXI4-Lite pins, one at a time, in the order they were posted. With a stall
/// pattern, address and data of a write come in different cycles and the answers wait for BREADY and RREADY.
///
/// A design that answers what it was not asked, or takes back or changes an answer that waits, is reported
/// with SC_REPORT_ERROR, which ends the simulation.
class AxiLiteDriver final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> aclk{"aclk"};
  sc_core::sc_in<bool> aresetn{"aresetn"};
  sc_core::sc_out<sc_dt::sc_uint<12>> awaddr{"awaddr"};
  sc_core::sc_out<bool> awvalid{"awvalid"};
  sc_core::sc_in<bool> awready{"awready"};
  sc_core::sc_out<sc_dt::sc_uint<32>> wdata{"wdata"};
  sc_core::sc_out<sc_dt::sc_uint<4>> wstrb{"wstrb"};
  sc_core::sc_out<bool> wvalid{"wvalid"};
  sc_core::sc_in<bool> wready{"wready"};
  sc_core::sc_in<sc_dt::sc_uint<2>> bresp{"bresp"};
  sc_core::sc_in<bool> bvalid{"bvalid"};
  sc_core::sc_out<bool> bready{"bready"};
  sc_core::sc_out<sc_dt::sc_uint<12>> araddr{"araddr"};
  sc_core::sc_out<bool> arvalid{"arvalid"};
  sc_core::sc_in<bool> arready{"arready"};
  sc_core::sc_in<sc_dt::sc_uint<32>> rdata{"rdata"};
  sc_core::sc_in<sc_dt::sc_uint<2>> rresp{"rresp"};
  sc_core::sc_in<bool> rvalid{"rvalid"};
  sc_core::sc_out<bool> rready{"rready"};

  explicit AxiLiteDriver(const sc_core::sc_module_name& name, engine::Stall stall = engine::Stall::none,
                         std::uint64_t stall_seed = 1);

  /// Queues an access; may be called from a process or between two sc_start().
  void post(const AxiLiteAccess& access) { waiting_.push_back(access); }
  /// The oldest answer that has not been fetched.
  [[nodiscard]] std::optional<AxiLiteAnswer> pop_answer();
  /// Notified with each answer.
  [[nodiscard]] const sc_core::sc_event& answered() const noexcept { return answered_; }
  /// Drops accesses and answers: only while ARESETN is low or nothing is under way.
  void clear();

  // For SC_THREADs, which they suspend; one thread at a time.
  [[nodiscard]] AxiLiteAnswer access(const AxiLiteAccess& access);
  /// These report an answer other than OKAY with SC_REPORT_ERROR.
  void write(std::uint32_t address, std::uint32_t value);
  [[nodiscard]] std::uint32_t read(std::uint32_t address);

 private:
  enum class Request { none, due, offered, taken };
  void clock_edge();
  void take_answer();
  void take_requests();
  void begin();
  void offer_requests(std::uint64_t cycle);
  void violation(const char* what) const;

  engine::Stalls stalls_, data_stalls_;
  std::deque<AxiLiteAccess> waiting_;
  std::deque<AxiLiteAnswer> answers_;
  std::optional<AxiLiteAccess> current_;
  Request address_ = Request::none, data_ = Request::none;  ///< channels of the access under way
  bool accept_ = false;                                     ///< BREADY and RREADY in the cycle that ends
  std::optional<AxiLiteAnswer> held_;  ///< an answer that stood in the cycle before and was not taken
  std::uint64_t cycle_ = 0;
  sc_core::sc_event answered_{"answered_event"};
};

}  // namespace silipool::systemc
