/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a run wrote, by intervals between its checkpoints: the recorder knows the page frames that each of them wrote,
 * and of those that were run again, watched, it is kept which words. So a search for a store passes over all others.
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

/* May something have been stored into [pa, pa + size) in that interval (timeline_interval)? */
bool write_index_may(const struct write_index *, const struct timeline *, size_t interval, uint32_t pa, uint32_t size);

/* Told of a store that is watched for, while the machine's memory still holds the old bytes. */
typedef void write_index_hit(void *arg, struct machine *, const struct store *);

/* Runs [from, to), a part of one interval, again, and tells of the stores that touch [pa, pa + size). False and a line
 * in error if it cannot be run. */
bool write_index_run(struct write_index *, struct timeline *, uint64_t from, uint64_t to, uint32_t pa, uint32_t size,
                     write_index_hit *, void *arg, char error[ERROR_MAX]);

#endif
