/* The C interface between a verilated model in a shared library and the engine that loads it.
   Plain C types only, so that both sides may be built by different compilers. */
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SILIPOOL_SHIM_VERSION 2

struct silipool_pin_inputs {
  uint64_t s_axis_tdata;
  uint32_t s_axis_tkeep, s_axil_awaddr, s_axil_wdata, s_axil_wstrb, s_axil_araddr;
  uint8_t aresetn, s_axis_tvalid, s_axis_tlast, s_axis_tuser, m_axis_tready;
  uint8_t s_axil_awvalid, s_axil_wvalid, s_axil_bready, s_axil_arvalid, s_axil_rready;
};

struct silipool_pin_outputs {
  uint64_t m_axis_tdata;
  uint32_t m_axis_tkeep, s_axil_bresp, s_axil_rdata, s_axil_rresp;
  uint8_t s_axis_tready, m_axis_tvalid, m_axis_tlast;
  uint8_t s_axil_awready, s_axil_wready, s_axil_bvalid, s_axil_arready, s_axil_rvalid, irq;
};

/* What the observation points call. */
struct silipool_callbacks {
  void* context;
  void (*event)(void* context, int phase, uint32_t index, uint64_t value);
  int (*state_wanted)(void* context);
  void (*state)(void* context, int kind, uint32_t index, uint32_t value);
  /* What a tile did in a step: row reads, row writes, keys, selection rounds, permanence words read, written.
   */
  void (*activity)(void* context, const uint32_t counts[6]);
  /* An occasion for a fault of this kind: -1, or a number that chooses the bit to flip. */
  int (*inject)(void* context, int kind);
};

struct silipool_model {
  int version;
  void* (*create)(const struct silipool_callbacks* callbacks, uint32_t seed);
  void (*destroy)(void* model);
  void (*settle)(void* model, const struct silipool_pin_inputs* in, struct silipool_pin_outputs* out);
  void (*edge)(void* model, struct silipool_pin_outputs* out);
  int (*open_trace)(void* model, const char* path); /* 0: built without waves */
  void (*close_trace)(void* model);
};

const struct silipool_model* silipool_model_entry(void);

#ifdef __cplusplus
}
#endif
