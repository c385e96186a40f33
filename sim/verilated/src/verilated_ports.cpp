#include <numeric>

#include <dlfcn.h>

#include <silipool/base/error.hpp>
#include <silipool/verilated/foreign.hpp>

#include "../sv/silipool_ports.h"

namespace silipool::verilated {
namespace {

class VerilatedPorts final : public engine::PortLevel {
 public:
  VerilatedPorts(const std::filesystem::path& library, const ForeignTop& top, std::uint32_t seed)
      : ports_(top.ports) {
    const auto refuse = [&library](const std::string& why) {
      throw base::Error(base::ErrorKind::check_failed,
                        fmt::format("{}: cannot load: {}", library.string(), why));
    };
    // The library stays loaded: another instance may be using it, and unloading buys nothing.
    void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) refuse(::dlerror());
    using Entry = const silipool_ports* (*)();
    const auto find = reinterpret_cast<Entry>(::dlsym(handle, "silipool_ports_entry"));
    if (find == nullptr) refuse("it is not a simulation model");
    entry_ = find();
    if (entry_->version != SILIPOOL_PORTS_VERSION) refuse("it was built by another version");
    std::size_t words = 0;
    for (const engine::Port& port : ports_) {
      offsets_.push_back(words);
      words += port.words();
    }
    values_.resize(words);
    model_ = entry_->create(seed);
  }
  ~VerilatedPorts() override { entry_->destroy(model_); }
  VerilatedPorts(const VerilatedPorts&) = delete;
  VerilatedPorts& operator=(const VerilatedPorts&) = delete;

  [[nodiscard]] const std::vector<engine::Port>& ports() const override { return ports_; }
  [[nodiscard]] std::span<std::uint64_t> value(std::size_t port) override {
    return std::span(values_).subspan(offsets_[port], ports_[port].words());
  }
  void evaluate() override {
    if (const char* words = entry_->evaluate(model_, values_.data()); words != nullptr)
      throw base::Error(base::ErrorKind::check_failed, words);
  }
  [[nodiscard]] std::vector<std::uint64_t> peek(std::size_t signal, std::uint32_t address) override {
    std::vector<std::uint32_t> halves(kSignalBits / 32);
    entry_->peek(model_, static_cast<int>(signal), static_cast<int>(address), halves.data());
    std::vector<std::uint64_t> word(kSignalBits / 64);
    for (std::size_t i = 0; i < halves.size(); ++i) word[i / 2] |= std::uint64_t{halves[i]} << (32 * (i % 2));
    return word;
  }
  void poke(std::size_t signal, std::uint32_t address, const std::vector<std::uint64_t>& word) override {
    std::vector<std::uint32_t> halves(kSignalBits / 32);
    for (std::size_t i = 0; i < halves.size() && i / 2 < word.size(); ++i)
      halves[i] = static_cast<std::uint32_t>(word[i / 2] >> (32 * (i % 2)));
    entry_->poke(model_, static_cast<int>(signal), static_cast<int>(address), halves.data());
  }
  void open_trace(const std::filesystem::path& path) override {
    if (entry_->open_trace(model_, path.c_str()) == 0)
      base::bad_input("{}: cannot write waves", path.string());
  }
  void close_trace() override { entry_->close_trace(model_); }

 private:
  std::vector<engine::Port> ports_;
  std::vector<std::size_t> offsets_;  ///< of each port's value
  std::vector<std::uint64_t> values_;
  const silipool_ports* entry_ = nullptr;
  void* model_ = nullptr;
};

}  // namespace

std::unique_ptr<engine::PortLevel> load_foreign(const std::filesystem::path& library, const ForeignTop& top,
                                                std::uint32_t seed) {
  return std::make_unique<VerilatedPorts>(library, top, seed);
}

}  // namespace silipool::verilated
