#include "kernel.hpp"

#include <cstdlib>
#include <optional>
#include <string>
#include <systemc>

#include <silipool/base/error.hpp>

namespace silipool::systemc {
namespace {

// SystemC's report handler is a plain function, and the kernel is one for the process: so is this.
std::optional<std::string> first_report;

void on_report(const sc_core::sc_report& report, const sc_core::sc_actions&) {
  if (report.get_severity() == sc_core::SC_INFO) return;
  // What is thrown in a process, the kernel catches and reports once more, and it reports every start after
  // that: only the first report says why.
  if (!first_report) first_report = fmt::format("SystemC: {}: {}", report.get_msg_type(), report.get_msg());
  // Out of a thread, which has a stack of its own, the kernel carries nothing but a report.
  const sc_core::sc_process_handle process = sc_core::sc_get_current_process_handle();
  if (process.valid() && process.proc_kind() == sc_core::SC_THREAD_PROC_) throw sc_core::sc_report(report);
  throw base::Error(base::ErrorKind::check_failed, *first_report);
}

}  // namespace

Kernel::Kernel() {
  static bool taken = false;
  if (taken || sc_core::sc_get_status() != sc_core::SC_ELABORATION)
    base::bad_input(
        "SystemC elaborates once per process, and this process has its testbench already: "
        "run each SystemC engine in a process of its own");
  taken = true;
  ::setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 0);
  sc_core::sc_report_handler::set_handler(on_report);
}

Kernel::~Kernel() { sc_core::sc_report_handler::set_handler(nullptr); }

void Kernel::run(std::uint64_t cycles) {
  try {
    sc_core::sc_start(sc_core::sc_time(10, sc_core::SC_NS) * static_cast<double>(cycles));
  } catch (const sc_core::sc_report&) {
    throw base::Error(base::ErrorKind::check_failed, first_report.value_or("SystemC reported an error"));
  }
}

}  // namespace silipool::systemc
