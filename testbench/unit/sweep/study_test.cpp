#include <silipool/sweep/study.hpp>

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

#include "fixture.hpp"

namespace silipool::sweep {
namespace {

using Values = std::vector<std::vector<std::string>>;

Axis axis_of(const std::string& text) { return sweep_of("[[axis]]\n" + text).axes.at(0); }

TEST(Study, RangesBecomeTheValuesThatAPersonWouldWrite) {
  EXPECT_EQ(axis_of("key = \"pooler.active_columns\"\nfrom = 1\nto = 5\nstep = 2").values,
            (Values{{"1"}, {"3"}, {"5"}}));
  EXPECT_EQ(axis_of("key = \"learning.increment_probability\"\nfrom = 0.1\nto = 0.3\nstep = 0.1").values,
            (Values{{"0.1"}, {"0.2"}, {"0.3"}}));
  EXPECT_EQ(
      axis_of("key = \"learning.increment_probability\"\nfrom = 0.001\nto = 0.1\npoints = 3\nscale = \"log\"")
          .values,
      (Values{{"0.001"}, {"0.01"}, {"0.1"}}));
  // Whole numbers that fall together are one value.
  EXPECT_EQ(axis_of("key = \"pooler.active_columns\"\nfrom = 1\nto = 8\npoints = 6\nscale = \"log\"").values,
            (Values{{"1"}, {"2"}, {"3"}, {"5"}, {"8"}}));
  EXPECT_EQ(
      axis_of(
          "keys = [\"pooler.permanence_bits\", \"pooler.connected_threshold\"]\nvalues = [[1, 1], [4, 8]]")
          .values,
      (Values{{"1", "1"}, {"4", "8"}}));
  EXPECT_EQ(axis_of("key = \"pooler.window\"\nvalues = [[5, 5], [9, 9]]").values,
            (Values{{"[5, 5]"}, {"[9, 9]"}}));
}

TEST(Study, SeedsComeFromTheBaseUpwards) {
  EXPECT_EQ(sweep_of("[repeat]\nseeds = 3").seeds, (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(sweep_of("[repeat]\nseeds = [7, 5]").seeds, (std::vector<std::int64_t>{7, 5}));
}

struct Wrong {
  const char* text;
  const char* line;  ///< what the message must begin with after the file
  const char* word;
};

TEST(Study, ErrorsNameLineKeyAndWhatIsLegal) {
  // The text begins in line 4.
  const std::vector<Wrong> all{
      {"[methods]", ":4: ", "did you mean method"},
      {"[method]\nnames = \"grid\"", ":5: ", "did you mean name"},
      {"[method]\nname = \"gird\"", ":5: ", "latin_hypercube"},
      {"[method]\nname = \"random\"", ":4: ", "method.points is required"},
      {"[method]\neta = 2", ":5: ", "halving"},
      {"[method]\nname = \"halving\"\nfirst_budget = 10\n[[axis]]\nkey = \"pooler.active_columns\"\nvalues = "
       "[1]",
       "", "arguments.validate"},
      {"[repeat]\nseeds = 0", ":5: ", "1..10000"},
      {"[repeat]\nseeds = [1, 1]", ":5: ", "seeds"},
      {"[limits]\nseconds = -1", ":5: ", "above 0"},
      {"[limits]\nmemory_mb = 1", ":5: ", "16.."},
      {"[runner]\nname = \"pbs\"", ":5: ", "slurm"},
      {"[[axis]]\nvalues = [1]", ":4: ", "either `key` or `keys`"},
      {"[[axis]]\nkey = \"pooler.active_column\"\nvalues = [1]",
       ":5: ", "did you mean pooler.active_columns"},
      {"[[axis]]\nkey = \"seed\"\nvalues = [1]", ":5: ", "repeat.seeds"},
      {"[[axis]]\nkey = \"pooler.active_columns\"\nvalues = []", ":6: ", "1..100000"},
      {"[[axis]]\nkey = \"pooler.active_columns\"\nvalues = [{a = 1}]", ":6: ", "a table"},
      {"[[axis]]\nkey = \"pooler.active_columns\"\nfrom = 3", ":4: ", "axis.to is required"},
      {"[[axis]]\nkey = \"pooler.active_columns\"\nfrom = 3\nto = 1", ":7: ", "at least"},
      {"[[axis]]\nkey = \"pooler.active_columns\"\nfrom = 0\nto = 4\npoints = 2\nscale = \"log\"",
       ":6: ", "from"},
      {"[[axis]]\nkey = \"pooler.active_columns\"\nfrom = 1\nto = 4", ":4: ", "axis.step or axis.points"},
      {"[[axis]]\nkey = \"pooler.active_columns\"\nvalues = [1]\nstep = 1", ":7: ", "no meaning"},
      {"[[axis]]\nkey = \"pooler.active_columns\"\nvalues = [1]\nwhen = \"1 +\"", ":7: ", "expected"},
      {"[[axis]]\nkey = \"pooler.active_columns\"\nvalues = [1]\n[[axis]]\nkey = "
       "\"pooler.active_columns\"\nvalues = [2]",
       ":7: ", "two axes"},
      {"[[axis]]\nkeys = [\"pooler.active_columns\", \"pooler.learning_columns\"]\nvalues = [[1]]",
       ":6: ", "2 values"},
      {"[set]\npooler.active_column = 1", ":5: ", "did you mean"},
      {"[arguments]\n\"a b\" = 1", ":5: ", "small letters"},
  };
  for (const Wrong& wrong : all) {
    try {
      (void)sweep_of(wrong.text);
      ADD_FAILURE() << wrong.text;
    } catch (const base::Error& error) {
      const std::string what = error.what();
      EXPECT_EQ(error.kind(), base::ErrorKind::bad_input);
      EXPECT_NE(what.find(std::string("s.toml") + wrong.line), std::string::npos) << wrong.text << "\n"
                                                                                  << what;
      EXPECT_NE(what.find(wrong.word), std::string::npos) << wrong.text << "\n" << what;
    }
  }
}

TEST(Study, MessagesStayShortWhateverTheFileHolds) {
  const std::string huge(300000, 'x');
  for (const std::string& text : {"[limits]\nseconds = \"" + huge + "\"", "[" + huge + "]",
                                  "[[axis]]\nkey = \"" + huge + "\"\nvalues = [1]",
                                  "[[axis]]\nkey = \"name\"\nvalues = [1]\nwhen = \"" + huge + "\""}) {
    try {
      (void)sweep_of(text);
      ADD_FAILURE();
    } catch (const base::Error& error) {
      EXPECT_LT(std::string(error.what()).size(), 1000U);
    }
  }
}

}  // namespace
}  // namespace silipool::sweep
