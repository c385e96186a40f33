#include "line_kernels.hpp"

#include <algorithm>

#define SILIPOOL_INTO_FORM [[gnu::always_inline]] inline

namespace silipool::memristor {
namespace {

constexpr std::size_t L = kLanes;

/// Some lanes at a time, in the vectors that GCC and Clang have for any machine, as wide as the form's: + - *
/// / of each lane by itself, so that the width changes no bit.
struct Bits128 {
  using Vector = double __attribute__((vector_size(16), may_alias));
  using Word = long long __attribute__((vector_size(16), may_alias));
};
struct Bits256 {
  using Vector = double __attribute__((vector_size(32), may_alias));
  using Word = long long __attribute__((vector_size(32), may_alias));
};
/// The kernels for one width.
template <typename Bits>
struct Kernels {
  using Vector = typename Bits::Vector;
  using Word = typename Bits::Word;
  static constexpr std::size_t kWide = sizeof(Vector) / sizeof(double);
  static constexpr std::size_t kParts = L / kWide;
  static_assert(L % kWide == 0);

  SILIPOOL_INTO_FORM static const Vector* at(const double* p) { return reinterpret_cast<const Vector*>(p); }
  SILIPOOL_INTO_FORM static Vector* at(double* p) { return reinterpret_cast<Vector*>(p); }
  /// sum += |x|
  SILIPOOL_INTO_FORM static void add_magnitude(Vector& sum, const Vector& x) {
    const Word bits = reinterpret_cast<const Word&>(x) & 0x7fff'ffff'ffff'ffffLL;
    sum += reinterpret_cast<const Vector&>(bits);
  }

  /// Lane by lane, from the first.
  SILIPOOL_INTO_FORM static double total(const Vector* lanes) {
    double sum = 0;
    for (std::size_t p = 0; p < kParts; ++p)
      for (std::size_t l = 0; l < kWide; ++l) sum += lanes[p][l];
    return sum;
  }

  /// A square of L x L numbers, transposed, in squares of 4 x 4 that stay in registers.
  SILIPOOL_INTO_FORM static void transpose(const double* __restrict from, double* __restrict to) {
    for (std::size_t a = 0; a < L; a += 4)
      for (std::size_t b = 0; b < L; b += 4)
        for (std::size_t i = 0; i < 4; ++i)
          for (std::size_t j = 0; j < 4; ++j) to[(b + j) * L + a + i] = from[(a + i) * L + b + j];
  }

  // --- One node of a group of lines ---

  SILIPOOL_INTO_FORM static void factor_step(const double* g, const double* r, Vector* seen, double* a,
                                             double* c) {
    for (std::size_t p = 0; p < kParts; ++p) {
      const Vector y = at(g)[p] + seen[p];
      const Vector part = 1.0 / (1.0 + at(r)[p] * y);
      at(a)[p] = part;
      at(c)[p] = at(r)[p] * part;
      seen[p] = y * part;
    }
  }

  // --- Whole arrays. In every line the open end comes first, and the held end first on the way back. ---

  SILIPOOL_INTO_FORM static void factor_rows(const PanelShape& shape, const double* g, const double* r,
                                             double* a, double* c) {
    for (std::size_t group = 0; group < shape.row_groups; ++group) {
      Vector seen[kParts] = {};
      const std::size_t base = group * shape.padded_columns() * L;
      for (std::size_t j = shape.columns; j-- > 0;)
        factor_step(g + base + j * L, r + base + j * L, seen, a + base + j * L, c + base + j * L);
    }
  }

  SILIPOOL_INTO_FORM static void factor_columns(const PanelShape& shape, const double* g, const double* r,
                                                double* a, double* c) {
    for (std::size_t group = 0; group < shape.column_groups; ++group) {
      Vector seen[kParts] = {};
      const std::size_t base = group * shape.padded_rows() * L;
      for (std::size_t i = 0; i < shape.rows; ++i)
        factor_step(g + base + i * L, r + base + i * L, seen, a + base + i * L, c + base + i * L);
    }
  }

