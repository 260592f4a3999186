/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checkpoints as differences: see checkpoint.h. Number 0 is the beginning; number n tells the difference from n with
 * its lowest bit cleared. So a checkpoint needs as many others as its number has bits, and none needs an odd one.
 *
 * While a run is recorded, the way from the last checkpoint back to the beginning is kept: for each of these what the
 * pages were there that have changed since. The difference is an exclusive or, mostly zeros.
 */
#include "replay/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/be.h"
#include "replay/compress.h"
#include "replay/until.h"

enum {
	WAY_MAX = 40,                   /* checkpoints that one may need, with itself */
	WAY_OWN = 20,                   /* of these, at most, where a run leaves another one */
	PAGE_ROOM = MACHINE_SAVED_PAGE, /* a page in a difference, after its number, as in a saved state */
	WROTE_PAIR = 4,
};

/* What a page is that holds zeros: at the beginning, and if nobody has written it since then; a block of the swap area
 * that was written with zeros is `blank`, for the state tells the two apart. */
static const uint8_t zeros[NBPG], blank[NBPG];

/* A checkpoint on the way back. */
struct station {
	uint32_t node;
	uint64_t icount;        /* or CHECKPOINT_BEGINNING */
	uint8_t *state;         /* as machine_state gives it */
	const uint8_t **before; /* by page: what it was here, if it has changed on the way to the next station */
};

struct chain {
	uint32_t pages, frames;
	size_t state_size;
	uint8_t *beginning;   /* the state; the pages: */
	const uint8_t **base; /* `zeros` or a copy */
	const uint8_t **last; /* as they were when the last checkpoint was taken: of base, or a copy */
	uint8_t *touched;     /* by page: perhaps changed since then */
	struct station way[WAY_MAX];
	size_t stations;
	uint32_t node;     /* the last one's */
	uint8_t *given_up; /* `wrote` of those at the end that were given up, or NULL */
	uint8_t *block;
	size_t block_room;
	uint8_t *raw; /* a difference that is being made */
	size_t raw_room;
	struct spare *spare; /* copies that are free: each checkpoint drops as many as it takes */
};

struct spare {
	struct spare *next;
};

COUNT_UNTIL(checkpoints_until, checkpoint)

size_t checkpoint_max(uint32_t ram, uint32_t swap)
{
	return machine_state_size() + (size_t)(ram / NBPG + swap / NBPG) * PAGE_ROOM;
}

void checkpoint_wrote(const struct checkpoint *from, struct checkpoint *to)
{
	for (size_t i = 0; from->wrote && to->wrote && i < to->wrote_size; i++)
		to->wrote[i] |= from->wrote[i];
}

uint8_t *checkpoint_pack_wrote(const struct checkpoint *c, size_t *size)
{
	uint32_t frames = (uint32_t)c->wrote_size * 8, n = 0;
	uint8_t *packed = alloc_new(frames / 2 + 1, WROTE_PAIR);

	for (uint32_t i = 0; i < frames; i++) {
		uint32_t first = i;

		while (i < frames && c->wrote[i / 8] >> i % 8 & 1)
			i++;
		if (i == first)
			continue;
		be16_put(packed + WROTE_PAIR * n, (uint16_t)first);
		be16_put(packed + WROTE_PAIR * n++ + 2, (uint16_t)(i - first));
	}
	*size = WROTE_PAIR * n;
	return packed;
}

bool checkpoint_unpack_wrote(struct checkpoint *c, const uint8_t *packed, size_t size, uint32_t ram)
{
	uint32_t frames = ram / NBPG, next = 0;

	c->wrote_size = frames / 8;
	c->wrote = alloc_new(c->wrote_size + 1, 1);
	for (; size >= WROTE_PAIR; packed += WROTE_PAIR, size -= WROTE_PAIR) {
		uint32_t first = be16_get(packed), end = first + be16_get(packed + 2);

		if (first < next || end > frames)
			return false;
		for (uint32_t i = first; i < end; i++)
			c->wrote[i / 8] |= (uint8_t)(1 << i % 8);
		next = end;
	}
	return !size;
}

void checkpoint_free(struct checkpoint *c)
{
	free(c->data);
	free(c->wrote);
}

