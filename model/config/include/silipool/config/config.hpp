#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/base/sdr.hpp>

namespace silipool::config {

enum class Pool { window, shared_sample, sample, radius };
enum class LearningRule { every_step, draw_per_winner, draw_per_synapse };
enum class BoostingRule { none, exponential, linear, logarithmic };
enum class Inhibition { hypercolumn, global, local, local_scan, local_gaussian };
enum class Ties { lowest_index, highest_index, all };
enum class StimulusOn { overlap, boosted_overlap };
enum class OverlapScale { count, connected_fraction };
enum class Initialisation { two_sided, uniform, distance };
enum class RadiusRule { fixed, mean_distance, receptive_field };
enum class Reward { none, gate, punish };
enum class DutyRule { decayed, window, mean };
enum class Core { tiled, serial };
enum class BumpReference { overlap_duty, duty };
enum class ReadoutRule { softmax, counts, nearest, svm };
enum class Encoding { threshold, on_off, thermometer, quantile, mean, mean_on_off, none };
enum class Fit { all, pixel };
enum class LabelColumn { last, first };
enum class CrossbarSynapse { hybrid, analog, stochastic };
enum class CrossbarLaw { card, linear };
enum class CrossbarRows { gated, grounded };
enum class CrossbarSolver { exact, alpha_beta, dmr, ideal };
enum class CrossbarReadout { ramp, adc, threshold, current };
enum class CrossbarCalibration { ideal, fitted };

/// What is fixed when hardware is elaborated (docs/spec.md section 1; section 10).
struct Structural {
  std::size_t height = 0, width = 0;  ///< of one input plane; 1-D input has height 1
  std::size_t planes = 1;
  std::size_t grid_y = 1, grid_x = 1;  ///< hypercolumns
  std::size_t columns_per_hypercolumn = 0;
  std::size_t window_y = 0, window_x = 0;
  bool wrap = false;
  Pool pool = Pool::window;
  std::size_t synapses_per_column = 0;  ///< of a sampled pool; 0 otherwise
  std::size_t radius = 0;               ///< of pool "radius"; 0 otherwise
  std::uint32_t pool_seed = 1;
  base::Sdr candidate_inputs;  ///< N bits; all set where the key is absent
  unsigned permanence_bits = 0;
  std::uint32_t connected_threshold = 0;
  LearningRule learning_rule = LearningRule::draw_per_winner;
  // Rules that published poolers do differently; the RTL has the first of each (section 10).
  Inhibition inhibition = Inhibition::hypercolumn;
  Ties ties = Ties::lowest_index;
  StimulusOn stimulus_on = StimulusOn::overlap;
  OverlapScale overlap_scale = OverlapScale::count;
  Initialisation initialisation = Initialisation::two_sided;
  RadiusRule radius_rule = RadiusRule::fixed;
  bool radius_running_maximum = false;
  Reward reward = Reward::none;
  BoostingRule boosting_rule = BoostingRule::exponential;  ///< the RTL: none and exponential
  bool boost_in_inference = true;
  DutyRule duty_rule = DutyRule::decayed;
  unsigned duty_fraction_bits = 8;
  BumpReference bump_reference = BumpReference::overlap_duty;