  SILIPOOL_INTO_FORM static double rows(const PanelShape& shape, LineFactors f, const double* t,
                                        const double* held_v, double* scratch, double* y) {
    const std::size_t n = shape.padded_columns();
    std::fill_n(scratch, n * L, 0.0);
    Vector sums[kParts] = {};
    for (std::size_t group = 0; group < shape.row_groups; ++group) {
      const std::size_t base = group * n * L;
      Vector carry[kParts] = {};
      for (std::size_t j = shape.columns; j-- > 0;) {
        const Vector *tj = at(t + base + j * L), *a = at(f.a + base + j * L);
        Vector* out = at(scratch + j * L);
        for (std::size_t p = 0; p < kParts; ++p) {
          const Vector current = tj[p] + carry[p];
          carry[p] = current * a[p];
          out[p] = current;
        }
      }
      Vector v[kParts];
      for (std::size_t p = 0; p < kParts; ++p) v[p] = at(held_v + group * L)[p];
      for (std::size_t j = 0; j < shape.columns; ++j) {
        const Vector *tj = at(t + base + j * L), *a = at(f.a + base + j * L), *c = at(f.c + base + j * L);
        Vector* out = at(scratch + j * L);
        for (std::size_t p = 0; p < kParts; ++p) {
          v[p] = v[p] * a[p] + c[p] * out[p];
          sums[p] += tj[p] * v[p];
          out[p] = v[p];
        }
      }
      for (std::size_t h = 0; h < shape.column_groups; ++h)
        transpose(scratch + h * L * L, y + (h * shape.padded_rows() + group * L) * L);
    }
    return total(sums);
  }

  /// What a pass over a group of columns left in `from`, [row][lane], to panels of rows.
  SILIPOOL_INTO_FORM static void group_to_rows(const PanelShape& shape, std::size_t group, const double* from,
                                               double* to) {
    for (std::size_t g = 0; g < shape.row_groups; ++g)
      transpose(from + g * L * L, to + (g * shape.padded_columns() + group * L) * L);
  }

  SILIPOOL_INTO_FORM static void to_rows(const PanelShape& shape, const double* from, double* to) {
    for (std::size_t group = 0; group < shape.column_groups; ++group)
      group_to_rows(shape, group, from + group * shape.padded_rows() * L, to);
  }

  SILIPOOL_INTO_FORM static void columns(const PanelShape& shape, ColumnPass& pass, double* scratch) {
    const std::size_t m = shape.padded_rows();
    std::fill_n(scratch, m * L, 0.0);
    Vector residual[kParts] = {}, energy[kParts] = {};
    for (std::size_t group = 0; group < shape.column_groups; ++group) {
      const std::size_t base = group * m * L;
      Vector carry[kParts] = {};
      for (std::size_t i = 0; i < shape.rows; ++i) {
        const std::size_t k = base + i * L;
        const Vector *g = at(pass.g + k), *w = at(pass.rows_v + k), *a = at(pass.factors.a + k);
        Vector* out = at(scratch + i * L);
        for (std::size_t p = 0; p < kParts; ++p) {
          Vector current = g[p] * w[p];
          if (pass.s != nullptr) current += at(pass.s + k)[p];
          current += carry[p];
          carry[p] = current * a[p];
          out[p] = current;
        }
      }
      Vector v[kParts], below[kParts] = {}, sum[kParts] = {};
      for (std::size_t p = 0; p < kParts; ++p) v[p] = at(pass.held_v + group * L)[p];
      for (std::size_t i = shape.rows; i-- > 0;) {
        const std::size_t k = base + i * L;
        const Vector *g = at(pass.g + k), *w = at(pass.rows_v + k), *x = at(pass.x + k),
                     *a = at(pass.factors.a + k), *c = at(pass.factors.c + k), *wire = at(pass.wire_s + k);
        Vector *out = at(scratch + i * L), *after = at(pass.after + k), *step = at(pass.z + k);
        for (std::size_t p = 0; p < kParts; ++p) {
          v[p] = v[p] * a[p] + c[p] * out[p];
          const Vector z = v[p] - x[p];
          const Vector gz = g[p] * z;
          const Vector fall = z - below[p];
          add_magnitude(residual[p], gz);
          energy[p] += gz * z + fall * fall * wire[p];
          sum[p] += g[p] * (w[p] - v[p]);
          if (pass.s != nullptr) sum[p] += at(pass.s + k)[p];
          after[p] = v[p];
          step[p] = z;
          below[p] = z;
          out[p] = gz;
        }
      }
      for (std::size_t p = 0; p < kParts; ++p) at(pass.current_a + group * L)[p] = sum[p];
      group_to_rows(shape, group, scratch, pass.t);
    }
    pass.residual_a = total(residual);
    pass.energy = total(energy);
  }