/* Pages --------------------------------------------------------------------------------------- */

static const uint8_t *page_of(const struct machine *m, uint32_t page)
{
	const uint8_t *bytes = machine_page(m, page);

	return bytes ? bytes : zeros;
}

/* Is it the same page, and of the swap area written or not in both cases? */
static bool same_page(const struct chain *c, uint32_t page, const uint8_t *a, const uint8_t *b)
{
	return (page < c->frames || (a == zeros) == (b == zeros)) && !memcmp(a, b, NBPG);
}

static void drop(struct chain *c, uint32_t page, const uint8_t *bytes)
{
	struct spare *spare = (struct spare *)bytes;

	if (!bytes || bytes == c->base[page] || bytes == blank)
		return;
	spare->next = c->spare;
	c->spare = spare;
}

/* A copy of what a page is, which may be its beginning, or `blank`. */
static const uint8_t *keep(struct chain *c, uint32_t page, const uint8_t *bytes)
{
	struct spare *spare = c->spare;

	if (same_page(c, page, bytes, c->base[page]))
		return c->base[page];
	if (page >= c->frames && !memcmp(bytes, blank, NBPG))
		return blank;
	if (!spare)
		return alloc_copy(bytes, NBPG);
	c->spare = spare->next;
	return memcpy(spare, bytes, NBPG);
}

/* The way ------------------------------------------------------------------------------------- */

static void add_station(struct chain *c, uint32_t node, uint64_t icount, const uint8_t *state)
{
	c->way[c->stations++] = (struct station){
		.node = node,
		.icount = icount,
		.state = alloc_copy(state, c->state_size),
		.before = alloc_new(c->pages, sizeof *c->way->before),
	};
}

/* Removes the last station: what changed since then has changed since the one before. */
static void remove_station(struct chain *c)
{
	struct station *gone = &c->way[--c->stations], *to = c->stations ? gone - 1 : NULL;

	for (uint32_t i = 0; i < c->pages; i++) {
		if (gone->before[i] && to && !to->before[i])
			to->before[i] = gone->before[i];
		else
			drop(c, i, gone->before[i]);
	}
	free(gone->before);
	free(gone->state);
}

static void forget_way(struct chain *c)
{
	while (c->stations)
		remove_station(c);
	c->node = 0;
}

struct chain *chain_new(struct machine *m)
{
	struct chain *c = alloc_new(1, sizeof *c);

	c->pages = machine_pages(m);
	c->frames = machine_ram_size(m) / NBPG;
	c->state_size = machine_state_size();
	c->beginning = alloc_new(c->state_size, 1);
	machine_state(m, c->beginning);
	c->base = alloc_new(c->pages, sizeof *c->base);
	c->last = alloc_new(c->pages, sizeof *c->last);
	c->touched = alloc_new(c->pages, 1);
	for (uint32_t i = 0; i < c->pages; i++) {
		const uint8_t *bytes = page_of(m, i);

		c->last[i] = c->base[i] = memcmp(bytes, zeros, NBPG) ? alloc_copy(bytes, NBPG) : zeros;
	}
	add_station(c, 0, CHECKPOINT_BEGINNING, c->beginning);
	return c;
}

void chain_free(struct chain *c)
{
	if (!c)
		return;
	forget_way(c);
	for (uint32_t i = 0; i < c->pages; i++) {
		drop(c, i, c->last[i]);
		if (c->base[i] != zeros)
			free((uint8_t *)c->base[i]);
	}
	for (struct spare *spare = c->spare, *next; spare; spare = next) {
		next = spare->next;
		free(spare);
	}
	free(c->beginning);
	free(c->base);
	free(c->last);
	free(c->touched);
	free(c->given_up);
	free(c->block);
	free(c->raw);
	free(c);
}

/* Taking -------------------------------------------------------------------------------------- */

struct taking {
	struct chain *chain;
	uint8_t *wrote;
};

static void on_touched(void *arg, uint32_t page)
{
	struct taking *t = arg;

	t->chain->touched[page] = true;
	if (page < t->chain->frames)
		t->wrote[page / 8] |= (uint8_t)(1 << page % 8);
}

