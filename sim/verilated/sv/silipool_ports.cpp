// Compiled together with a foreign design, on the user's machine, by sim/verilated/src/foreign.cpp, which
// writes silipool_ports_table.inc: copy_in, copy_out, peek_signal, poke_signal.
#include "silipool_ports.h"

#include <memory>
#include <string>

#include "Vforeign.h"
#include "svdpi.h"
#include "verilated.h"
#ifdef SILIPOOL_SIGNALS
#include "Vforeign__Dpi.h"
#endif
#include "silipool_trace.h"

namespace {

struct Ended {
  std::string words;
};

struct Model {
  VerilatedContext context;
  std::unique_ptr<Vforeign> top;
  silipool_trace::Trace trace;
  std::uint64_t time = 0;
  std::string words;
};

template <typename T>
void put(T& port, const uint64_t* value) {
  port = static_cast<T>(*value);
}
template <std::size_t N>
void put(VlWide<N>& port, const uint64_t* value) {
  for (std::size_t i = 0; i < N; ++i) port[i] = static_cast<uint32_t>(value[i / 2] >> (32 * (i % 2)));
}
template <typename T>
void get(const T& port, uint64_t* value) {
  *value = static_cast<uint64_t>(port);
}
template <std::size_t N>
void get(const VlWide<N>& port, uint64_t* value) {
  for (std::size_t i = 0; i < (N + 1) / 2; ++i) value[i] = 0;
  for (std::size_t i = 0; i < N; ++i) value[i / 2] |= static_cast<uint64_t>(port[i]) << (32 * (i % 2));
}

#include "silipool_ports_table.inc"

void* create(uint32_t seed) {
  auto m = std::make_unique<Model>();
  m->context.randReset(2);  // what no reset reaches starts random, from this seed
  m->context.randSeed(static_cast<int>(seed));
  silipool_trace::Trace::prepare(m->context);
  m->top = std::make_unique<Vforeign>(&m->context, "silipool");
  return m.release();
}

// No final(): a design that ended itself must not be evaluated any more.
void destroy(void* model) {
  std::unique_ptr<Model> m(static_cast<Model*>(model));
  // The destructor looks for its context here, where the one that was made last stands, alive or not.
  Verilated::threadContextp(&m->context);
  m->trace.close();
}

const char* evaluate(void* model, uint64_t* values) {
  Model& m = *static_cast<Model*>(model);
  try {
    copy_in(*m.top, values);
    m.top->eval();
  } catch (const Ended& ended) {
    m.words = ended.words;
    return m.words.c_str();
  }
  copy_out(*m.top, values);
  m.trace.dump(m.time);
  m.time += 5;
  m.context.time(m.time);
  return nullptr;
}

// Without signals the runtime has no scopes.
void into_scope() {
#ifdef SILIPOOL_SIGNALS
  svSetScope(svGetScopeFromName("silipool.silipool_foreign"));
#endif
}

void peek(void*, int signal, int address, uint32_t* word) {
  into_scope();
  peek_signal(signal, address, word);
}

void poke(void*, int signal, int address, const uint32_t* word) {
  into_scope();
  poke_signal(signal, address, word);
}

int open_trace(void* model, const char* path) {
  Model& m = *static_cast<Model*>(model);
  return m.trace.open(*m.top, path) ? 1 : 0;
}

void close_trace(void* model) { static_cast<Model*>(model)->trace.close(); }

const silipool_ports entry = {
    SILIPOOL_PORTS_VERSION, create, destroy, evaluate, peek, poke, open_trace, close_trace};

std::string place(const char* file, int line) {
  return file != nullptr && *file != '\0' ? std::string(file) + ":" + std::to_string(line) + ": " : "";
}

}  // namespace

// In place of the runtime's own, which end the process (VL_USER_FINISH, VL_USER_STOP, VL_USER_FATAL).
void vl_finish(const char* file, int line, const char*) { throw Ended{place(file, line) + "$finish"}; }
void vl_stop(const char* file, int line, const char*) {
  throw Ended{place(file, line) + "$stop, or an assertion failed"};
}
void vl_fatal(const char* file, int line, const char*, const char* message) {
  throw Ended{place(file, line) + message};
}

extern "C" {
__attribute__((visibility("default"))) const silipool_ports* silipool_ports_entry(void) { return &entry; }
}
