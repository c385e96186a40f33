#include "silipool.h"

enum { PERMANENCES = 0, DUTIES = 1, BOOSTS = 2, STEPS = 3 }; /* of STATE_SELECT */

static int get(struct silipool_block* block, uint32_t offset, uint32_t* value) {
  return block->bus.read(block->bus.context, offset, value) == 0 ? SILIPOOL_OK : SILIPOOL_BUS_ERROR;
}

static int put(struct silipool_block* block, uint32_t offset, uint32_t value) {
  return block->bus.write(block->bus.context, offset, value) == 0 ? SILIPOOL_OK : SILIPOOL_BUS_ERROR;
}

/* Until the bits of STATUS in `mask` are `wanted`. */
static int wait_for(struct silipool_block* block, uint32_t mask, uint32_t wanted) {
  uint32_t i;
  for (i = 0; i < block->patience; ++i) {
    uint32_t status = 0;
    const int result = get(block, SILIPOOL_STATUS, &status);
    if (result != SILIPOOL_OK) return result;
    if ((status & mask) == wanted) return SILIPOOL_OK;
  }
  return SILIPOOL_TIMEOUT;
}

int silipool_open(struct silipool_block* block, const struct silipool_bus* bus, uint32_t config_hash,
                  uint32_t patience) {
  uint32_t id = 0, version = 0, hash = 0;
  int result;
  block->bus = *bus;
  block->patience = patience;
  if ((result = get(block, SILIPOOL_ID, &id)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_VERSION, &version)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_CONFIG_HASH, &hash)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_INPUTS, &block->inputs)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_HYPERCOLUMNS, &block->hypercolumns)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_COLUMNS_PER_HYPERCOLUMN, &block->columns_per_hypercolumn)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_SLOTS, &block->slots)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_PERMANENCE_BITS, &block->permanence_bits)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_LANES, &block->lanes)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_STREAM_BITS, &block->stream_bits)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_READOUT_CLASSES, &block->classes)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_READOUT_BITS, &block->weight_bits)) != SILIPOOL_OK)
    return result;
  if (id != 0x53494c49u || version >> 16 != SILIPOOL_MAP_VERSION >> 16 || hash != config_hash)
    return SILIPOOL_OTHER_BLOCK;
  return SILIPOOL_OK;
}

/* The pause stands on top of the formats; `mode` is what was there before. */
static int end_pause(struct silipool_block* block, uint32_t mode) { return put(block, SILIPOOL_MODE, mode); }

static int begin_pause(struct silipool_block* block, uint32_t* mode) {
  const int result = get(block, SILIPOOL_MODE, mode);
  return result != SILIPOOL_OK ? result : put(block, SILIPOOL_MODE, *mode | SILIPOOL_MODE_PAUSE);
}

static int put_parameters(struct silipool_block* block, const struct silipool_parameters* p) {
  const struct {
    uint32_t offset, value;
  } all[] = {{SILIPOOL_SEED, p->seed},
             {SILIPOOL_ACTIVE_COLUMNS, p->active_columns},
             {SILIPOOL_LEARNING_COLUMNS, p->learning_columns},
             {SILIPOOL_STIMULUS_THRESHOLD, p->stimulus_threshold},
             {SILIPOOL_INITIALLY_CONNECTED, p->initially_connected},
             {SILIPOOL_INCREMENT, p->increment},
             {SILIPOOL_DECREMENT, p->decrement},
             {SILIPOOL_INCREMENT_PROBABILITY, p->increment_probability},
             {SILIPOOL_DECREMENT_PROBABILITY, p->decrement_probability},
             {SILIPOOL_BOOST_SCALE, p->boost_scale},
             {SILIPOOL_BOOST_TARGET, p->boost_target},
             {SILIPOOL_DECAY, p->decay},
             {SILIPOOL_UPDATE_PERIOD, p->update_period},
             {SILIPOOL_BOOST_MAXIMUM, p->boost_maximum},
             {SILIPOOL_MINIMUM_DUTY, p->minimum_duty},
             {SILIPOOL_LOG_ORIGIN, p->log_origin},
             {SILIPOOL_LOG_SCALE, p->log_scale},
             {SILIPOOL_INHIBITION_RADIUS, p->inhibition_radius}};
  size_t i;
  for (i = 0; i < sizeof all / sizeof all[0]; ++i) {
    uint32_t found = 0;
    int result = put(block, all[i].offset, all[i].value);
    if (result == SILIPOOL_OK) result = get(block, all[i].offset, &found);
    if (result != SILIPOOL_OK) return result;
    if (found != all[i].value) return SILIPOOL_NOT_TAKEN;
  }
  return SILIPOOL_OK;
}

