#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include <silipool/cost/cost_table.hpp>
#include <silipool/liberty/library.hpp>

namespace silipool::flow {

/// What a memory of the RTL is made of, and what it takes. Energies are of the whole memory, however many
/// macros.
struct Sram {
  std::string name;  ///< "2 x RM_.._64x64", or "by law, 28 x 57"
  std::size_t macros = 1;
  cost::Cost read, write;                  ///< J, of an access
  cost::Cost idle;                         ///< J, of a clock cycle without one
  cost::Cost data_toggle, address_toggle;  ///< J, of a bit of the word written, of the address
  cost::Cost leakage;                      ///< W
  cost::Range area_m2;
  double clock_to_output_s = 0, setup_s = 0, pin_f = 0;
};

/// The macros of Liberty files (a cell with a memory group each), single-port: pins whose names end in MEN,
/// WEN and REN, or csb0 and web0, say what an access is. Error{bad_input} for a file without such a macro.
[[nodiscard]] std::vector<liberty::Library> load_srams(const std::vector<std::string>& files);

/// The memory of `width` x `depth` bits out of the macros that together are the smallest: beside each other
/// for the width, behind each other for the depth. Error{bad_input} names the memory where none of them can
/// make it.
[[nodiscard]] Sram sram_of_macros(const std::vector<liberty::Library>& macros, std::size_t width,
                                  std::size_t depth);

/// Where there are no macros: laws fitted to published memories, carried to the process by
/// cost::energy_scale.
///   nominal  ten macros of IHP SG13G2 (130 nm, 1.2 V, RM_IHPSG13_1P_*, typical): a + b W + c W D by least
///   squares;
///            high is the worst of the ten above its fit
///   low      M. Horowitz, ISSCC 2014, Fig. 1.1.9 (45 nm, 0.9 V): 10 pJ for 64 bits out of 8 KB, and the root
///   of the
///            size, which is what the figure's 20 pJ of 32 KB and 100 pJ of 1 MB follow
[[nodiscard]] Sram sram_by_law(std::size_t width, std::size_t depth, const cost::Process& process);

}  // namespace silipool::flow
