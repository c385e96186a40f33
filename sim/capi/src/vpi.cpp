// The C interface as system tasks and functions of Verilog, for simulators with VPI and without DPI, such as
// Icarus (docs/integration_testbench.md lists them). A pooler is an integer from 1 on.
#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <vpi_user.h>

#include <silipool/capi/silipool_c.h>

namespace {

/// Prints and ends the simulation: a testbench that uses the model wrongly has no verdict.
void stop(const std::string& what) {
  vpi_printf("ERROR: %s\n", what.c_str());
  vpi_control(vpiFinish, 1);
}

enum class Argument { text, number, vector, variable };

struct Call;
struct Task {
  const char* name;
  bool function;                    ///< returns an integer
  std::vector<Argument> arguments;  ///< the last `optional` of them may be left out
  std::size_t optional;
  std::int32_t (*run)(Call&);  ///< -1: it failed, and silipool_last_error says why
};

/// One call of a task: its arguments as C++ has them.
struct Call {
  explicit Call(const Task& t) : task(t), handle(vpi_handle(vpiSysTfCall, nullptr)) {
    vpiHandle arguments_of = vpi_iterate(vpiArgument, handle);
    if (arguments_of == nullptr) return;
    while (vpiHandle argument = vpi_scan(arguments_of)) arguments.push_back(argument);
  }
  [[nodiscard]] std::string text(std::size_t i) const {
    if (i >= arguments.size()) return "";
    s_vpi_value value{};
    value.format = vpiStringVal;
    vpi_get_value(arguments[i], &value);
    return value.value.str == nullptr ? "" : value.value.str;
  }
  [[nodiscard]] std::int32_t number(std::size_t i) const {
    s_vpi_value value{};
    value.format = vpiIntVal;
    vpi_get_value(arguments[i], &value);
    return value.value.integer;
  }
  [[nodiscard]] std::uint32_t unsigned_number(std::size_t i) const {
    return static_cast<std::uint32_t>(number(i));
  }
  /// In words of at least `bits`: what a vector lacks is 0, and its bits past its end are not looked at.
  [[nodiscard]] std::vector<silipool_logic> vector(std::size_t i, std::uint32_t bits) const {
    const auto width = static_cast<std::uint32_t>(vpi_get(vpiSize, arguments[i]));
    s_vpi_value value{};
    value.format = vpiVectorVal;
    vpi_get_value(arguments[i], &value);
    std::vector<silipool_logic> words((std::max(width, bits) + 31) / 32);
    for (std::uint32_t w = 0; w < (width + 31) / 32; ++w) {
      const std::uint32_t rest = width - 32 * w;
      const std::uint32_t mask = rest >= 32 ? ~0U : (1U << rest) - 1;
      words[w] = {static_cast<std::uint32_t>(value.value.vector[w].aval) & mask,
                  static_cast<std::uint32_t>(value.value.vector[w].bval) & mask};
    }
    return words;
  }
  /// Into a variable, which must have room for `count` bits.
  void put(std::size_t i, const std::vector<std::uint32_t>& bits, std::uint32_t count) const {
    const auto width = static_cast<std::uint32_t>(vpi_get(vpiSize, arguments[i]));
    if (width < count)
      return stop(place() + ": argument " + std::to_string(i + 1) + " has " + std::to_string(width) +
                  " bits: " + std::to_string(count) + " are written");
    std::vector<s_vpi_vecval> words((std::size_t{width} + 31) / 32);
    for (std::size_t w = 0; w < std::min(words.size(), bits.size()); ++w)
      words[w].aval = static_cast<PLI_INT32>(bits[w]);
    s_vpi_value value{};
    value.format = vpiVectorVal;
    value.value.vector = words.data();
    vpi_put_value(arguments[i], &value, nullptr, vpiNoDelay);
  }
  void result(std::int32_t number) const {
    s_vpi_value value{};
    value.format = vpiIntVal;
    value.value.integer = number;
    vpi_put_value(handle, &value, nullptr, vpiNoDelay);
  }
  [[nodiscard]] std::string place() const {
    const char* file = vpi_get_str(vpiFile, handle);
    const std::string name = file == nullptr ? "" : file;
    return name + ":" + std::to_string(vpi_get(vpiLineNo, handle)) + ": " + task.name;
  }

