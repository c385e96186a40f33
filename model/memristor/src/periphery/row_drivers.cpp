#include <silipool/memristor/periphery/row_drivers.hpp>

#include <cmath>
#include <cstddef>

#include <silipool/base/error.hpp>

namespace silipool::memristor {

std::vector<double> row_voltages(const base::Sdr& active, double read_v) {
  if (!(read_v > 0 && std::isfinite(read_v)))
    base::bad_input("read voltage {} V: legal are values above 0", read_v);
  std::vector<double> row_v(active.size(), 0.0);
  for (std::size_t i = 0; i < row_v.size(); ++i)
    if (active.test(i)) row_v[i] = read_v;
  return row_v;
}

}  // namespace silipool::memristor
