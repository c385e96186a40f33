// Waves of a verilated model, where it is built with them (SILIPOOL_TRACE); otherwise nothing is ever open.
// Included by the two sources that are compiled with a model, on the user's machine.
#pragma once
#include <cstdint>
#include <memory>

#include "verilated.h"
#ifdef SILIPOOL_TRACE
#include "verilated_fst_c.h"
#endif

namespace silipool_trace {

class Trace {
 public:
#ifdef SILIPOOL_TRACE
  static void prepare(VerilatedContext& context) { context.traceEverOn(true); }
  /// Whether the file could be opened.
  template <typename Top>
  bool open(Top& top, const char* path) {
    file_ = std::make_unique<VerilatedFstC>();
    top.trace(file_.get(), 99);
    file_->open(path);
    return file_->isOpen();
  }
  void dump(std::uint64_t time) {
    if (file_) file_->dump(time);
  }
  void close() {
    if (file_) file_->close();
    file_.reset();
  }

 private:
  std::unique_ptr<VerilatedFstC> file_;
#else
  static void prepare(VerilatedContext&) {}
  template <typename Top>
  bool open(Top&, const char*) {
    return false;
  }
  void dump(std::uint64_t) {}
  void close() {}
#endif
};

}  // namespace silipool_trace
