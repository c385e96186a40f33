// Compiled together with the verilated model, on the user's machine, by sim/verilated/src/build.cpp.
#include "silipool_shim.h"

#include <memory>

#include "Vsilipool.h"
#include "Vsilipool__Dpi.h"
#include "verilated.h"
#include "silipool_trace.h"

namespace {

struct Model {
  silipool_callbacks callbacks;
  VerilatedContext context;
  std::unique_ptr<Vsilipool> top;
  silipool_trace::Trace trace;
  std::uint64_t time = 0;
};

// The model whose evaluation is under way in this thread: DPI functions carry no context of ours.
thread_local Model* current = nullptr;

void evaluate(Model& m) {
  current = &m;
  m.top->eval();
  m.trace.dump(m.time);
  m.time += 5;
  m.context.time(m.time);
}

void read_outputs(const Vsilipool& top, silipool_pin_outputs& out) {
  out.m_axis_tdata = top.m_axis_tdata;
  out.m_axis_tkeep = top.m_axis_tkeep;
  out.irq = top.irq;
  out.s_axil_bresp = top.s_axil_bresp;
  out.s_axil_rdata = top.s_axil_rdata;
  out.s_axil_rresp = top.s_axil_rresp;
  out.s_axis_tready = top.s_axis_tready;
  out.m_axis_tvalid = top.m_axis_tvalid;
  out.m_axis_tlast = top.m_axis_tlast;
  out.s_axil_awready = top.s_axil_awready;
  out.s_axil_wready = top.s_axil_wready;
  out.s_axil_bvalid = top.s_axil_bvalid;
  out.s_axil_arready = top.s_axil_arready;
  out.s_axil_rvalid = top.s_axil_rvalid;
}

void* create(const silipool_callbacks* callbacks, uint32_t seed) {
  auto m = std::make_unique<Model>();
  m->callbacks = *callbacks;
  m->context.randReset(2);  // what no reset reaches starts random, from this seed
  m->context.randSeed(static_cast<int>(seed));
  silipool_trace::Trace::prepare(m->context);
  m->top = std::make_unique<Vsilipool>(&m->context, "silipool");
  m->top->aclk = 0;
  evaluate(*m);
  return m.release();
}

void destroy(void* model) {
  std::unique_ptr<Model> m(static_cast<Model*>(model));
  current = m.get();
  // The destructor looks for its context here, where the one that was made last stands, alive or not.
  Verilated::threadContextp(&m->context);
  m->trace.close();
  m->top->final();
}

void settle(void* model, const silipool_pin_inputs* in, silipool_pin_outputs* out) {
  Model& m = *static_cast<Model*>(model);
  Vsilipool& top = *m.top;
  top.aclk = 0;
  top.aresetn = in->aresetn;
  top.s_axis_tvalid = in->s_axis_tvalid;
  top.s_axis_tdata = in->s_axis_tdata;
  top.s_axis_tkeep = in->s_axis_tkeep & ((1U << (SILIPOOL_STREAM_BITS / 8)) - 1U);
  top.s_axis_tlast = in->s_axis_tlast;
  top.s_axis_tuser = in->s_axis_tuser;
  top.m_axis_tready = in->m_axis_tready;
  top.s_axil_awaddr = in->s_axil_awaddr;
  top.s_axil_awvalid = in->s_axil_awvalid;
  top.s_axil_wdata = in->s_axil_wdata;
  top.s_axil_wstrb = in->s_axil_wstrb;
  top.s_axil_wvalid = in->s_axil_wvalid;
  top.s_axil_bready = in->s_axil_bready;
  top.s_axil_araddr = in->s_axil_araddr;
  top.s_axil_arvalid = in->s_axil_arvalid;
  top.s_axil_rready = in->s_axil_rready;
  evaluate(m);
  read_outputs(top, *out);
}

void edge(void* model, silipool_pin_outputs* out) {
  Model& m = *static_cast<Model*>(model);
  m.top->aclk = 1;
  evaluate(m);
  read_outputs(*m.top, *out);
}

int open_trace(void* model, const char* path) {
  Model& m = *static_cast<Model*>(model);
  return m.trace.open(*m.top, path) ? 1 : 0;
}

void close_trace(void* model) { static_cast<Model*>(model)->trace.close(); }

const silipool_model entry = {SILIPOOL_SHIM_VERSION, create, destroy, settle, edge, open_trace, close_trace};

}  // namespace

extern "C" {

__attribute__((visibility("default"))) const silipool_model* silipool_model_entry(void) { return &entry; }

#ifdef SILIPOOL_OBSERVE
void silipool_event(int phase, int index, long long value) {
  current->callbacks.event(current->callbacks.context, phase, static_cast<uint32_t>(index),
                           static_cast<uint64_t>(value));
}
int silipool_state_wanted() { return current->callbacks.state_wanted(current->callbacks.context); }
void silipool_state(int kind, int index, int value) {
  current->callbacks.state(current->callbacks.context, kind, static_cast<uint32_t>(index),
                           static_cast<uint32_t>(value));
}
void silipool_activity(int row_reads, int row_writes, int keys, int rounds, int permanence_reads,
                       int permanence_writes) {
  const uint32_t counts[6] = {static_cast<uint32_t>(row_reads),
                              static_cast<uint32_t>(row_writes),
                              static_cast<uint32_t>(keys),
                              static_cast<uint32_t>(rounds),
                              static_cast<uint32_t>(permanence_reads),
                              static_cast<uint32_t>(permanence_writes)};
  current->callbacks.activity(current->callbacks.context, counts);
}
#endif
#ifdef SILIPOOL_INJECT
int silipool_inject(int kind) { return current->callbacks.inject(current->callbacks.context, kind); }
#endif

}  // extern "C"
