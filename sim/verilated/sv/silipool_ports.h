/* The C interface between a foreign design in a shared library and the engine that loads it.
   Plain C types only, so that both sides may be built by different compilers. */
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SILIPOOL_PORTS_VERSION 1

struct silipool_ports {
  int version;
  void* (*create)(uint32_t seed);
  void (*destroy)(void* model);
  /* Port values in words of 64 bits, port after port in the order of the wrapper; those of inputs are read,
     those of outputs written. Returns 0, or the words with which the design ended: valid until the next call.
   */
  const char* (*evaluate)(void* model, uint64_t* values);
  /* A signal's word, 4096 bits in words of 32. */
  void (*peek)(void* model, int signal, int address, uint32_t* word);
  void (*poke)(void* model, int signal, int address, const uint32_t* word);
  int (*open_trace)(void* model, const char* path); /* 0: built without waves */
  void (*close_trace)(void* model);
};

const struct silipool_ports* silipool_ports_entry(void);

#ifdef __cplusplus
}
#endif
