#include <silipool/crossbar/work.hpp>

namespace silipool::crossbar {

Work& Work::operator+=(const Work& o) {
  reads += o.reads;
  driven_rows += o.driven_rows;
  driven_cells += o.driven_cells;
  comparisons += o.comparisons;
  ramp_steps += o.ramp_steps;
  conversions += o.conversions;
  read_j += o.read_j;
  write_pulses += o.write_pulses;
  device_writes += o.device_writes;
  verify_reads += o.verify_reads;
  written_cells += o.written_cells;
  half_selected += o.half_selected;
  failed_writes += o.failed_writes;
  write_line_v2 += o.write_line_v2;
  write_j += o.write_j;
  verify_j += o.verify_j;
  half_select_j += o.half_select_j;
  longest_write_s += o.longest_write_s;
  longest_read_s += o.longest_read_s;
  return *this;
}

}  // namespace silipool::crossbar
