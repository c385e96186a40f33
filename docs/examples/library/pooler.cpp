// A pooler in C++: usage pooler_cpp CONFIG STEPS
#include <cstdlib>
#include <iostream>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/config/load.hpp>
#include <silipool/sp/spatial_pooler.hpp>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: pooler_cpp CONFIG STEPS\n";
    return 2;
  }
  try {
    const silipool::config::Config config = silipool::config::load_config(argv[1]);
    silipool::sp::SpatialPooler pooler(config.structural, config.runtime);
    silipool::base::Sdr input(config.structural.inputs());
    const unsigned long steps = std::strtoul(argv[2], nullptr, 10);
    std::size_t winners = 0;
    for (unsigned long step = 0; step < steps; ++step) {
      // Every third input, from another one on in each step.
      input.clear();
      for (std::size_t i = step % 3; i < input.size(); i += 3) input.set(i);
      winners += pooler.step(input, true).winners.size();
    }
    std::cout << steps << " steps, " << winners << " winners, digest "
              << silipool::base::hex64(pooler.digest()) << "\n";
  } catch (const silipool::base::Error& error) {
    std::cerr << "pooler_cpp: " << error.what() << "\n";
    return static_cast<int>(error.kind());
  }
}
