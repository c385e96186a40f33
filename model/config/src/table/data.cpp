// [data].
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 4> kDataSets{"mnist/train", "mnist/test", "digits/train",
                                                    "digits/test"};

template <auto Ref>
void put_data(Draft& d, const Value& v) {
  if (const auto* name = std::get_if<std::string>(&v)) {
    d.config.*Ref = {*name, {}, {}};
  } else {
    const auto& paths = std::get<std::vector<std::string>>(v);
    d.config.*Ref = {paths[0], d.directory / paths[0], d.directory / paths[1]};
  }
}

}  // namespace

std::vector<Rule> data() {
  constexpr std::string_view legal = "or `[images, labels]`, two paths of IDX files";
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
  };
}

}  // namespace silipool::config::detail
