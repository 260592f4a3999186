/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * States of a run's machine, kept small: each as what differs, page by page, from an earlier one. They form a tree in
 * which the way from any of them to the beginning is short (some ten of them for a thousand), and in which those with
 * an odd number carry no other, so that every second one can be given up at any time.
 */
#ifndef EMU_CHECKPOINT_H
#define EMU_CHECKPOINT_H

#include "machine/machine.h"

#define CHECKPOINT_BEGINNING UINT64_MAX /* a base: the machine as it is switched on */

struct checkpoint {
	uint64_t icount;
	uint64_t hash;   /* machine_hash at that instant */
	uint64_t base;   /* icount of the checkpoint that data tell the difference from, or CHECKPOINT_BEGINNING */
	size_t raw_size; /* of the difference */
	size_t size;     /* of data */
	void *data;      /* the difference, zstd; NULL: there is the hash alone, and at icount 0 the beginning */
	uint8_t *wrote;  /* a bit for each page frame that may have been stored into since the checkpoint before, the
	                  * lowest first; NULL: not known */
	size_t wrote_size;
	uint32_t node; /* its number in the tree; CHECKPOINT_KEPT for what is not of this tree */
	bool proven;   /* data are known to be the state of that hash */
};

#define CHECKPOINT_KEPT UINT32_MAX

/* Makes and reads the checkpoints of a run, which are in a list in order of time. */
struct chain;

/* The machine is at its beginning. */
struct chain *chain_new(struct machine *);
void chain_free(struct chain *);

/* The state of a machine that has run on from where the last checkpoint was taken, as a new one. without: only the
 * hash. */
struct checkpoint chain_take(struct chain *, struct machine *, bool without);
/* The next checkpoint will be of a machine that has come from anywhere behind the last one of the list. */
void chain_continue(struct chain *, struct machine *, const struct checkpoint *list, size_t n);
/* Those with an odd node are given up, and the others have half their number. last: the last one taken, if it is given
 * up, else {0}: what was written up to it was written up to the next one. */
void chain_halve(struct chain *, const struct checkpoint *last);

/* The state of checkpoint i, as machine_save would give it; good until the next call. NULL if there are no data, or
 * they, or those that they build on, are damaged. */
const void *chain_state(struct chain *, const struct checkpoint *list, size_t n, size_t i, size_t *size);

/* Most bytes of a difference, for a machine with so many bytes of memory and of swap area. */
size_t checkpoint_max(uint32_t ram, uint32_t swap);
/* What was written up to one checkpoint was written up to the other. */
void checkpoint_wrote(const struct checkpoint *, struct checkpoint *to);
/* `wrote` as a trace keeps it: pairs of 16 bits, the number of a page frame and how many from it on. The caller frees
 * it. */
uint8_t *checkpoint_pack_wrote(const struct checkpoint *, size_t *size);
/* The other way, for a machine with so many bytes of memory. False: these are no such pairs, in order. */
bool checkpoint_unpack_wrote(struct checkpoint *, const uint8_t *packed, size_t size, uint32_t ram);
void checkpoint_free(struct checkpoint *);

#endif