  [[nodiscard]] std::size_t inputs() const { return planes * height * width; }
  [[nodiscard]] std::size_t hypercolumns() const { return grid_y * grid_x; }
  [[nodiscard]] std::size_t columns() const { return hypercolumns() * columns_per_hypercolumn; }
  [[nodiscard]] std::size_t window_positions() const { return planes * window_y * window_x; }
  /// S of the specification.
  [[nodiscard]] std::size_t slots() const {
    return pool == Pool::shared_sample ? synapses_per_column : window_positions();
  }
  /// Columns whose duties a column is measured against: n, or all (section 6.6).
  [[nodiscard]] std::size_t scope_columns() const {
    return inhibition == Inhibition::hypercolumn ? columns_per_hypercolumn : columns();
  }
  /// Whether a column competes with its neighbourhood on the plane of columns.
  [[nodiscard]] bool neighbourhoods() const {
    return inhibition == Inhibition::local || inhibition == Inhibition::local_scan;
  }
  /// Whether a column may lack slots that its hypercolumn has (a mask bit beside each permanence).
  [[nodiscard]] bool pool_per_column() const { return pool == Pool::sample || pool == Pool::radius; }
  friend bool operator==(const Structural&, const Structural&) = default;
};

inline constexpr std::uint32_t kAllWinners = 65536;

/// What registers hold: already rounded to the specification's fixed point.
struct Runtime {
  std::uint32_t seed = 1;
  std::uint32_t active_columns = 0;
  std::uint32_t learning_columns = 0;  ///< kAllWinners: as many as win
  std::uint32_t stimulus_threshold = 0;
  std::uint32_t initially_connected = 0;  ///< Q0.16, 0..65536
  std::uint32_t increment = 0, decrement = 0;
  std::uint32_t increment_probability = 0;  ///< Q0.16, 0..65536; rule every_step: 65536
  std::uint32_t decrement_probability = 0;
  std::uint32_t boost_scale = 0;  ///< section 6.6; 0 without boosting
  std::uint32_t boost_target = 0;
  std::uint32_t decay = 0;
  std::uint32_t update_period = 1;
  // Of rules that the RTL does not have.
  std::uint32_t active_density = 0;                     ///< Q0.16; 0: active_columns counts
  std::uint32_t inhibition_radius = 0;                  ///< fixed, or of the blur
  std::uint32_t radius_period = 1;                      ///< learning steps between updates of R
  std::uint32_t initial_window = 0;                     ///< of initialisation uniform and distance
  std::uint32_t minimum_connected = 0, raise_step = 1;  ///< 0: no raise
  std::uint32_t trim = 0;                               ///< 0: no trim
  bool trim_at_reset = false;
  std::uint32_t classes = 0;            ///< that rewards count
  std::uint32_t duty_period = 1;        ///< of duty rules window and mean, and of logarithmic boosts
  std::uint32_t log_scale = 0;          ///< of logarithmic boosts
  std::uint32_t minimum_duty = 0;       ///< Q0.16, of linear boosts
  std::uint32_t boost_maximum = 4096;   ///< Q4.12, of linear boosts
  std::uint32_t bump_increment = 0;     ///< 0: no bumping
  std::uint32_t bump_minimum_duty = 0;  ///< Q0.16
  std::uint32_t bump_overlap = 1;       ///< least that counts in an overlap duty
  friend bool operator==(const Runtime&, const Runtime&) = default;
};

/// How the RTL spends silicon: never changes a result.
struct Microarchitecture {
  Core core = Core::tiled;  ///< silipool_core, or silipool_serial, which has tiles, banks and multipliers 1
  std::size_t tiles = 1;    ///< 1..hypercolumns, divides them
  std::size_t banks = 1;    ///< active inputs added per cycle in a tile, 1..slots (at most 64)
  std::size_t lanes = 1;    ///< synapses of one permanence word, 1..slots (at most 256)
  std::size_t multipliers = 1;  ///< boosted overlaps computed per cycle in a tile, 1..columns_per_hypercolumn
  bool clock_gates = false;     ///< clock gates stand before registers that often hold
  std::size_t stream_bits = 64;   ///< width of the AXI4-Stream ports: 8, 16, 32 or 64
  bool axi = false;               ///< silipool_axi stands at the pins, not silipool_top
  bool sparse_frames = false;     ///< frames come as lists of indices, not as bitmaps
  bool listed_winners = false;    ///< winners leave as such
  bool readout = false;           ///< the integer readout (section 11) stands behind the winners
  std::size_t readout_banks = 1;  ///< winners that it adds per cycle, 1..64
  bool class_beats = false;       ///< the class follows the winners on the stream, one more beat
  friend bool operator==(const Microarchitecture&, const Microarchitecture&) = default;
};

/// A data set: a name such as "mnist/train", a pair of files, or one file that holds labels too.
struct DataRef {
  std::string name;                      ///< of files: the path of the images as it was written
  std::filesystem::path images, labels;  ///< both empty where the name says it all; no labels: one file
  friend bool operator==(const DataRef&, const DataRef&) = default;
};

/// How files of the user's own are read (docs/data.md).
struct DataFormat {
  LabelColumn label_column = LabelColumn::last;      ///< of CSV
  std::optional<std::array<std::int64_t, 2>> range;  ///< values that become grey 0 and 255; none: as they are
  std::vector<std::string> npz_keys;                 ///< arrays of values and labels; empty: by their names
  friend bool operator==(const DataFormat&, const DataFormat&) = default;
};

/// How values become bits (docs/data.md).
struct Input {
  Encoding encoding = Encoding::threshold;
  std::vector<std::uint8_t> thresholds;  ///< an input is on iff pixel > threshold; one plane each
  std::size_t levels = 0;                ///< planes of "thermometer" and "quantile"; 0 otherwise
  Fit fit = Fit::all;                    ///< of "quantile"
  friend bool operator==(const Input&, const Input&) = default;
};

struct Readout {
  ReadoutRule rule = ReadoutRule::softmax;
  std::size_t passes = 6;
  double learning_rate = 0.005;
  double learning_rate_decay = 1;
  unsigned weight_bits = 0;  ///< of the integer readout (section 11); 0: real weights
  unsigned classes = 0;      ///< that it tells apart; 0: as many as the data has
  std::size_t neighbours = 1;
  double cost = 1;
  std::size_t shift = 0;     ///< pixels, each way, that training images are shifted in each pass
  std::size_t rotation = 0;  ///< degrees, each way, that they are turned
  [[nodiscard]] bool distorts() const { return shift > 0 || rotation > 0; }
  friend bool operator==(const Readout&, const Readout&) = default;
};

/// "softmax", as in a file.
[[nodiscard]] std::string_view rule_text(ReadoutRule rule) noexcept;

struct Estimate {
  std::string technology;  ///< name of a cost table
  friend bool operator==(const Estimate&, const Estimate&) = default;
};

/// The memristive array that the engine "crossbar" keeps synapses in (docs/crossbar.md).
struct Crossbar {
  CrossbarSynapse synapse = CrossbarSynapse::hybrid;
  std::string device;  ///< name of a card
  CrossbarLaw law = CrossbarLaw::card;
  std::string effects;  ///< names with spaces between, "none" or "all"
  /// Take the place of the card's and turn the effect on.
  std::optional<double> device_variation, cycle_variation, stuck_on, stuck_off, read_noise, endurance;
  double threshold_variation = 0;
  double row_ohm = 0, column_ohm = 0, driver_ohm = 0, sense_ohm = 0;
  CrossbarRows inactive_rows = CrossbarRows::gated;
  CrossbarSolver solver = CrossbarSolver::exact;
  std::size_t tile_rows = 0, tile_columns = 0;
  CrossbarReadout readout = CrossbarReadout::ramp;
  unsigned adc_bits = 6;
  std::uint32_t adc_full_scale = 63, threshold = 8;  ///< synapses
  unsigned gain_bits = 6;
  double readout_offset = 0, readout_noise = 0;  ///< synapses
  CrossbarCalibration calibration = CrossbarCalibration::ideal;
  double samples_per_second = 30;
  std::uint32_t seed = 1;
  friend bool operator==(const Crossbar&, const Crossbar&) = default;
};

/// Real numbers as the user wrote them, beside what they were rounded to in Runtime.
struct Written {
  double initially_connected = 0, increment_probability = 0, decrement_probability = 0;
  double strength = 0;
  std::uint32_t duty_period = 0;
  friend bool operator==(const Written&, const Written&) = default;
};

/// One value of the configuration, for `silipool config show`.
struct Entry {
  std::string key;      ///< "pooler.window"
  std::string value;    ///< as TOML; "" where the key is absent and has no default
  std::string unit;     ///< "" or what the number counts
  std::string origin;   ///< "mnist.toml:12", "default", "--seed"; "unused": not for this pool
  std::string rounded;  ///< "" or the value in the arithmetic, such as "1311 / 65536"
};

struct Config {
  std::string name;
  Structural structural;
  Runtime runtime;
  Microarchitecture microarchitecture;
  Input input;
  DataRef train, test;
  DataFormat data_format;
  bool duplicate_first = false;  ///< training presents its first sample as every other one, on average
  Readout readout;
  Estimate estimate;
  Crossbar crossbar;
  Written written;
  std::vector<Entry> entries;  ///< every key of the schema, in its order
};

}  // namespace silipool::config
