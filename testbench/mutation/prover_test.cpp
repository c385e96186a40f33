// Proofs about a netlist that one sees through.
#include <algorithm>
#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include <silipool/base/file.hpp>

#include "invariant.hpp"
#include "netlist.hpp"
#include "prover.hpp"
#include "relation.hpp"

namespace silipool::mutation {
namespace {

// A ring of three: neither, low, high; it leaves the first with TVALID, and then two bits of data take over
// TLAST, which else stand. irq while low and both bits, or if ever high and low were.
constexpr const char* kNetlist = R"(n 21
Z
I
I
I
R
R
R
R
A 9 11
A 4 16
A 2 18
A 2 10
A 8 10
S 24
S 12
M 18 28 6
M 18 14 6
S 30
A 12 14
A 10 36
A 27 39
r 8 22 u.high
r 10 20 u.low
r 12 34 u.data[0]
r 14 32 u.data[1]
i aresetn 0 2
i s_axis_tvalid 0 4
i s_axis_tlast 0 6
o irq 0 41
m 1 26 const0
m 2 26 const1
m 3 28 const0
m 4 34 inv
)";

class Prover : public testing::Test {
 protected:
  Prover() : folder_(std::filesystem::temp_directory_path() / "silipool_prover_test") {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~Prover() override { std::filesystem::remove_all(folder_); }

  /// By mutant, whether it is proved.
  std::map<std::uint64_t, bool> proofs(const std::string& text, const Trace& trace) {
    base::write_file(folder_ / "netlist.txt", text);
    std::filesystem::remove(folder_ / "invariant.txt");
    std::filesystem::remove(folder_ / "relation.txt");
    const Netlist netlist = read_netlist(folder_ / "netlist.txt");
    const auto traced = [&]() -> const Trace& { return trace; };
    const Invariant invariant(netlist, folder_ / "invariant.txt", traced);
    const Relation relation(netlist, invariant, folder_ / "relation.txt", traced);
    const mutation::Prover prover(netlist, invariant, relation);
    std::map<std::uint64_t, bool> found;
    for (const Netlist::Mutant& mutant : netlist.mutants)
      found[mutant.number] = prover.prove(mutant, 4, 1000).against.empty();
    return found;
  }
  std::filesystem::path folder_;
};

const Trace kRing{{{0x4924924924924924}, {0x2492492492492492}, {0xf0f0f0f0f0f0f0f0}, {0x3333333333333333}},
                  {{~std::uint64_t{0}}, {0x9249249249249249}, {0x0f0f0f0f0f0f0f0f}},
                  64,
                  {64}};

TEST_F(Prover, KnowsWhichStatesAreReachedAndWhenARegisterMatters) {
  const auto found = proofs(kNetlist, kRing);
  EXPECT_TRUE(found.at(1)) << "never both are high";
  EXPECT_FALSE(found.at(2));
  EXPECT_TRUE(found.at(3)) << "what is held while not low is overwritten before it is looked at";
  EXPECT_FALSE(found.at(4));
}

TEST_F(Prover, TakesNothingForTrueThatSamplesHappenToHave) {
  // The ring's second place may be entered from the third, so that both can be high; samples have not seen
  // it.
  std::string text = kNetlist;
  text.replace(text.find("A 2 18\n"), 7, "A 2 5 \n");
  EXPECT_FALSE(proofs(text, kRing).at(1));
  // And where irq is looked at while high too, what is held matters.
  text = kNetlist;
  text.replace(text.find("A 10 36\n"), 8, "A 8 36 \n");
  EXPECT_FALSE(proofs(text, kRing).at(3));
}

// A counter of two bits, of which the mutant inverts the upper: 2, 1, 0, 3, and irq with the last.
constexpr const char* kCounter = R"(n 9
Z
I
R
R
S 6
A 2 5
X 4 8
A 2 12
A 4 8
r 4 10 u.count[0]
r 6 14 u.count[1]
i aresetn 0 2
o irq 0 16
m 1 8 inv
)";
const Trace kCount{{{0xaaaaaaaaaaaaaaaa}, {0xcccccccccccccccc}}, {{~std::uint64_t{0}}}, 64, {64}};

TEST_F(Prover, FollowsACounterThroughAnotherOrder) {
  EXPECT_TRUE(proofs(kCounter, kCount).at(1));
  // irq with 2, which comes first there.
  std::string text = kCounter;
  text.replace(text.find("A 4 8\n"), 6, "A 5 8\n");
  EXPECT_FALSE(proofs(text, kCount).at(1));
}

}  // namespace
}  // namespace silipool::mutation
