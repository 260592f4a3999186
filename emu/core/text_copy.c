/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies of the pages that the user executes: see text_copy.h. */
#include "core/text_copy.h"

#include <string.h>
#include <sys/mman.h>
#include <xxhash.h>

#include "abi/arch.h"

enum { SIZE = TEXT_COPIES * NBPG };

_Static_assert(TEXT_COPIES < TEXT_COPY_SLOTS, "a search in the slots ends");

bool text_copies_init(struct text_copies *t)
{
	t->pages = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (t->pages == MAP_FAILED)
		t->pages = NULL;
	return t->pages;
}

void text_copies_free(struct text_copies *t)
{
	if (t->pages)
		munmap(t->pages, SIZE);
}

int text_copy_of(struct text_copies *t, const uint8_t *frame)
{
	uint64_t sum = XXH3_64bits(frame, NBPG);
	uint32_t slot = (uint32_t)sum & (TEXT_COPY_SLOTS - 1);

	for (; t->slots[slot]; slot = (slot + 1) & (TEXT_COPY_SLOTS - 1)) {
		uint32_t n = t->slots[slot] - 1u;

		if (t->sums[n] == sum && !memcmp(t->pages + (size_t)n * NBPG, frame, NBPG))
			return (int)n;
	}
	if (t->count == TEXT_COPIES)
		return -1;
	memcpy(t->pages + (size_t)t->count * NBPG, frame, NBPG);
	t->sums[t->count] = sum;
	t->slots[slot] = (uint16_t)(t->count + 1);
	return (int)t->count++;
}

void text_copies_clear(struct text_copies *t)
{
	t->count = 0;
	memset(t->slots, 0, sizeof t->slots);
}
