// [data].
#include "rows.hpp"

#include <silipool/config/data_file.hpp>

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 4> kDataSets{"mnist/train", "mnist/test", "digits/train",
                                                    "digits/test"};
constexpr std::array<std::string_view, 2> kLabelColumns{"last", "first"};

constexpr std::int64_t kMaxValue = 1000000;

bool reads(const Draft& d, std::string_view ending) {
  return ends_in(d.config.train.images.string(), ending) || ends_in(d.config.test.images.string(), ending);
}

bool reads_files(const Draft& d) { return !d.config.train.images.empty() || !d.config.test.images.empty(); }

template <auto Ref>
void put_data(Draft& d, const Value& v) {
  if (const auto* name = std::get_if<std::string>(&v)) {
    d.config.*Ref = {*name, {}, {}};
    if (names_one_file(*name)) (d.config.*Ref).images = d.directory / *name;
  } else {
    const auto& paths = std::get<std::vector<std::string>>(v);
    d.config.*Ref = {paths[0], d.directory / paths[0], d.directory / paths[1]};
  }
}

}  // namespace

std::vector<Rule> data() {
  constexpr std::string_view legal =
      "or the path of a .csv, .npz, .bits, .hex or .sdr, or `[images, labels]`, two paths";
  return {
      {.key = {.name = "data.train",
               .type = KeyType::data,
               .choices = list(kDataSets),
               .limit = legal,
               .description = "data set to train on; relative paths start from the configuration file"},
       .fallback = always_named<kDataSets, 2>,
       .store = put_data<&Config::train>},
      {.key = {.name = "data.test",
               .type = KeyType::data,
               .choices = list(kDataSets),
               .limit = legal,
               .description = "data set to test on"},
       .fallback = always_named<kDataSets, 3>,
       .store = put_data<&Config::test>},
      {.key = {.name = "data.label_column",
               .type = KeyType::choice,
               .choices = list(kLabelColumns),
               .condition = "a .csv in data.train or data.test",
               .description = "where the labels stand in a CSV file that has them"},
       .fallback = always_named<kLabelColumns, 0>,
       .applies = [](const Draft& d) { return reads(d, ".csv"); },
       .store = put_choice<&Config::data_format, &DataFormat::label_column, kLabelColumns>},
      {.key = {.name = "data.range",
               .type = KeyType::integers,
               .minimum = -kMaxValue,
               .maximum = kMaxValue,
               .entries_minimum = 2,
               .entries_maximum = 2,
               .limit = "the first below the second",
               .condition = "files in data.train or data.test",
               .fallback = "values are whole numbers 0..255",
               .description = "values that become grey 0 and grey 255; `docs/data.md` has the rounding"},
       .may_be_absent = true,
       .applies = reads_files,
       .problem = [](const Draft&, const Value& v) -> std::string {
         const auto& range = std::get<std::vector<std::int64_t>>(v);
         return range[0] < range[1] ? "" : "must have its first value below its second";
       },
       .store =
           [](Draft& d, const Value& v) {
             const auto& range = std::get<std::vector<std::int64_t>>(v);
             d.config.data_format.range = {range[0], range[1]};
           }},
      {.key = {.name = "data.npz_keys",
               .type = KeyType::texts,
               .limit = "`[values, labels]`, names of arrays",
               .condition = "an .npz in data.train or data.test",
               .fallback = "the usual names",
               .description = "arrays of an .npz file that are read"},
       .may_be_absent = true,
       .applies = [](const Draft& d) { return reads(d, ".npz"); },
       .store =
           [](Draft& d, const Value& v) {
             d.config.data_format.npz_keys = std::get<std::vector<std::string>>(v);
           }},
      {.key = {.name = "data.duplicate_first",
               .type = KeyType::boolean,
               .description =
                   "a training pass over N samples has N more, all copies of the first, in shuffled "
                   "order: an accident of htm.core's example that published figures include"},
       .fallback = always<false>,
       .store = [](Draft& d, const Value& v) { d.config.duplicate_first = std::get<bool>(v); }},
  };
}

}  // namespace silipool::config::detail
