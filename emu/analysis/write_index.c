/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a run wrote. See write_index.h. */
#include "analysis/write_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "machine/machine.h"

enum {
	WORDS = NBPG / 4 / 8, /* bytes of a page frame's bitmap, a bit per longword */
	KNOWN_MAX = 1 << 18,  /* bitmaps of all intervals together: 32 MB */
	FRAMES = 2,           /* that so few bytes lie in */
};

/* The words of a page frame that were written in [from, to). */
struct known {
	uint64_t from, to;
	uint32_t frame;
	uint8_t words[WORDS];
};

/* What is known of one interval, or of a part of it. */
struct interval {
	struct known *list;
	size_t count, room;
};

struct write_index {
	struct interval *intervals;
	size_t count;
	size_t known; /* bitmaps of all */
};

struct write_index *write_index_new(const struct timeline *t)
{
	struct write_index *index = alloc_new(1, sizeof *index);

	index->count = timeline_ncheckpoints(t) + 1;
	index->intervals = alloc_new(index->count, sizeof *index->intervals);
	return index;
}

static void forget(struct write_index *index)
{
	for (size_t i = 0; i < index->count; i++)
		free(index->intervals[i].list);
	memset(index->intervals, 0, index->count * sizeof *index->intervals);
	index->known = 0;
}

void write_index_free(struct write_index *index)
{
	if (!index)
		return;
	forget(index);
	free(index->intervals);
	free(index);
}

void write_index_grow(struct write_index *index, const struct timeline *t)
{
	size_t count = timeline_ncheckpoints(t) + 1;
	struct interval *more;

	if (count == index->count)
		return;
	if (count < index->count) {
		forget(index);
		index->count = count;
		return;
	}
	more = alloc_new(count, sizeof *more);
	memcpy(more, index->intervals, index->count * sizeof *more);
	free(index->intervals);
	index->intervals = more;
	index->count = count;
}

/* Where an interval begins and ends. */
static uint64_t border(const struct timeline *t, size_t i)
{
	const struct checkpoint *c = timeline_checkpoint(t, i);

	return c ? c->icount : timeline_end(t);
}

size_t write_index_part(const struct timeline *t, uint64_t from, uint64_t to, bool last, uint64_t *begin, uint64_t *end)
{
	size_t i = timeline_interval(t, last ? to : from + 1);
	const struct checkpoint *first = timeline_checkpoint(t, i), *next = timeline_checkpoint(t, i + 1);

	*begin = first && first->icount > from ? first->icount : from;
	*end = next && next->icount < to ? next->icount : to;
	return i;
}

static struct known *known_of(const struct interval *in, uint32_t frame)
{
	for (size_t i = 0; i < in->count; i++)
		if (in->list[i].frame == frame)
			return &in->list[i];
	return NULL;
}

/* Is none of the bytes [pa, end) in a word of the page frame that was written? */
static bool misses(const struct known *k, uint32_t pa, uint32_t end)
{
	for (uint32_t word = pa / 4; word <= (end - 1) / 4; word++) {
		uint32_t at = word % (NBPG / 4);

		if (word * 4 / NBPG == k->frame && k->words[at / 8] >> at % 8 & 1)
			return false;
	}
	return true;
}

bool write_index_may(const struct write_index *index, const struct timeline *t, size_t interval, uint32_t pa,
                     uint32_t size)
{
	uint32_t end = pa + size;

	for (uint32_t frame = pa / NBPG; frame <= (end - 1) / NBPG; frame++) {
		const struct known *k = interval < index->count ? known_of(&index->intervals[interval], frame) : NULL;

		if (!timeline_interval_wrote(t, interval, frame) ||
		    (k && k->from <= border(t, interval) && k->to >= border(t, interval + 1) && misses(k, pa, end)))
			continue;
		return true;
	}
	return false;
}

/* Learning ------------------------------------------------------------------------------------ */

struct running {
	struct timeline *timeline;
	uint32_t pa, size;
	bool first, found;
	struct write_span *span;
	struct known now[FRAMES];
};

/* The words of [pa, pa + size) that lie in the page frame were written. */
static void mark(struct known *k, uint32_t pa, uint32_t size)
{
	for (uint32_t word = pa / 4; word <= (pa + size - 1) / 4; word++) {
		uint32_t at = word % (NBPG / 4);

		if (word * 4 / NBPG == k->frame)
			k->words[at / 8] |= (uint8_t)(1u << at % 8);
	}
}

static void on_watched(void *arg, const struct watched *w)
{
	struct running *r = arg;

	for (int i = 0; i < FRAMES; i++)
		mark(&r->now[i], w->pa, w->size);
	if (w->pa >= r->pa + r->size || w->pa + w->size <= r->pa || (r->first && r->found))
		return;
	r->found = true;
	*r->span = (struct write_span){w->from, w->to};
	if (r->first)
		machine_stop_here(timeline_machine(r->timeline));
}

/* Keeps what one run told of a page frame: beside what is known of the time right before or behind, or instead of it if
 * it is more. */
static void keep(struct write_index *index, size_t interval, const struct known *now)
{
	struct interval *in = &index->intervals[interval];
	struct known *k = known_of(in, now->frame);

	if (!k && index->known < KNOWN_MAX) {
		in->list = alloc_room(in->list, in->count, &in->room, sizeof *in->list);
		in->list[in->count++] = *now;
		index->known++;
	} else if (k && now->to >= k->from && now->from <= k->to) {
		for (size_t i = 0; i < WORDS; i++)
			k->words[i] |= now->words[i];
		k->from = now->from < k->from ? now->from : k->from;
		k->to = now->to > k->to ? now->to : k->to;
	} else if (k && now->to - now->from > k->to - k->from) {
		*k = *now;
	}
}

static bool run(struct write_index *index, struct timeline *t, uint64_t from, uint64_t to, struct running *r,
                char *error)
{
	size_t interval = timeline_interval(t, to);
	uint32_t last = (r->pa + r->size - 1) / NBPG;

	r->timeline = t;
	*r->span = (struct write_span){0};
	for (uint32_t i = 0; i < FRAMES; i++)
		r->now[i] = (struct known){.from = from, .to = to, .frame = r->pa / NBPG + i};
	if (!timeline_watch(t, from, to, r->pa, r->size, on_watched, r))
		return error_set(error, "%s", timeline_failure(t));
	if (r->found) {
		r->span->from = r->span->from > from ? r->span->from : from;
		r->span->to = r->span->to < to ? r->span->to : to;
	}
	if (r->first && r->found)
		return true; /* the rest did not run */
	for (uint32_t i = 0; i < FRAMES && r->now[i].frame <= last; i++)
		if (interval < index->count)
			keep(index, interval, &r->now[i]);
	return true;
}

bool write_index_first(struct write_index *index, struct timeline *t, uint64_t from, uint64_t to, uint32_t pa,
                       uint32_t size, struct write_span *span, char error[ERROR_MAX])
{
	struct running r = {.pa = pa, .size = size, .first = true, .span = span};

	return run(index, t, from, to, &r, error);
}

bool write_index_last(struct write_index *index, struct timeline *t, uint64_t from, uint64_t to, uint32_t pa,
                      uint32_t size, struct write_span *span, char error[ERROR_MAX])
{
	struct running r = {.pa = pa, .size = size, .span = span};

	return run(index, t, from, to, &r, error);
}
