#pragma once
#include <cstdint>

namespace silipool::crossbar {

/// What arrays and their periphery did: counts, and the energies that follow from the devices alone (in
/// joule). Sums over tiles.
struct Work {
  // Reads.
  std::uint64_t reads = 0;         ///< solutions of an array, each a read pulse
  std::uint64_t driven_rows = 0;   ///< rows that were driven in them
  std::uint64_t driven_cells = 0;  ///< cells on those rows: the length of the lines that were charged
  std::uint64_t comparisons = 0;   ///< of a current with a reference
  std::uint64_t ramp_steps = 0;    ///< of references that all columns of an array share
  std::uint64_t conversions = 0;   ///< by converters
  double read_j = 0;               ///< what the drivers gave, of which cells and wires made heat
  // Writes.
  std::uint64_t write_pulses = 0;   ///< to a cell each, whether or not it changed
  std::uint64_t device_writes = 0;  ///< writes after which a cell held something else
  std::uint64_t verify_reads = 0;   ///< of a cell each
  std::uint64_t written_cells = 0;  ///< cells on the lines that write pulses charged
  std::uint64_t half_selected = 0;  ///< cells on a line of a pulse that was meant for another
  std::uint64_t failed_writes = 0;  ///< the cell does not hold what it was to hold
  double write_line_v2 = 0;         ///< sum of voltage^2 over written_cells
  double write_j = 0, verify_j = 0, half_select_j = 0;
  double longest_write_s = 0;  ///< sum over learning steps of the pulses in a row of the busiest tile
  double longest_read_s = 0;   ///< the same of reads

  Work& operator+=(const Work& other);
};

/// What every cell has been through.
struct Wear {
  std::uint64_t most = 0;  ///< pulses that changed, or were to change, the most written cell
  double mean = 0;
  std::uint64_t failed = 0;  ///< cells that are stuck or open now
  std::uint64_t cells = 0;
};

}  // namespace silipool::crossbar
