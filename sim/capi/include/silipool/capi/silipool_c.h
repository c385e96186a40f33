/* The reference model for programs and simulators of any kind: a C library, libsilipool (C99;
   docs/integration_testbench.md). Not to be confused with rtl/driver/silipool.h, the driver of the registers
   of our block; the two may be used together.

   A pooler is one of docs/spec.md with its state, beside a scoreboard that holds a design to it. Poolers are
   independent of each other; one pooler is used by one thread at a time.

   Shapes and units. Inputs, columns and slots (synapses of a column) are numbered from 0 as in the
   specification. A bitmap is an array of 32-bit words, bit i in bit i % 32 (0 the least significant) of word
   i / 32: the layout of a packed vector in DPI-C and VPI. It may have more words than it needs, at least
   ceil(bits / 32); what stands past the last bit must be 0, and is written as 0. Permanences are unsigned
   integers of pooler.permanence_bits bits, duties Q18.8 (256 is one win; other fraction bits where
   boosting.duty_fraction_bits says so), boosts Q4.12 (4096 is 1), all as in the specification.

   Errors. A function that fails returns -1 (of pointers NULL), leaves everything as it was, and
   silipool_last_error() says why: NULL, a size or an index out of range, a file that cannot be read, a key
   that does not exist. Nothing is printed, no exception gets out. What is not a pointer from
   silipool_pooler_create, or was destroyed, is not recognised.

   Stability. Functions keep their names, arguments and meaning while the number in SILIPOOL_C_ABI, which is
   the library's SOVERSION, stays; new ones may come. */
#ifndef SILIPOOL_C_H
#define SILIPOOL_C_H

#include <stdint.h>

#define SILIPOOL_C_ABI 1

#if defined(__GNUC__)
#define SILIPOOL_C_API __attribute__((visibility("default")))
#else
#define SILIPOOL_C_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct silipool_pooler silipool_pooler;

/* 32 bits of four values: bit i is 0 or 1 as in `a` where it is 0 in `b`; with 1 in `b` it is z (a 0) or x (a
   1). The layout of svLogicVecVal and s_vpi_vecval. */
typedef struct silipool_logic {
  uint32_t a, b;
} silipool_logic;

/* The version of Silipool, "0.1.0", and of this interface, SILIPOOL_C_ABI of the library that runs. */
SILIPOOL_C_API const char* silipool_version(void);
SILIPOOL_C_API int32_t silipool_abi(void);

/* Why the last call of this thread that failed did; "" if none has. Valid until the next one fails. */
SILIPOOL_C_API const char* silipool_last_error(void);

/* A pooler in its initial state, from a configuration file, or from the text of one (`name` stands in
   messages; NULL: "configuration"). `settings`: keys that take the place of the file's, one KEY=VALUE a line,
   such as "seed=7\npooler.active_columns=3"; NULL or "": none. */
SILIPOOL_C_API silipool_pooler* silipool_pooler_create(const char* file, const char* settings);
SILIPOOL_C_API silipool_pooler* silipool_pooler_create_from_text(const char* text, const char* name,
                                                                 const char* settings);
/* NULL is allowed. */
SILIPOOL_C_API void silipool_pooler_destroy(silipool_pooler* pooler);
/* Back to the initial state; steps that wait to be compared are forgotten, counts stay. 0. */
SILIPOOL_C_API int32_t silipool_pooler_reset(silipool_pooler* pooler);

/* The configuration as `silipool config show` would have it: TOML with all defaults. Lives as long as the
 * pooler. */
SILIPOOL_C_API const char* silipool_pooler_configuration(const silipool_pooler* pooler);
/* A quantity of the configuration by the names of DUT.toml: "inputs", "columns", "slots", "boost_scale",
   "learning.increment_probability" (as it was rounded), ... */
SILIPOOL_C_API int64_t silipool_pooler_quantity(const silipool_pooler* pooler, const char* name);

/* One step: learn (1) or infer (0). An index list may be in any order; an index twice is an error. 0. */
SILIPOOL_C_API int32_t silipool_pooler_step(silipool_pooler* pooler, const uint32_t* input, uint32_t words,
                                            int32_t learn);
SILIPOOL_C_API int32_t silipool_pooler_step_indices(silipool_pooler* pooler, const uint32_t* indices,
                                                    uint32_t count, int32_t learn);
/* The same of four values; x and z are errors. */
SILIPOOL_C_API int32_t silipool_pooler_step_logic(silipool_pooler* pooler, const silipool_logic* input,
                                                  uint32_t words, int32_t learn);
/* The class of the next step, for learning.reward; below learning.classes. 0. */
SILIPOOL_C_API int32_t silipool_pooler_set_class(silipool_pooler* pooler, uint32_t label);
/* Input and flag `learn` of the step-th step of `silipool verify`, a function of the number of inputs, the
   seed and `step` alone: random inputs of all densities, structured and adversarial ones; seven of eight
   learn. 0. */