  const Task& task;
  vpiHandle handle;
  std::vector<vpiHandle> arguments;
};

struct Destroy {
  void operator()(silipool_pooler* p) const { silipool_pooler_destroy(p); }
};
std::vector<std::unique_ptr<silipool_pooler, Destroy>>& poolers() {
  static std::vector<std::unique_ptr<silipool_pooler, Destroy>> all;
  return all;
}

/// NULL where there is no such pooler: then the C interface says that it is.
silipool_pooler* pooler(const Call& call) {
  const std::int32_t number = call.number(0);
  if (number < 1 || static_cast<std::size_t>(number) > poolers().size()) return nullptr;
  return poolers()[static_cast<std::size_t>(number) - 1].get();
}

std::uint32_t quantity(const silipool_pooler* p, const char* name) {
  const std::int64_t value = p == nullptr ? 0 : silipool_pooler_quantity(p, name);
  return static_cast<std::uint32_t>(value < 0 ? 0 : value);
}

/// Differences are told where they are found, the first ten.
std::int32_t told(silipool_pooler* p, std::int32_t equal) {
  constexpr std::int64_t kTold = 10;
  if (equal != 0) return equal;
  const std::int64_t mismatches = silipool_pooler_count(p, "mismatches");
  if (mismatches <= kTold) vpi_printf("MISMATCH: %s\n", silipool_pooler_difference(p));
  return equal;
}

std::int32_t create(Call& call) {
  silipool_pooler* p = silipool_pooler_create(call.text(0).c_str(), call.text(1).c_str());
  if (p == nullptr) return -1;
  poolers().emplace_back(p);
  return static_cast<std::int32_t>(poolers().size());
}
std::int32_t step(Call& call) {
  silipool_pooler* p = pooler(call);
  const auto input = call.vector(1, quantity(p, "inputs"));
  return silipool_pooler_step_logic(p, input.data(), static_cast<std::uint32_t>(input.size()),
                                    call.number(2));
}
std::int32_t compare(Call& call) {
  silipool_pooler* p = pooler(call);
  const auto winners = call.vector(1, quantity(p, "columns"));
  return told(p,
              silipool_pooler_compare_logic(p, winners.data(), static_cast<std::uint32_t>(winners.size())));
}
std::int32_t compare_value(Call& call) {
  silipool_pooler* p = pooler(call);
  return told(p, silipool_pooler_compare_value(p, call.text(1).c_str(), call.unsigned_number(2),
                                               call.unsigned_number(3), call.unsigned_number(4)));
}
std::int32_t winners(Call& call) {
  silipool_pooler* p = pooler(call);
  std::vector<std::uint32_t> words((quantity(p, "columns") + 31) / 32 + 1);
  const std::int32_t status =
      silipool_pooler_winners(p, words.data(), static_cast<std::uint32_t>(words.size()));
  if (status == 0) call.put(1, words, quantity(p, "columns"));
  return status;
}
std::int32_t stimulus(Call& call) {
  silipool_pooler* p = pooler(call);
  std::vector<std::uint32_t> words((quantity(p, "inputs") + 31) / 32 + 1);
  std::int32_t learn = 0;
  const std::int32_t status = silipool_pooler_stimulus(p, call.unsigned_number(1), words.data(),
                                                       static_cast<std::uint32_t>(words.size()), &learn);
  if (status != 0) return status;
  call.put(2, words, quantity(p, "inputs"));
  call.put(3, {static_cast<std::uint32_t>(learn)}, 1);
  return status;
}
/// Values and counts fit: a simulation has fewer than 2^31 steps.
std::int32_t narrowed(std::int64_t value) { return static_cast<std::int32_t>(value); }
std::int32_t value(Call& call) {
  return narrowed(silipool_pooler_value(pooler(call), call.text(1).c_str(), call.unsigned_number(2),
                                        call.unsigned_number(3)));
}
std::int32_t quantity_of(Call& call) {
  return narrowed(silipool_pooler_quantity(pooler(call), call.text(1).c_str()));
}
std::int32_t count(Call& call) {
  const std::int64_t counted = silipool_pooler_count(pooler(call), call.text(1).c_str());
  return narrowed(counted);
}
std::int32_t reset(Call& call) { return silipool_pooler_reset(pooler(call)); }
std::int32_t forget(Call& call) { return silipool_pooler_forget(pooler(call)); }
std::int32_t passed(Call& call) { return silipool_pooler_passed(pooler(call)); }
std::int32_t fail(Call& call) {
  silipool_pooler* p = pooler(call);
  const std::int32_t status = silipool_pooler_fail(p, call.text(1).c_str());
  if (status == 0) (void)told(p, 0);
  return status;
}
std::int32_t report(Call& call) {
  const char* text = silipool_pooler_report(pooler(call));
  if (text == nullptr) return -1;
  vpi_printf("%s\n", text);
  return 0;
}

std::deque<Task>& tasks() {
  using enum Argument;
  static std::deque<Task> all{
      {"$silipool_create", true, {text, text}, 1, create},
      {"$silipool_quantity", true, {number, text}, 0, quantity_of},
      {"$silipool_reset", false, {number}, 0, reset},
      {"$silipool_stimulus", false, {number, number, variable, variable}, 0, stimulus},
      {"$silipool_step", false, {number, vector, number}, 0, step},
      {"$silipool_winners", false, {number, variable}, 0, winners},
      {"$silipool_value", true, {number, text, number, number}, 0, value},
      {"$silipool_compare", true, {number, vector}, 0, compare},
      {"$silipool_compare_value", true, {number, text, number, number, number}, 0, compare_value},
      {"$silipool_fail", false, {number, text}, 0, fail},
      {"$silipool_forget", false, {number}, 0, forget},
      {"$silipool_count", true, {number, text}, 0, count},
      {"$silipool_passed", true, {number}, 0, passed},
      {"$silipool_report", false, {number}, 0, report},
  };
  return all;
}

PLI_INT32 check(PLI_BYTE8* data) {
  const Task& task = *reinterpret_cast<const Task*>(data);
  const Call call(task);
  const std::size_t most = task.arguments.size(), least = most - task.optional;
  if (call.arguments.size() < least || call.arguments.size() > most) {
    stop(call.place() + " has " + std::to_string(call.arguments.size()) + " arguments, must have " +
         (least == most ? "" : std::to_string(least) + " or ") + std::to_string(most));
    return 0;
  }
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const PLI_INT32 type = vpi_get(vpiType, call.arguments[i]);
    const bool fixed = type == vpiNet || type == vpiConstant || type == vpiParameter;
    if (task.arguments[i] == Argument::variable && fixed)
      stop(call.place() + ": argument " + std::to_string(i + 1) + " is written: it must be a variable");
  }
  return 0;
}

PLI_INT32 run(PLI_BYTE8* data) {
  const Task& task = *reinterpret_cast<const Task*>(data);
  Call call(task);
  const std::int32_t result = task.run(call);
  // A count may be -1 without having failed.
  if (result == -1 && !(task.run == count && call.text(1) == "first_mismatch" && pooler(call) != nullptr))
    stop(call.place() + ": " + silipool_last_error());
  if (task.function) call.result(result);
  return 0;
}

void register_tasks() {
  for (Task& task : tasks()) {
    s_vpi_systf_data data{};
    data.type = task.function ? vpiSysFunc : vpiSysTask;
    data.sysfunctype = task.function ? vpiIntFunc : 0;
    data.tfname = task.name;
    data.calltf = run;
    data.compiletf = check;
    data.user_data = reinterpret_cast<PLI_BYTE8*>(&task);
    vpi_register_systf(&data);
  }
}

}  // namespace

extern "C" {
__attribute__((visibility("default"))) void (*vlog_startup_routines[])() = {register_tasks, nullptr};
}
