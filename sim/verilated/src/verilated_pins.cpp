#include <silipool/verilated/verilated_pins.hpp>

#include <dlfcn.h>

#include <silipool/base/error.hpp>

#include "../sv/silipool_shim.h"

namespace silipool::verilated {

struct VerilatedPins::Implementation {
  void* handle = nullptr;
  const silipool_model* entry = nullptr;
  void* model = nullptr;
  silipool_pin_outputs raw{};
  engine::PinOutputs outputs;
  std::uint64_t cycles = 0;
  engine::EventSink* sink = nullptr;
  std::function<int(int)> inject;
  engine::Activity activity;

  const engine::PinOutputs& read() {
    outputs = {.s_axis_tready = raw.s_axis_tready != 0,
               .m_axis_tvalid = raw.m_axis_tvalid != 0,
               .m_axis_tlast = raw.m_axis_tlast != 0,
               .m_axis_tdata = raw.m_axis_tdata,
               .m_axis_tkeep = raw.m_axis_tkeep,
               .irq = raw.irq != 0,
               .s_axil_awready = raw.s_axil_awready != 0,
               .s_axil_wready = raw.s_axil_wready != 0,
               .s_axil_bvalid = raw.s_axil_bvalid != 0,
               .s_axil_arready = raw.s_axil_arready != 0,
               .s_axil_rvalid = raw.s_axil_rvalid != 0,
               .s_axil_bresp = raw.s_axil_bresp,
               .s_axil_rdata = raw.s_axil_rdata,
               .s_axil_rresp = raw.s_axil_rresp};
    return outputs;
  }
};

VerilatedPins::VerilatedPins(const std::filesystem::path& library, std::uint32_t seed)
    : implementation_(std::make_unique<Implementation>()) {
  Implementation& i = *implementation_;
  const auto refuse = [&library](const std::string& why) {
    throw base::Error(base::ErrorKind::check_failed,
                      fmt::format("{}: cannot load: {}", library.string(), why));
  };
  i.handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (i.handle == nullptr) refuse(::dlerror());
  using Entry = const silipool_model* (*)();
  const auto find = reinterpret_cast<Entry>(::dlsym(i.handle, "silipool_model_entry"));
  if (find == nullptr) refuse("it is not a simulation model");
  i.entry = find();
  if (i.entry->version != SILIPOOL_SHIM_VERSION) refuse("it was built by another version");
  const silipool_callbacks callbacks{
      .context = &i,
      .event =
          [](void* context, int phase, std::uint32_t index, std::uint64_t value) {
            if (auto* sink = static_cast<Implementation*>(context)->sink; sink != nullptr)
              sink->event(static_cast<engine::Phase>(phase), index, value);
          },
      .state_wanted = [](void* context) -> int {
        auto* sink = static_cast<Implementation*>(context)->sink;
        return sink != nullptr && sink->state_wanted() ? 1 : 0;
      },
      .state =
          [](void* context, int kind, std::uint32_t index, std::uint32_t value) {
            if (auto* sink = static_cast<Implementation*>(context)->sink; sink != nullptr)
              sink->state(static_cast<engine::EventSink::State>(kind), index, value);
          },
      .activity =
          [](void* context, const std::uint32_t counts[6]) {
            auto* self = static_cast<Implementation*>(context);
            engine::Activity now;
            now.row_reads = counts[0];
            now.row_writes = counts[1];
            now.keys = counts[2];
            now.comparisons = counts[3];
            now.permanence_word_reads = counts[4];
            now.permanence_word_writes = counts[5];
            self->activity += now;
            if (self->sink != nullptr) self->sink->counted(now);
          },
      .inject = [](void* context, int kind) -> int {
        const auto& decide = static_cast<Implementation*>(context)->inject;
        return decide ? decide(kind) : -1;
      }};
  i.model = i.entry->create(&callbacks, seed);
}

VerilatedPins::~VerilatedPins() {
  Implementation& i = *implementation_;
  if (i.model != nullptr) i.entry->destroy(i.model);
  // The library stays loaded: another instance may be using it, and unloading buys nothing.
}

const engine::PinOutputs& VerilatedPins::settle(const engine::PinInputs& in) {
  Implementation& i = *implementation_;
  const silipool_pin_inputs raw{.s_axis_tdata = in.s_axis_tdata,
                                .s_axis_tkeep = in.s_axis_tkeep,
                                .s_axil_awaddr = in.s_axil_awaddr,
                                .s_axil_wdata = in.s_axil_wdata,
                                .s_axil_wstrb = in.s_axil_wstrb,
                                .s_axil_araddr = in.s_axil_araddr,
                                .aresetn = in.aresetn,
                                .s_axis_tvalid = in.s_axis_tvalid,
                                .s_axis_tlast = in.s_axis_tlast,
                                .s_axis_tuser = in.s_axis_tuser,
                                .m_axis_tready = in.m_axis_tready,
                                .s_axil_awvalid = in.s_axil_awvalid,
                                .s_axil_wvalid = in.s_axil_wvalid,
                                .s_axil_bready = in.s_axil_bready,
                                .s_axil_arvalid = in.s_axil_arvalid,
                                .s_axil_rready = in.s_axil_rready};
  i.entry->settle(i.model, &raw, &i.raw);
  return i.read();
}

const engine::PinOutputs& VerilatedPins::edge() {
  Implementation& i = *implementation_;
  i.entry->edge(i.model, &i.raw);
  ++i.cycles;
  return i.read();
}

std::uint64_t VerilatedPins::cycle() const { return implementation_->cycles; }

void VerilatedPins::open_trace(const std::filesystem::path& path) {
  Implementation& i = *implementation_;
  if (i.entry->open_trace(i.model, path.c_str()) == 0)
    base::bad_input("{}: cannot write waves (is the folder there and writable?)", path.string());
}

void VerilatedPins::close_trace() { implementation_->entry->close_trace(implementation_->model); }

void VerilatedPins::observe(engine::EventSink* sink) { implementation_->sink = sink; }
const engine::Activity& VerilatedPins::counted() const { return implementation_->activity; }
void VerilatedPins::on_inject(std::function<int(int)> decide) { implementation_->inject = std::move(decide); }

}  // namespace silipool::verilated
