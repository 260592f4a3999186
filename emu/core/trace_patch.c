/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instructions that the engine need not see: see trace_patch.h. */
#include "core/trace_patch.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "abi/arch.h"
#include "base/be.h"

enum { NOP = 0x4e71, SIZE = TRACE_PATCH_PAGES * NBPG };

bool trace_patch_init(struct trace_patch *q, const uint8_t *ram, uint32_t nframes)
{
	q->ram = ram;
	q->pages = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (q->pages == MAP_FAILED)
		q->pages = NULL;
	q->origins = malloc(SIZE);
	q->numbers = calloc(nframes, 1);
	return q->pages && q->origins && q->numbers;
}

void trace_patch_free(struct trace_patch *q)
{
	if (q->pages)
		munmap(q->pages, SIZE);
	free(q->origins);
	free(q->numbers);
}

static void copy(struct trace_patch *q, int n)
{
	const uint8_t *now = q->ram + ((size_t)q->list[n].frame << PGSHIFT);

	memcpy(q->origins + (size_t)n * NBPG, now, NBPG);
	memcpy(q->pages + (size_t)n * NBPG, now, NBPG);
}

/* The page frame's copy, begun anew if the page frame holds something else now; -1 if there is none. */
static int find(struct trace_patch *q, uint32_t frame)
{
	int n = q->numbers[frame] - 1;
	const uint8_t *now = q->ram + ((size_t)frame << PGSHIFT);

	if (n >= 0 && memcmp(q->origins + (size_t)n * NBPG, now, NBPG) != 0)
		copy(q, n);
	return n;
}

bool trace_patch_add(struct trace_patch *q, uint32_t pa)
{
	uint32_t frame = pa >> PGSHIFT;
	int n = find(q, frame);

	if (n < 0) {
		if (q->count == TRACE_PATCH_PAGES)
			return false;
		n = (int)q->count++;
		q->numbers[frame] = (uint8_t)(n + 1);
		q->list[n].frame = frame;
		q->list[n].asked = 0;
		q->list[n].shown = false;
		copy(q, n);
	}
	be16_put(q->pages + (size_t)n * NBPG + (pa & PGOFSET), NOP);
	if (++q->list[n].asked < TRACE_PATCH_ASKED)
		return false;
	q->list[n].asked = 0;
	q->list[n].shown = true;
	return true;
}

int trace_patch_fetch(struct trace_patch *q, uint32_t frame)
{
	int n = find(q, frame);

	return n >= 0 && q->list[n].shown ? n : -1;
}

int trace_patch_shown(const struct trace_patch *q, uint32_t frame)
{
	int n = q->numbers[frame] - 1;

	return n >= 0 && q->list[n].shown ? n : -1;
}

void trace_patch_end(struct trace_patch *q)
{
	for (uint32_t i = 0; i < q->count; i++)
		q->numbers[q->list[i].frame] = 0;
	q->count = 0;
}
