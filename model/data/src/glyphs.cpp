#include "glyphs.hpp"

#include <array>

namespace silipool::data {
namespace {

using enum Knot::Kind;

constexpr Knot zero[]{{0.55, 0.02, start}, {0.22, 0.18}, {0.08, 0.55}, {0.25, 0.92}, {0.55, 0.98},
                      {0.84, 0.78},        {0.92, 0.42}, {0.76, 0.10}, {0.48, 0.02}};
constexpr Knot one_bare[]{{0.54, 0.0, start}, {0.5, 0.5}, {0.48, 1.0}};
constexpr Knot one_flag[]{{0.24, 0.24, start}, {0.56, 0.0, corner}, {0.55, 0.5}, {0.54, 1.0}};
constexpr Knot one_foot[]{
    {0.3, 0.18, start}, {0.54, 0.0, corner}, {0.53, 1.0, corner}, {0.22, 1.0, start}, {0.86, 0.99}};
constexpr Knot two[]{{0.10, 0.24, start}, {0.32, 0.03}, {0.68, 0.04},        {0.86, 0.26},
                     {0.70, 0.54},        {0.40, 0.80}, {0.08, 1.0, corner}, {0.92, 0.97}};
constexpr Knot two_loop[]{{0.10, 0.20, start}, {0.42, 0.0},  {0.80, 0.12}, {0.80, 0.42}, {0.50, 0.76},
                          {0.20, 0.97},        {0.06, 0.88}, {0.25, 0.78}, {0.58, 0.93}, {0.96, 0.92}};
constexpr Knot three[]{{0.12, 0.14, start}, {0.45, 0.0},  {0.82, 0.16}, {0.74, 0.38}, {0.38, 0.47, corner},
                       {0.80, 0.57},        {0.90, 0.80}, {0.54, 1.0},  {0.08, 0.90}};
constexpr Knot three_flat[]{{0.10, 0.03, start}, {0.86, 0.03, corner}, {0.42, 0.41, corner}, {0.80, 0.50},
                            {0.92, 0.74},        {0.60, 1.0},          {0.08, 0.92}};
constexpr Knot four_open[]{{0.18, 0.0, start}, {0.10, 0.28},        {0.10, 0.52, corner}, {0.52, 0.54},
                           {0.92, 0.48},       {0.80, 0.04, start}, {0.76, 0.5},          {0.72, 1.0}};
constexpr Knot four_closed[]{{0.66, 0.0, start}, {0.38, 0.34},       {0.06, 0.66, corner},
                             {0.96, 0.66},       {0.66, 0.0, start}, {0.65, 1.0}};
constexpr Knot five[]{{0.86, 0.02, start}, {0.26, 0.03, corner}, {0.18, 0.44, corner}, {0.52, 0.36},
                      {0.86, 0.54},        {0.84, 0.82},         {0.50, 1.0},          {0.08, 0.90}};
constexpr Knot five_round[]{{0.24, 0.04, start}, {0.20, 0.42},        {0.56, 0.40},
                            {0.86, 0.60},        {0.78, 0.88},        {0.44, 1.0},
                            {0.10, 0.90},        {0.22, 0.04, start}, {0.90, 0.0}};
constexpr Knot six[]{{0.74, 0.0, start}, {0.36, 0.22}, {0.12, 0.62}, {0.22, 0.93}, {0.52, 1.0},
                     {0.84, 0.84},       {0.80, 0.60}, {0.50, 0.52}, {0.17, 0.74}};
constexpr Knot seven[]{{0.08, 0.05, start}, {0.90, 0.03, corner}, {0.62, 0.45}, {0.42, 1.0}};
constexpr Knot seven_bar[]{{0.10, 0.04, start}, {0.90, 0.03, corner}, {0.60, 0.46},
                           {0.40, 1.0},         {0.28, 0.50, start},  {0.84, 0.47}};
constexpr Knot eight[]{{0.80, 0.14, start}, {0.46, 0.0},  {0.18, 0.18}, {0.38, 0.42},
                       {0.74, 0.62},        {0.84, 0.86}, {0.50, 1.0},  {0.14, 0.86},
                       {0.26, 0.62},        {0.64, 0.40}, {0.82, 0.15}};
constexpr Knot eight_rings[]{{0.50, 0.45, start}, {0.20, 0.24},         {0.48, 0.0},
                             {0.78, 0.22},        {0.50, 0.45, corner}, {0.14, 0.74},
                             {0.50, 1.0},         {0.86, 0.72},         {0.52, 0.45}};
constexpr Knot nine[]{{0.84, 0.16, start}, {0.50, 0.0},          {0.15, 0.22}, {0.28, 0.47},
                      {0.62, 0.42},        {0.85, 0.14, corner}, {0.80, 0.55}, {0.70, 1.0}};
constexpr Knot nine_hook[]{{0.82, 0.14, start},  {0.48, 0.0},  {0.14, 0.22}, {0.30, 0.48}, {0.64, 0.42},
                           {0.85, 0.12, corner}, {0.86, 0.62}, {0.62, 0.97}, {0.16, 0.92}};

constexpr Glyph zeros[]{zero};
constexpr Glyph ones[]{one_bare, one_flag, one_foot};
constexpr Glyph twos[]{two, two_loop};
constexpr Glyph threes[]{three, three_flat};
constexpr Glyph fours[]{four_open, four_closed};
constexpr Glyph fives[]{five, five_round};
constexpr Glyph sixes[]{six};
constexpr Glyph sevens[]{seven, seven_bar};
constexpr Glyph eights[]{eight, eight_rings};
constexpr Glyph nines[]{nine, nine_hook};

constexpr std::array<std::span<const Glyph>, 10> all{zeros, ones,  twos,   threes, fours,
                                                     fives, sixes, sevens, eights, nines};

}  // namespace

std::span<const Glyph> glyphs_of(unsigned digit) noexcept { return all[digit]; }

}  // namespace silipool::data