/* What has changed since the last station belongs to it; `last` is the present. */
static void bring_up(struct chain *c, struct machine *m)
{
	struct station *top = &c->way[c->stations - 1];

	for (uint32_t i = 0; i < c->pages; i++) {
		const uint8_t *now;

		if (!c->touched[i])
			continue;
		c->touched[i] = false;
		now = page_of(m, i);
		if (same_page(c, i, now, c->last[i]))
			continue;
		if (top->before[i])
			drop(c, i, c->last[i]);
		else
			top->before[i] = c->last[i];
		c->last[i] = keep(c, i, now);
	}
}

static void exclusive_or(uint8_t *to, const uint8_t *from, size_t size)
{
	uint64_t a, b;

	for (; size >= sizeof a; to += sizeof a, from += sizeof a, size -= sizeof a) {
		memcpy(&a, to, sizeof a);
		memcpy(&b, from, sizeof b);
		a ^= b;
		memcpy(to, &a, sizeof a);
	}
	for (size_t i = 0; i < size; i++)
		to[i] ^= from[i];
}

/* The difference of the present from a station. Thousands of pages change where many processes live: its room is kept
 * for the next one. */
static void pack(struct chain *c, const struct station *from, const uint8_t *state, struct checkpoint *out)
{
	size_t most = c->state_size;
	uint8_t *at;

	for (uint32_t i = 0; i < c->pages; i++)
		most += from->before[i] ? PAGE_ROOM : 0;
	while (most > c->raw_room)
		c->raw = alloc_room(c->raw, c->raw_room, &c->raw_room, 1);
	at = c->raw;
	memcpy(at, state, c->state_size);
	exclusive_or(at, from->state, c->state_size);
	at += c->state_size;
	for (uint32_t i = 0; i < c->pages; i++) {
		if (!from->before[i] || same_page(c, i, from->before[i], c->last[i]))
			continue;
		le32_put(at, i);
		memcpy(at + sizeof i, c->last[i], NBPG);
		exclusive_or(at + sizeof i, from->before[i], NBPG);
		at += PAGE_ROOM;
	}
	out->raw_size = (size_t)(at - c->raw);
	out->data = compress_pack(c->raw, out->raw_size, COMPRESS_FAST, &out->size);
}

struct checkpoint chain_take(struct chain *c, struct machine *m, bool without)
{
	struct checkpoint out = {.icount = machine_icount(m), .node = CHECKPOINT_KEPT, .proven = true};
	uint8_t *state;
	uint32_t parent;

	out.base = CHECKPOINT_BEGINNING;
	out.wrote_size = c->frames / 8;
	out.wrote = c->given_up ? c->given_up : alloc_new(out.wrote_size + 1, 1);
	c->given_up = NULL;
	machine_touched(m, on_touched, &(struct taking){c, out.wrote});
	out.hash = machine_hash(m);
	if (without)
		return out;
	state = alloc_new(c->state_size, 1);
	machine_state(m, state);
	bring_up(c, m);
	out.node = ++c->node;
	parent = out.node & (out.node - 1);
	while (c->way[c->stations - 1].node > parent)
		remove_station(c);
	out.base = c->way[c->stations - 1].icount;
	pack(c, &c->way[c->stations - 1], state, &out);
	add_station(c, out.node, out.icount, state);
	free(state);
	return out;
}

void chain_halve(struct chain *c, const struct checkpoint *last)
{
	struct checkpoint next = {.wrote = c->given_up, .wrote_size = c->frames / 8};

	if (last->wrote && next.wrote)
		checkpoint_wrote(last, &next);
	else if (last->wrote)
		c->given_up = alloc_copy(last->wrote, last->wrote_size);
	if (c->way[c->stations - 1].node % 2)
		remove_station(c);
	for (size_t i = 0; i < c->stations; i++)
		c->way[i].node /= 2;
	c->node /= 2;
}

/* The checkpoints from i back to the beginning, each base before its own; how many in *length. False: one is missing,
 * or there are too many. */