int silipool_set_parameters(struct silipool_block* block, const struct silipool_parameters* parameters) {
  uint32_t mode = 0;
  int result = begin_pause(block, &mode), ended;
  if (result != SILIPOOL_OK) return result;
  result = put_parameters(block, parameters);
  ended = end_pause(block, mode);
  return result != SILIPOOL_OK ? result : ended;
}

int silipool_set_mode(struct silipool_block* block, uint32_t mode) { return put(block, SILIPOOL_MODE, mode); }

int silipool_initialise(struct silipool_block* block) {
  const int result = put(block, SILIPOOL_CONTROL, SILIPOOL_CONTROL_INITIALISE | SILIPOOL_CONTROL_CLEAR);
  if (result != SILIPOOL_OK) return result;
  return wait_for(block, SILIPOOL_STATUS_READY | SILIPOOL_STATUS_BUSY, SILIPOOL_STATUS_READY);
}

uint32_t silipool_columns(const struct silipool_block* block) {
  return block->hypercolumns * block->columns_per_hypercolumn;
}

size_t silipool_permanences(const struct silipool_block* block) {
  return (size_t)silipool_columns(block) * block->slots;
}

/* One column's permanences: words of 32 / permanence_bits neighbouring slots, none past a word of `lanes`. */
static int move_permanences(struct silipool_block* block, uint16_t* read, const uint16_t* written) {
  const uint32_t bits = block->permanence_bits, fields = 32u / bits, mask = (1u << bits) - 1u;
  uint32_t first, lane, i;
  for (first = 0; first < block->slots; first += block->lanes)
    for (lane = 0; lane < block->lanes; lane += fields) {
      uint32_t word = 0, count = block->lanes - lane;
      int result;
      if (count > fields) count = fields;
      if (first + lane >= block->slots) count = 0;
      else if (count > block->slots - first - lane) count = block->slots - first - lane;
      if (written != NULL) {
        for (i = 0; i < count; ++i) word |= (uint32_t)written[first + lane + i] << (i * bits);
        result = put(block, SILIPOOL_STATE_DATA, word);
      } else {
        result = get(block, SILIPOOL_STATE_DATA, &word);
        for (i = 0; i < count; ++i) read[first + lane + i] = (uint16_t)(word >> (i * bits) & mask);
      }
      if (result != SILIPOOL_OK) return result;
    }
  return SILIPOOL_OK;
}

static int save_at_rest(struct silipool_block* block, struct silipool_state* state) {
  const uint32_t columns = silipool_columns(block);
  uint32_t c, value = 0;
  int result;
  if ((result = put(block, SILIPOOL_STATE_SELECT, STEPS)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_STATE_DATA, &state->learning_step)) != SILIPOOL_OK ||
      (result = get(block, SILIPOOL_STATE_DATA, &state->steps_to_refresh)) != SILIPOOL_OK ||
      (result = put(block, SILIPOOL_STATE_SELECT, PERMANENCES)) != SILIPOOL_OK)
    return result;
  for (c = 0; c < columns; ++c)
    if ((result = move_permanences(block, state->permanences + (size_t)c * block->slots, NULL)) != SILIPOOL_OK)
      return result;
  if ((result = put(block, SILIPOOL_STATE_SELECT, DUTIES)) != SILIPOOL_OK) return result;
  for (c = 0; c < columns; ++c)
    if ((result = get(block, SILIPOOL_STATE_DATA, &state->duties[c])) != SILIPOOL_OK) return result;
  if ((result = put(block, SILIPOOL_STATE_SELECT, BOOSTS)) != SILIPOOL_OK) return result;
  for (c = 0; c < columns; ++c) {
    if ((result = get(block, SILIPOOL_STATE_DATA, &value)) != SILIPOOL_OK) return result;
    state->boosts[c] = (uint16_t)value;
  }
  return SILIPOOL_OK;
}

