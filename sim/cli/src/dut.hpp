#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "plan.hpp"

namespace silipool::cli {

/// `verify --dut`.
struct DutOptions {
  std::string config, dut;
  std::vector<std::string> dut_set;  ///< "key=value"
  std::uint64_t steps = 1000;
  engine::Stall stall = engine::Stall::none;
  std::string records;
};
int verify_dut(const Common& common, const DutOptions& options);

/// `replay` of what it recorded; `record` is the file.
int replay_dut(const Common& common, const Plan& plan, const config::Config& config,
               const std::filesystem::path& record, const Waves& waves);

}  // namespace silipool::cli