static bool find_way(const struct checkpoint *list, size_t n, size_t i, size_t way[WAY_MAX], size_t *length)
{
	for (*length = 0; *length < WAY_MAX;) {
		const struct checkpoint *this = &list[i];
		size_t until;

		if (!this->data)
			return !this->icount && this->base == CHECKPOINT_BEGINNING;
		way[(*length)++] = i;
		if (this->base == CHECKPOINT_BEGINNING)
			return true;
		until = checkpoints_until(list, n, this->base);
		if (this->base >= this->icount || !until || list[until - 1].icount != this->base)
			return false;
		i = until - 1;
	}
	return false;
}

void chain_continue(struct chain *c, struct machine *m, const struct checkpoint *list, size_t n)
{
	const uint8_t *state = NULL;
	size_t size, i = n, way[WAY_MAX], length;

	while (!state && i-- > 0)
		if (find_way(list, n, i, way, &length) && length < WAY_OWN)
			state = chain_state(c, list, n, i, &size);
	forget_way(c);
	for (uint32_t page = 0; page < c->pages; page++) {
		drop(c, page, c->last[page]);
		c->last[page] = state ? keep(c, page, zeros) : c->base[page];
	}
	for (size_t at = c->state_size; state && at < size; at += PAGE_ROOM) {
		uint32_t page = le32_get(state + at);

		drop(c, page, c->last[page]);
		c->last[page] = keep(c, page, state + at + sizeof page);
	}
	add_station(c, 0, state ? list[i].icount : CHECKPOINT_BEGINNING, state ? state : c->beginning);
	machine_touch_all(m);
}

/* Reading ------------------------------------------------------------------------------------- */

/* A state that is being put together: what machine_state gives, and pages that are not as in the beginning, or NULL. */
struct putting {
	uint8_t *state, **own;
};

/* The page of it, to be changed. */
static uint8_t *own_page(const struct chain *c, const struct putting *to, uint32_t page)
{
	if (!to->own[page])
		to->own[page] = alloc_copy(c->base[page], NBPG);
	return to->own[page];
}

/* Applies a difference. False if it is none. */
static bool apply(const struct chain *c, const struct checkpoint *from, const struct putting *to)
{
	uint8_t *raw = compress_unpack(from->data, from->size, from->raw_size), *at = raw + c->state_size;
	size_t size = from->raw_size;
	uint32_t next = 0, page;
	bool ok = raw && size >= c->state_size && (size - c->state_size) % PAGE_ROOM == 0;

	if (ok)
		exclusive_or(to->state, raw, c->state_size);
	for (; ok && at < raw + size; at += PAGE_ROOM) {
		page = le32_get(at);
		ok = page >= next && page < c->pages;
		if (!ok)
			break;
		next = page + 1;
		exclusive_or(own_page(c, to, page), at + sizeof page, NBPG);
	}
	free(raw);
	return ok;
}

/* Adds a page to the block, if a saved state has it: see machine_save. A block of the swap area that the beginning has
 * not was written. */
static void add_page(struct chain *c, size_t *size, uint32_t page, const uint8_t *own)
{
	const uint8_t *bytes = own ? own : c->base[page];

	if (page < c->frames ? !memcmp(bytes, zeros, NBPG) : !own)
		return;
	while (*size + PAGE_ROOM > c->block_room)
		c->block = alloc_room(c->block, c->block_room, &c->block_room, 1);
	le32_put(c->block + *size, page);
	memcpy(c->block + *size + sizeof page, bytes, NBPG);
	*size += PAGE_ROOM;
}

const void *chain_state(struct chain *c, const struct checkpoint *list, size_t n, size_t i, size_t *size)
{
	struct putting to = {alloc_copy(c->beginning, c->state_size), alloc_new(c->pages, sizeof *to.own)};
	size_t way[WAY_MAX], length;
	bool ok = find_way(list, n, i, way, &length);

	while (ok && length > 0)
		ok = apply(c, &list[way[--length]], &to);
	while (c->state_size > c->block_room)
		c->block = alloc_room(c->block, c->block_room, &c->block_room, 1);
	memcpy(c->block, to.state, c->state_size);
	*size = c->state_size;
	for (uint32_t page = 0; page < c->pages; page++) {
		add_page(c, size, page, to.own[page]);
		free(to.own[page]);
	}
	free(to.own);
	free(to.state);
	return ok ? c->block : NULL;
}
