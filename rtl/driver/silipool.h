/* A bare-metal driver of the block (docs/integration.md): C99, no memory of its own, no library. It works
   through two functions of the caller, which read and write a 32-bit register at a byte offset; each says
   whether the bus answered without an error, 0, or else what is then returned from here. */
#ifndef SILIPOOL_H
#define SILIPOOL_H

#include <stddef.h>
#include <stdint.h>

#include "silipool_registers.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SILIPOOL_OK = 0,
  SILIPOOL_BUS_ERROR = -1,   /* the bus answered with an error */
  SILIPOOL_OTHER_BLOCK = -2, /* no such block, another version of the map, or another structure */
  SILIPOOL_TIMEOUT = -3,     /* STATUS did not become what was waited for in `patience` reads */
  SILIPOOL_NOT_TAKEN = -4    /* a register does not read as it was written: a value past its width */
};

/* Bits of registers. */
#define SILIPOOL_CONTROL_INITIALISE 1u
#define SILIPOOL_CONTROL_CLEAR 2u
#define SILIPOOL_MODE_SPARSE_FRAMES 1u
#define SILIPOOL_MODE_LISTED_WINNERS 2u
#define SILIPOOL_MODE_PAUSE 4u
#define SILIPOOL_MODE_CLASS_BEAT 8u
#define SILIPOOL_MODE_CLASS_ALONE 24u
#define SILIPOOL_STATUS_BUSY 1u
#define SILIPOOL_STATUS_READY 2u
#define SILIPOOL_STATUS_ERRORS 4u
#define SILIPOOL_STATUS_AT_REST 8u
#define SILIPOOL_ERROR_EARLY_LAST 1u
#define SILIPOOL_ERROR_LATE_LAST 2u
#define SILIPOOL_ERROR_INDEX 4u
#define SILIPOOL_ERROR_ORDER 8u
#define SILIPOOL_ERROR_KEEP 16u
#define SILIPOOL_INTERRUPT_STEP 1u
#define SILIPOOL_INTERRUPT_DROPPED 2u
#define SILIPOOL_INTERRUPT_READY 4u
#define SILIPOOL_INTERRUPT_CLASS 8u

struct silipool_bus {
  void* context;
  int (*read)(void* context, uint32_t offset, uint32_t* value);
  int (*write)(void* context, uint32_t offset, uint32_t value);
};

/* What the registers say of the block; silipool_open fills it. */
struct silipool_block {
  struct silipool_bus bus;
  uint32_t patience; /* reads of STATUS before SILIPOOL_TIMEOUT */
  uint32_t inputs, hypercolumns, columns_per_hypercolumn, slots;
  uint32_t permanence_bits, lanes, stream_bits;
  uint32_t classes, weight_bits; /* of the readout; 0: there is none */
};

/* The runtime parameters, as `silipool config show` prints them rounded (docs/configuration.md). */
struct silipool_parameters {
  uint32_t seed, active_columns, learning_columns, stimulus_threshold, initially_connected;
  uint32_t increment, decrement, increment_probability, decrement_probability;
  uint32_t boost_scale, boost_target, decay, update_period;
  uint32_t boost_maximum, minimum_duty; /* of linear boosts */
  uint32_t log_origin, log_scale;       /* of logarithmic boosts */
  uint32_t inhibition_radius;           /* of local inhibition */
};

/* Reads identity and sizes; `config_hash` is that of the configuration the block was built from. */
int silipool_open(struct silipool_block* block, const struct silipool_bus* bus, uint32_t config_hash,
                  uint32_t patience);

/* Writes all parameters between the same two frames; those of the next frame on. */
int silipool_set_parameters(struct silipool_block* block, const struct silipool_parameters* parameters);

/* Formats of both streams: SILIPOOL_MODE_SPARSE_FRAMES | SILIPOOL_MODE_LISTED_WINNERS, and with a readout
   SILIPOOL_MODE_CLASS_BEAT or SILIPOOL_MODE_CLASS_ALONE. */
int silipool_set_mode(struct silipool_block* block, uint32_t mode);

/* Makes the initial state and clears errors and counters; returns when it has been made. */
int silipool_initialise(struct silipool_block* block);

/* How many numbers a state has: columns, and permanences, columns x slots, column by column. */
uint32_t silipool_columns(const struct silipool_block* block);
size_t silipool_permanences(const struct silipool_block* block);

/* A state in memory of the caller; `permanences` has silipool_permanences() entries, the others
   silipool_columns(). */
struct silipool_state {
  uint32_t learning_step;
  uint32_t steps_to_refresh;
  uint16_t* permanences;
  uint32_t* duties;
  uint16_t* boosts;
};

/* Between frames: the block is paused, finishes the steps that are under way (whose winners must be able to
   leave), and goes on afterwards. A restore needs a block that has been initialised. */
int silipool_save(struct silipool_block* block, struct silipool_state* state);
int silipool_restore(struct silipool_block* block, const struct silipool_state* state);

/* Loads the weights of the readout, `classes` of column 0, of column 1, ..; each of magnitude at most
   2^(weight_bits - 1) - 1. Between frames, as silipool_save. SILIPOOL_OTHER_BLOCK where there is no readout.
 */
int silipool_load_weights(struct silipool_block* block, const int16_t* weights);

/* The class of the step that was read out last, and how many have been since counters were cleared, at most
   2^24 - 1: the class is of another step if that number is another. */
int silipool_class(struct silipool_block* block, uint32_t* label, uint32_t* count);

/* A 64-bit counter by the offset of its low half. */
int silipool_counter(struct silipool_block* block, uint32_t low_offset, uint64_t* value);

/* Reads and clears the sticky reasons for dropped frames. */
int silipool_take_errors(struct silipool_block* block, uint32_t* errors);

#ifdef __cplusplus
}
#endif

#endif
