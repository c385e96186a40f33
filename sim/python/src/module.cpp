#include "bind.hpp"

PYBIND11_MODULE(_silipool, m) {
  using namespace silipool::python;
  m.attr("__version__") = SILIPOOL_VERSION;
  bind_errors(m);
  bind_memory(m);
  bind_configuration(m);
  bind_sdr_set(m);
  bind_pooler(m);
  bind_readout(m);
  bind_data(m);
  bind_measures(m);
  bind_cells(m);
  bind_array(m);
}
