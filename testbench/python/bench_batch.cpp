// What speed_test.py holds a batch through Python against: the same steps called from C++.
//   bench_batch CONFIG INPUTS COUNT REPEATS
// INPUTS has COUNT rows of a byte for each input, 0 or 1. Prints the least seconds of the processor of
// learning them from a reset, and of inferring them afterwards.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace {

/// Processor time, which other work on the machine disturbs least.
double seconds(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const silipool::config::Config config = silipool::config::load_config(argv[1]);
  const std::string bytes = silipool::base::read_file(argv[2]);
  const std::size_t count = std::stoul(argv[3]), inputs = config.structural.inputs();
  std::vector<silipool::base::Sdr> rows(count, silipool::base::Sdr(inputs));
  for (std::size_t i = 0; i < count * inputs; ++i)
    if (bytes.at(i) != 0) rows[i / inputs].set(i % inputs);
  silipool::sp::SpatialPooler pooler(config.structural, config.runtime);
  pooler.record_changes(false);
  std::size_t found = 0;
  const auto run = [&](bool learn) {
    std::vector<std::uint32_t> winners;
    for (const silipool::base::Sdr& row : rows) {
      const auto& won = pooler.step(row, learn).winners;
      winners.insert(winners.end(), won.begin(), won.end());
    }
    found = winners.size();
  };
  double learn = std::numeric_limits<double>::infinity(), infer = learn;
  for (int i = 0; i < std::atoi(argv[4]); ++i) {
    pooler.reset();
    learn = std::min(learn, seconds([&] { run(true); }));
    infer = std::min(infer, seconds([&] { run(false); }));
  }
  std::printf("%.9f %.9f %zu\n", learn, infer, found);
  return 0;
}
