/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which variables of a frame matter at an instruction of its function: those that may have got a value on a way from
 * the function's beginning to there, and those that may be read on a way from there on before they get a new one.
 * Found in the machine code, by the accesses relative to a6: liveness, as a compiler computes it. A variable whose
 * address was taken may be written and read by anybody from then on.
 */
#ifndef EMU_LIVENESS_H
#define EMU_LIVENESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "debuginfo/symbols.h"

struct liveness;

/* Of the function at `start`, whose next instruction is at pc; its program's text, `size` bytes at address base, is
 * only looked at in this call. Freed with liveness_free, which takes NULL. */
struct liveness *liveness_new(struct symbols *, const uint8_t *text, uint32_t base, uint32_t size, uint32_t start,
                              uint32_t pc);
void liveness_free(struct liveness *);

/* Of a variable of `size` bytes, at `where` from a6, the part that lies in the longword at `word` from a6. Both are
 * true where the code cannot be followed. */
bool liveness_holds(struct liveness *, int32_t where, uint32_t size, int32_t word);
bool liveness_reads(struct liveness *, int32_t where, uint32_t size, int32_t word);

#endif