static int restore_at_rest(struct silipool_block* block, const struct silipool_state* state) {
  const uint32_t columns = silipool_columns(block);
  uint32_t c;
  int result;
  if ((result = put(block, SILIPOOL_STATE_SELECT, PERMANENCES)) != SILIPOOL_OK) return result;
  for (c = 0; c < columns; ++c)
    if ((result = move_permanences(block, NULL, state->permanences + (size_t)c * block->slots)) != SILIPOOL_OK)
      return result;
  if ((result = put(block, SILIPOOL_STATE_SELECT, DUTIES)) != SILIPOOL_OK) return result;
  for (c = 0; c < columns; ++c)
    if ((result = put(block, SILIPOOL_STATE_DATA, state->duties[c])) != SILIPOOL_OK) return result;
  if ((result = put(block, SILIPOOL_STATE_SELECT, BOOSTS)) != SILIPOOL_OK) return result;
  for (c = 0; c < columns; ++c)
    if ((result = put(block, SILIPOOL_STATE_DATA, state->boosts[c])) != SILIPOOL_OK) return result;
  if ((result = put(block, SILIPOOL_STATE_SELECT, STEPS)) != SILIPOOL_OK ||
      (result = put(block, SILIPOOL_STATE_DATA, state->learning_step)) != SILIPOOL_OK)
    return result;
  return put(block, SILIPOOL_STATE_DATA, state->steps_to_refresh);
}

int silipool_save(struct silipool_block* block, struct silipool_state* state) {
  uint32_t mode = 0;
  int result = begin_pause(block, &mode), ended;
  if (result != SILIPOOL_OK) return result;
  result = wait_for(block, SILIPOOL_STATUS_AT_REST, SILIPOOL_STATUS_AT_REST);
  if (result == SILIPOOL_OK) result = save_at_rest(block, state);
  ended = end_pause(block, mode);
  return result != SILIPOOL_OK ? result : ended;
}

int silipool_restore(struct silipool_block* block, const struct silipool_state* state) {
  uint32_t mode = 0;
  int result = begin_pause(block, &mode), ended;
  if (result != SILIPOOL_OK) return result;
  result = wait_for(block, SILIPOOL_STATUS_AT_REST, SILIPOOL_STATUS_AT_REST);
  if (result == SILIPOOL_OK) result = restore_at_rest(block, state);
  ended = end_pause(block, mode);
  return result != SILIPOOL_OK ? result : ended;
}

static int load_at_rest(struct silipool_block* block, const int16_t* weights) {
  const uint32_t count = silipool_columns(block) * block->classes;
  uint32_t i;
  int result = put(block, SILIPOOL_READOUT_SELECT, 0);
  for (i = 0; i < count && result == SILIPOOL_OK; ++i)
    result = put(block, SILIPOOL_READOUT_DATA, (uint32_t)(int32_t)weights[i]);
  return result;
}

int silipool_load_weights(struct silipool_block* block, const int16_t* weights) {
  uint32_t mode = 0;
  int result, ended;
  if (block->classes == 0) return SILIPOOL_OTHER_BLOCK;
  if ((result = begin_pause(block, &mode)) != SILIPOOL_OK) return result;
  result = wait_for(block, SILIPOOL_STATUS_AT_REST, SILIPOOL_STATUS_AT_REST);
  if (result == SILIPOOL_OK) result = load_at_rest(block, weights);
  ended = end_pause(block, mode);
  return result != SILIPOOL_OK ? result : ended;
}

int silipool_class(struct silipool_block* block, uint32_t* label, uint32_t* count) {
  uint32_t value = 0;
  const int result = get(block, SILIPOOL_READOUT_CLASS, &value);
  *label = value & 0xffu;
  *count = value >> 8;
  return result;
}

int silipool_counter(struct silipool_block* block, uint32_t low_offset, uint64_t* value) {
  uint32_t low = 0, high = 0;
  int result;
  if ((result = get(block, low_offset, &low)) != SILIPOOL_OK || (result = get(block, low_offset + 4u, &high)) != SILIPOOL_OK)
    return result;
  *value = (uint64_t)high << 32 | low;
  return SILIPOOL_OK;
}

int silipool_take_errors(struct silipool_block* block, uint32_t* errors) {
  const int result = get(block, SILIPOOL_ERRORS, errors);
  return result != SILIPOOL_OK ? result : put(block, SILIPOOL_ERRORS, *errors);
}
