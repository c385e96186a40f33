/* A pooler in C: usage pooler_c CONFIG STEPS */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <silipool/capi/silipool_c.h>

static int fail(void) {
  fprintf(stderr, "pooler_c: %s\n", silipool_last_error());
  return 2;
}

int main(int argc, char** argv) {
  silipool_pooler* pooler;
  uint32_t* on;
  uint32_t inputs, count, i;
  unsigned long step, steps, winners = 0;
  uint64_t digest;
  if (argc != 3) {
    fprintf(stderr, "usage: pooler_c CONFIG STEPS\n");
    return 2;
  }
  pooler = silipool_pooler_create(argv[1], "");
  if (pooler == NULL) return fail();
  inputs = (uint32_t)silipool_pooler_quantity(pooler, "inputs");
  on = malloc(inputs * sizeof *on);
  if (on == NULL) return 2;
  steps = strtoul(argv[2], NULL, 10);
  for (step = 0; step < steps; ++step) {
    /* Every third input, from another one on in each step. */
    count = 0;
    for (i = (uint32_t)(step % 3); i < inputs; i += 3) on[count++] = i;
    if (silipool_pooler_step_indices(pooler, on, count, 1) != 0) return fail();
    winners += (unsigned long)silipool_pooler_winner_indices(pooler, NULL, 0);
  }
  if (silipool_pooler_digest(pooler, &digest) != 0) return fail();
  printf("%lu steps, %lu winners, digest %016" PRIx64 "\n", steps, winners, digest);
  free(on);
  silipool_pooler_destroy(pooler);
  return 0;
}