  SILIPOOL_INTO_FORM static void gradient(const PanelShape& shape, GradientPass& pass, double* scratch) {
    const std::size_t m = shape.padded_rows();
    std::fill_n(scratch, m * L, 0.0);
    Vector residual[kParts] = {}, product[kParts] = {};
    const double gamma = pass.gamma, omega = pass.omega;
    for (std::size_t group = 0; group < shape.column_groups; ++group) {
      const std::size_t base = group * m * L;
      Vector carry[kParts] = {};
      for (std::size_t i = 0; i < shape.rows; ++i) {
        const std::size_t k = base + i * L;
        const Vector *g = at(pass.g + k), *y = at(pass.y + k), *a = at(pass.factors.a + k);
        Vector* out = at(scratch + i * L);
        for (std::size_t p = 0; p < kParts; ++p) {
          const Vector current = g[p] * y[p] + carry[p];
          carry[p] = current * a[p];
          out[p] = current;
        }
      }
      Vector v[kParts] = {};
      for (std::size_t i = shape.rows; i-- > 0;) {
        const std::size_t k = base + i * L;
        const Vector *g = at(pass.g + k), *y = at(pass.y + k), *z = at(pass.z + k), *x = at(pass.x + k),
                     *a = at(pass.factors.a + k), *c = at(pass.factors.c + k);
        Vector *out = at(scratch + i * L), *z_next = at(pass.z_next + k), *x_next = at(pass.x_next + k);
        for (std::size_t p = 0; p < kParts; ++p) {
          v[p] = v[p] * a[p] + c[p] * out[p];
          const Vector zn = z_next[p] + omega * (gamma * (v[p] - z[p]) + (z[p] - z_next[p]));
          const Vector xn = x_next[p] + omega * (gamma * z[p] + (x[p] - x_next[p]));
          const Vector gz = g[p] * zn;
          add_magnitude(residual[p], gz);
          product[p] += gz * y[p];
          z_next[p] = zn;
          x_next[p] = xn;
          out[p] = gz;
        }
      }
      group_to_rows(shape, group, scratch, pass.t);
    }
    pass.residual_a = total(residual);
    pass.product = total(product);
  }
};

// --- Forms ---

#define SILIPOOL_FORM(form, bits, attribute)                                                           \
  namespace form {                                                                                     \
  using K = Kernels<bits>;                                                                             \
  attribute void factor_rows(const PanelShape& shape, const double* g, const double* r, double* a,     \
                             double* c) {                                                              \
    K::factor_rows(shape, g, r, a, c);                                                                 \
  }                                                                                                    \
  attribute void factor_columns(const PanelShape& shape, const double* g, const double* r, double* a,  \
                                double* c) {                                                           \
    K::factor_columns(shape, g, r, a, c);                                                              \
  }                                                                                                    \
  attribute double rows(const PanelShape& shape, LineFactors f, const double* t, const double* held_v, \
                        double* scratch, double* y) {                                                  \
    return K::rows(shape, f, t, held_v, scratch, y);                                                   \
  }                                                                                                    \
  attribute void columns(const PanelShape& shape, ColumnPass& pass, double* scratch) {                 \
    K::columns(shape, pass, scratch);                                                                  \
  }                                                                                                    \
  attribute void gradient(const PanelShape& shape, GradientPass& pass, double* scratch) {              \
    K::gradient(shape, pass, scratch);                                                                 \
  }                                                                                                    \
  attribute void to_rows(const PanelShape& shape, const double* from, double* to) {                    \
    K::to_rows(shape, from, to);                                                                       \
  }                                                                                                    \
  constexpr LineKernels kernels{#form, factor_rows, factor_columns, rows, columns, gradient, to_rows}; \
  }

SILIPOOL_FORM(portable, Bits128, )
#if defined(__x86_64__)
SILIPOOL_FORM(avx2, Bits256, __attribute__((target("avx2"))))
#endif

}  // namespace

const LineKernelForms& line_kernel_forms() {
  static const LineKernelForms all = [] {
    LineKernelForms found{{&portable::kernels}, 1};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) found.forms[found.count++] = &avx2::kernels;
#endif
    return found;
  }();
  return all;
}

}  // namespace silipool::memristor
