#include "resume.hpp"

#include <silipool/base/error.hpp>
#include <silipool/sp/state_file.hpp>

namespace silipool::cli {

Standing load_state(const std::string& path, const config::Config& config, const Samples& samples,
                    std::size_t epochs) {
  sp::SavedState saved = sp::read_state(path, config);
  const sp::Progress& progress = saved.progress;
  if (progress.samples != samples.train.size())
    base::bad_input("{}: learned from {} samples of {}, but this run has {} of {}", path, progress.samples,
                    progress.data, samples.train.size(), samples.train_name);
  if (progress.data_digest != data::digest(samples.train))
    base::bad_input("{}: learned from other samples: its {} is not this run's {}", path, progress.data,
                    samples.train_name);
  if (progress.learning_steps > epochs * progress.samples)
    base::bad_input("--epochs {}: {} has learned for {} passes and {} samples: must be at least {}", epochs,
                    path, progress.epoch, progress.sample, progress.epoch + (progress.sample > 0 ? 1 : 0));
  try {
    return {std::move(saved.state), progress.learning_steps, engine::activity_from(progress.counts)};
  } catch (const base::Error& error) {
    base::bad_input("{}: is not the state of a run: {}", path, error.what());
  }
}

void save_state(const std::string& path, const config::Config& config, const Samples& samples,
                const Standing& standing) {
  const std::uint64_t length = samples.train.size();
  sp::write_state(path, config, standing.state,
                  {.epoch = standing.learned / length,
                   .sample = standing.learned % length,
                   .learning_steps = standing.learned,
                   .data = samples.train_name,
                   .samples = length,
                   .data_digest = data::digest(samples.train),
                   .counts = engine::counts_of(standing.learning)});
}

}  // namespace silipool::cli
