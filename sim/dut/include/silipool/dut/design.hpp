#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/engine/event.hpp>

/// Somebody else's design, as a DUT.toml describes it (`silipool verify --dut-template` prints every key).
namespace silipool::dut {

/// What a parameter or an input port is given: a number, a quantity of the configuration, or a text.
struct Assignment {
  std::string name;
  std::string value;  ///< as it was written
  bool text = false;  ///< a parameter that is a string
  unsigned line = 0;
};

enum class Protocol {
  stream,  ///< words, each when valid and ready stand together
  call,    ///< words put in or read while the design stands still, between start and done
};
enum class Format {
  bitmap,   ///< bit i for input or column i
  indices,  ///< a word for each bit that is on, any order
};

/// How inputs go in, or winners come out. Names of ports; "" where there is none.
struct Side {
  Protocol protocol = Protocol::stream;
  Format format = Format::bitmap;
  std::string data;
  bool msb_first = false;             ///< bit 0 of a word is its most significant one
  bool highest_first = false;         ///< the first word of a bitmap has the highest inputs or columns
  std::uint64_t words = 0;            ///< that a bitmap is expected to take; 0: as many as it needs
  std::optional<std::uint64_t> none;  ///< indices: this word stands for no index
  // stream
  std::string valid, ready, last;
  std::string
      done;  ///< indices out: high for a cycle after the last of them; call: once the winners can be read
  // call
  std::string start;           ///< in: high for a cycle when the input stands
  std::string write, address;  ///< in: a word a cycle; without an address all of it stands at `data`
  std::string read;            ///< out: high while a word is asked for
  std::uint64_t base = 0;      ///< address of the first word
  std::uint64_t latency = 0;   ///< out: cycles from an address to its word
};

/// How one kind of state is laid out in words.
struct StateWords {
  engine::EventSink::State kind = engine::EventSink::State::permanence;
  bool overlap = false;        ///< not state but the overlaps of the step before; `kind` means nothing
  std::string signal;          ///< hierarchical name below the top, `*` for the address; "": the bus
  std::uint64_t bits = 0;      ///< of an item
  std::uint64_t per_word = 1;  ///< items in a word, the first lowest
  bool by_slot = false;      ///< permanences: the columns of a slot stand together, not the slots of a column
  std::uint64_t base = 0;    ///< address of the first word
  std::uint64_t stride = 0;  ///< words from one column (or slot) to the next; 0: as many as it needs
  bool preload = false;      ///< written after each reset
};

struct State {
  std::uint64_t every = 64;  ///< steps from one comparison to the next; after the last too
  std::string idle;          ///< output port that is high when state may be read
  std::uint64_t wait = 0;    ///< and cycles after that
  struct Bus {
    std::string address, data, read, write, write_data;
    std::uint64_t latency = 0;
  };
  std::optional<Bus> bus;
  std::vector<StateWords> words;
  /// The hierarchical names, in the order in which PortLevel numbers signals.
  [[nodiscard]] std::vector<std::string> signals() const;
};

struct Design {
  std::string file;  ///< the DUT.toml, for messages
  std::vector<std::filesystem::path> sources, include;
  std::vector<std::string> defines;
  std::string top;
  std::vector<Assignment> parameters, constants;
  std::string clock;
  std::string reset;
  bool reset_low = true;
  bool reset_synchronous = true;
  std::uint64_t reset_cycles = 4;
  Side input, output;
  std::string learn;  ///< port; "": every step learns, or none
  bool always_learn = true;
  std::uint64_t timeout = 1000000;  ///< cycles in which the design must take an input and give its winners
  State state;
};

/// A value in place of the file's: `reset.active`, `"high"`.
struct Override {
  std::string key, value;
};

/// Reads the text of a DUT.toml; relative paths start from its folder. Error{bad_input} names file, line,
/// key, what was found and what is legal.
[[nodiscard]] Design parse_design(std::string_view text, const std::filesystem::path& file,
                                  const std::vector<Override>& overrides = {});

/// A DUT.toml to start from, with every key and what it means.
[[nodiscard]] std::string_view design_template();

/// The parameters as SystemVerilog.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parameter_values(const Design& design,
                                                                                const config::Config& config);

}  // namespace silipool::dut
