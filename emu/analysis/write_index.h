/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a run wrote, by intervals between its checkpoints: the recorder knows the page frames that each of them wrote.
 * Which words of them it was is found out by running the interval again, with one page frame watched and all else at
 * full speed, and is kept. So a search for a store passes over all other intervals, and knows nearly where it is.
 */
#ifndef EMU_WRITE_INDEX_H
#define EMU_WRITE_INDEX_H

#include "analysis/session.h"
#include "base/error.h"

struct write_index;

/* An empty one, for a session. Freed with write_index_free, which takes NULL. */
struct write_index *write_index_new(const struct timeline *);
void write_index_free(struct write_index *);
/* The timeline has more intervals, or, if checkpoints had to go, fewer: then nothing is known any more. */
void write_index_grow(struct write_index *, const struct timeline *);

/* The first part of [from, to) that lies in one interval, or the last: [*begin, *end). Which interval it is. */
size_t write_index_part(const struct timeline *, uint64_t from, uint64_t to, bool last, uint64_t *begin, uint64_t *end);

/* May something have been stored into [pa, pa + size), at most NBPG bytes, in that interval (timeline_interval)? */
bool write_index_may(const struct write_index *, const struct timeline *, size_t interval, uint32_t pa, uint32_t size);

/* Instructions one of which stored, or an exception before it: [from, to), or none. */
struct write_span {
	uint64_t from, to;
};

/* Runs [from, to), a part of one interval, again. Where was something stored into [pa, pa + size) first, or last? False
 * and a line in error if it cannot be run. The timeline's machine is left anywhere. */
bool write_index_first(struct write_index *, struct timeline *, uint64_t from, uint64_t to, uint32_t pa, uint32_t size,
                       struct write_span *, char error[ERROR_MAX]);
bool write_index_last(struct write_index *, struct timeline *, uint64_t from, uint64_t to, uint32_t pa, uint32_t size,
                      struct write_span *, char error[ERROR_MAX]);

#endif
