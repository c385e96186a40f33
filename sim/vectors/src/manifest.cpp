#include <nlohmann/json.hpp>

#include <silipool/base/digest.hpp>
#include <silipool/config/load.hpp>
#include <silipool/vectors/files.hpp>

namespace silipool::vectors {

std::string manifest(const Recording& r, Format format, const std::vector<File>& files) {
  std::uint64_t learning = 0;
  for (const engine::StimulusStep& given : r.given) learning += given.learn ? 1 : 0;
  nlohmann::ordered_json json{
      {"config", {{"name", r.config.name}, {"hash", base::hex64(config::hash(r.config))}}},
      {"seed", r.config.runtime.seed},
      {"format", format_names[static_cast<std::size_t>(format)]},
      {"stimulus", r.stimulus},
      {"steps", {{"learn", learning}, {"infer", r.given.size() - learning}}},
      {"inputs", r.config.structural.inputs()},
      {"columns", r.config.structural.columns()},
      {"slots", r.config.structural.slots()},
      {"permanence_bits", r.config.structural.permanence_bits},
      {"numbering",
       "steps from 0, the first in the initial state of the seed; inputs, columns and slots as in "
       "docs/spec.md"}};
  if (r.state_every > 0) json["states"] = {{"count", r.states.size()}, {"every", r.state_every}};
  for (const File& file : files) json["files"][file.name] = file.layout;
  json["configuration"] = config::canonical(r.config);
  return json.dump(2) + "\n";
}

}  // namespace silipool::vectors
