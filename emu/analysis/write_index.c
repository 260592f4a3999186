/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a run wrote. See write_index.h. */
#include "analysis/write_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "machine/machine.h"

enum {
	WORDS = NBPG / 4 / 8, /* bytes of a page frame's bitmap, a bit per longword */
	FRAMES_MAX = 1 << 18, /* bitmaps of all intervals together: 32 MB */
	NO_FRAME = UINT16_MAX,
};

/* One interval, as far as it was run: [from, to). */
struct stretch {
	uint64_t from, to;
	uint32_t *frames; /* those that were written, as they came */
	uint8_t (*words)[WORDS];
	size_t count, frames_room, words_room;
};

struct write_index {
	struct stretch *stretches; /* one per interval */
	size_t count;
	size_t frames;   /* bitmaps of all */
	uint32_t nslots; /* page frames of the machine */
	/* of the interval that was run last: where its page frames are in the list */
	struct stretch *last;
	uint16_t *slots;
};

struct write_index *write_index_new(const struct timeline *t)
{
	struct write_index *index = alloc_new(1, sizeof *index);

	index->count = timeline_ncheckpoints(t) + 1;
	index->stretches = alloc_new(index->count, sizeof *index->stretches);
	index->nslots = timeline_config(t)->ram / NBPG;
	index->slots = alloc_new(index->nslots, sizeof *index->slots);
	return index;
}

static void forget(struct write_index *index)
{
	for (size_t i = 0; i < index->count; i++) {
		free(index->stretches[i].frames);
		free(index->stretches[i].words);
	}
	memset(index->stretches, 0, index->count * sizeof *index->stretches);
	index->frames = 0;
	index->last = NULL;
}

void write_index_free(struct write_index *index)
{
	if (!index)
		return;
	forget(index);
	free(index->stretches);
	free(index->slots);
	free(index);
}

void write_index_grow(struct write_index *index, const struct timeline *t)
{
	size_t count = timeline_ncheckpoints(t) + 1;
	struct stretch *more;

	if (count == index->count)
		return;
	if (count < index->count) {
		forget(index);
		index->count = count;
		return;
	}
	more = alloc_new(count, sizeof *more);
	memcpy(more, index->stretches, index->count * sizeof *more);
	free(index->stretches);
	index->stretches = more;
	index->count = count;
	index->last = NULL; /* it lay in the other list */
}

/* Where an interval begins and ends. */
static uint64_t border(const struct timeline *t, size_t i)
{
	const struct checkpoint *c = timeline_checkpoint(t, i);

	return c ? c->icount : timeline_end(t);
}

static const uint8_t *words_of(const struct stretch *s, uint32_t frame)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->frames[i] == frame)
			return s->words[i];
	return NULL;
}

bool write_index_may(const struct write_index *index, const struct timeline *t, size_t interval, uint32_t pa,
                     uint32_t size)
{
	const struct stretch *s = interval < index->count ? &index->stretches[interval] : NULL;
	uint32_t end = pa + size;
	bool may = false;

	for (uint32_t frame = pa / NBPG; frame <= (end - 1) / NBPG; frame++)
		may |= timeline_interval_wrote(t, interval, frame);
	if (!may || !s || s->from != border(t, interval) || s->to != border(t, interval + 1) || s->from == s->to)
		return may;
	for (uint32_t word = pa / 4; word <= (end - 1) / 4; word++) {
		const uint8_t *words = words_of(s, word * 4 / NBPG);
		uint32_t at = word % (NBPG / 4);

		if (words && words[at / 8] >> at % 8 & 1)
			return true;
	}
	return false;
}

/* Learning ------------------------------------------------------------------------------------ */

struct running {
	struct write_index *index;
	struct stretch *learn; /* NULL: what is written is known already, or cannot be kept */
	struct machine *machine;
	uint32_t pa, size;
	write_index_hit *hit;
	void *arg;
};

/* Makes the slots those of a stretch. */
static void turn_to(struct write_index *index, struct stretch *s)
{
	if (index->last == s)
		return;
	index->last = s;
	memset(index->slots, 0xff, index->nslots * sizeof *index->slots);
	for (size_t i = 0; i < s->count; i++)
		index->slots[s->frames[i]] = (uint16_t)i;
}

static uint8_t *words_for(struct write_index *index, struct stretch *s, uint32_t frame)
{
	uint16_t *slot = &index->slots[frame];

	if (*slot == NO_FRAME) {
		s->frames = alloc_room(s->frames, s->count, &s->frames_room, sizeof *s->frames);
		s->words = alloc_room(s->words, s->count, &s->words_room, sizeof *s->words);
		memset(s->words[s->count], 0, WORDS);
		s->frames[s->count] = frame;
		*slot = (uint16_t)s->count++;
		index->frames++;
	}
	return s->words[*slot];
}

static void on_store(void *arg, const struct store *store)
{
	struct running *r = arg;
	uint32_t frame = store->pa / NBPG;

	if (r->learn && frame < r->index->nslots) { /* a store does not leave its page frame */
		uint8_t *words = words_for(r->index, r->learn, frame);
		uint32_t end = ((store->pa & PGOFSET) + store->size - 1) / 4;

		for (uint32_t at = (store->pa & PGOFSET) / 4; at <= end && at < NBPG / 4; at++)
			words[at / 8] |= (uint8_t)(1u << at % 8);
	}
	if (store->pa < r->pa + r->size && store->pa + store->size > r->pa)
		r->hit(r->arg, r->machine, store);
}

/* The stretch that grows by [from, to); NULL if it does not. */
static struct stretch *growing(struct write_index *index, const struct timeline *t, uint64_t from, uint64_t to)
{
	size_t interval = timeline_interval(t, to);
	struct stretch *s;

	if (interval >= index->count || from < border(t, interval) || index->frames >= FRAMES_MAX ||
	    index->nslots >= NO_FRAME)
		return NULL;
	s = &index->stretches[interval];
	return s->from == s->to || to == s->from || from == s->to ? s : NULL;
}

bool write_index_run(struct write_index *index, struct timeline *t, uint64_t from, uint64_t to, uint32_t pa,
                     uint32_t size, write_index_hit *hit, void *arg, char error[ERROR_MAX])
{
	struct running r = {.index = index, .pa = pa, .size = size, .hit = hit, .arg = arg};
	struct stretch *s = r.learn = growing(index, t, from, to);

	r.machine = timeline_watched(t);
	if (s)
		turn_to(index, s);
	if (!r.machine || !timeline_detail(t, from, to, NULL, on_store, NULL, &r))
		return error_set(error, "%s", timeline_failure(t));
	if (s && s->from == s->to)
		s->from = s->to = from;
	if (s && to == s->from)
		s->from = from;
	else if (s)
		s->to = to;
	return true;
}
