/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies of the pages that the user executes: see text_copy.h. */
#include "core/text_copy.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <xxhash.h>

#include "abi/arch.h"

enum { SIZE = TEXT_COPIES * NBPG };

_Static_assert(TEXT_COPIES < TEXT_COPY_SLOTS, "a search in the slots ends");

bool text_copies_init(struct text_copies *t, uint32_t nframes)
{
	t->nframes = nframes;
	t->last = calloc(nframes, sizeof *t->last);
	t->pages = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (t->pages == MAP_FAILED)
		t->pages = NULL;
	return t->pages && t->last;
}

void text_copies_free(struct text_copies *t)
{
	if (t->pages)
		munmap(t->pages, SIZE);
	free(t->last);
}

/* Does the copy hold these bytes? */
static bool holds(const struct text_copies *t, uint32_t n, const uint8_t *bytes)
{
	return !memcmp(t->pages + (size_t)n * NBPG, bytes, NBPG);
}

static int find_or_make(struct text_copies *t, const uint8_t *bytes)
{
	uint64_t sum = XXH3_64bits(bytes, NBPG);
	uint32_t slot = (uint32_t)sum & (TEXT_COPY_SLOTS - 1);

	for (; t->slots[slot]; slot = (slot + 1) & (TEXT_COPY_SLOTS - 1)) {
		uint32_t n = t->slots[slot] - 1u;

		if (t->sums[n] == sum && holds(t, n, bytes))
			return (int)n;
	}
	if (t->count == TEXT_COPIES)
		return -1;
	memcpy(t->pages + (size_t)t->count * NBPG, bytes, NBPG);
	t->sums[t->count] = sum;
	t->slots[slot] = (uint16_t)(t->count + 1);
	return (int)t->count++;
}

int text_copy_of(struct text_copies *t, uint32_t frame, const uint8_t *bytes)
{
	int n = text_copy_last(t, frame);

	if (n >= 0 && holds(t, (uint32_t)n, bytes)) /* so it need not be looked for by its sum, which costs more */
		return n;
	n = find_or_make(t, bytes);
	t->last[frame] = (uint16_t)(n + 1);
	return n;
}

void text_copies_clear(struct text_copies *t)
{
	t->count = 0;
	memset(t->slots, 0, sizeof t->slots);
	memset(t->last, 0, t->nframes * sizeof *t->last);
}