SILIPOOL_C_API int32_t silipool_pooler_stimulus(const silipool_pooler* pooler, uint32_t step, uint32_t* input,
                                                uint32_t words, int32_t* learn);

/* What the last step did. Winners: a bitmap of columns, or their indices, ascending;
   silipool_pooler_winner_indices returns how many there are, and writes nothing where `capacity` is 0. Before
   the first step there are none. */
SILIPOOL_C_API int32_t silipool_pooler_winners(const silipool_pooler* pooler, uint32_t* winners,
                                               uint32_t words);
SILIPOOL_C_API int32_t silipool_pooler_winner_indices(const silipool_pooler* pooler, uint32_t* indices,
                                                      uint32_t capacity);
/* [column]; `count` is at least the number of columns, of permanences that of slots. 0. */
SILIPOOL_C_API int32_t silipool_pooler_overlaps(const silipool_pooler* pooler, uint32_t* values,
                                                uint32_t count);
SILIPOOL_C_API int32_t silipool_pooler_duties(const silipool_pooler* pooler, uint32_t* values,
                                              uint32_t count);
SILIPOOL_C_API int32_t silipool_pooler_boosts(const silipool_pooler* pooler, uint32_t* values,
                                              uint32_t count);
SILIPOOL_C_API int32_t silipool_pooler_permanences(const silipool_pooler* pooler, uint32_t column,
                                                   uint32_t* values, uint32_t count);
/* One item: "winner", "overlap", "permanence", "duty", "boost" or "learning_step". `slot` is that of a
   permanence and 0 otherwise, `column` 0 for "learning_step". */
SILIPOOL_C_API int64_t silipool_pooler_value(const silipool_pooler* pooler, const char* kind, uint32_t column,
                                             uint32_t slot);
/* The digest of section 8 of the specification. 0. */
SILIPOOL_C_API int32_t silipool_pooler_digest(const silipool_pooler* pooler, uint64_t* digest);

/* State files (docs/state_files.md), those of `silipool run --save`. A file that is refused changes nothing.
 * 0. */
SILIPOOL_C_API int32_t silipool_pooler_save(const silipool_pooler* pooler, const char* file);
SILIPOOL_C_API int32_t silipool_pooler_load(silipool_pooler* pooler, const char* file);

/* The scoreboard. A design's winners are compared with those of the oldest step that was not compared yet:
   the model may be ahead of the design by SILIPOOL_POOLER_WAITING steps, and forgets the oldest beyond that.
   Returns 1 where they are equal, 0 where not: then silipool_pooler_difference() says how. Winners that no
   step has asked for, and bits that are x or z, are differences. */
#define SILIPOOL_POOLER_WAITING 1024
SILIPOOL_C_API int32_t silipool_pooler_compare(silipool_pooler* pooler, const uint32_t* winners,
                                               uint32_t words);
SILIPOOL_C_API int32_t silipool_pooler_compare_indices(silipool_pooler* pooler, const uint32_t* indices,
                                                       uint32_t count);
SILIPOOL_C_API int32_t silipool_pooler_compare_logic(silipool_pooler* pooler, const silipool_logic* winners,
                                                     uint32_t words);
/* Compares an item, as of silipool_pooler_value, with what it is after the last step. 1 or 0. */
SILIPOOL_C_API int32_t silipool_pooler_compare_value(silipool_pooler* pooler, const char* kind,
                                                     uint32_t column, uint32_t slot, uint32_t value);
/* A finding of the testbench itself, such as a time-out: counts like a difference. 0. */
SILIPOOL_C_API int32_t silipool_pooler_fail(silipool_pooler* pooler, const char* what);
/* Steps so far need not be compared any more. 0. */
SILIPOOL_C_API int32_t silipool_pooler_forget(silipool_pooler* pooler);
/* The last difference; "" if there is none. Valid until the next one. */
SILIPOOL_C_API const char* silipool_pooler_difference(const silipool_pooler* pooler);

/* What was counted: "steps", "learning_steps" (of the scoreboard's life, resets included), "compared" steps,
   "values" compared, "waiting" steps, "mismatches", "first_mismatch" (the step of it from 0; -1 without an
   error if there is none). */
SILIPOOL_C_API int64_t silipool_pooler_count(const silipool_pooler* pooler, const char* what);
/* 1 if there was no difference, and, where winners were compared, none are missing. */
SILIPOOL_C_API int32_t silipool_pooler_passed(const silipool_pooler* pooler);
/* "PASS: small: 1000 steps (859 learning), winners of 1000 compared, 0 values, 0 mismatches", or FAIL and the
   first difference. Valid until the next report. */
SILIPOOL_C_API const char* silipool_pooler_report(silipool_pooler* pooler);

#ifdef __cplusplus
}
#endif

#endif
