/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fences before instructions that the engine cannot decode: see fences.h. */
#include "fences.h"

#include <stdlib.h>
#include <string.h>

#include "../guest/include/machine.h"
#include "be.h"
#include "memory.h"

enum {
	STOP_OPCODE = 0x4e72,
	FLOAT_OPCODE = 0xf200, /* floating point: all instructions with this upper byte */
};

enum contents { NOT_LOOKED, WITHOUT, WITH };

bool fences_init(struct fences *f, const uint8_t *ram, uint32_t ram_size)
{
	f->ram = ram;
	f->ram_size = ram_size;
	f->contents = calloc(ram_size >> PGSHIFT, 1);
	f->list = memory_room(NULL, 0, &f->room, sizeof *f->list);
	return f->contents != NULL;
}

void fences_free(struct fences *f)
{
	free(f->contents);
	free(f->list);
}

static bool is_fenced(uint16_t word)
{
	return (word & 0xff00) == FLOAT_OPCODE || word == STOP_OPCODE;
}

static void add(struct fences *f, uint32_t va)
{
	f->list[f->count++] = va;
	f->list = memory_room(f->list, f->count, &f->room, sizeof *f->list);
}

bool fences_page(struct fences *f, uint32_t va, uint32_t pa)
{
	const uint8_t *frame = f->ram + pa;
	uint8_t *contents = &f->contents[pa >> PGSHIFT];
	size_t before = f->count, kept = 0;

	if (*contents == WITHOUT && before == 0)
		return false;
	for (size_t i = 0; i < before; i++) /* what was at this address in another page frame */
		if ((f->list[i] & ~(uint64_t)PGOFSET) != va)
			f->list[kept++] = f->list[i];
	f->count = kept;
	if (*contents != WITHOUT) {
		*contents = WITHOUT;
		for (uint32_t i = 0; i < NBPG; i += 2)
			if (is_fenced(be16_get(frame + i))) {
				*contents = WITH;
				add(f, va + i);
			}
	}
	return f->count || before;
}

bool fences_clear(struct fences *f)
{
	bool any = f->count > 0;

	f->count = 0;
	return any;
}

void fences_stored(struct fences *f, uint32_t pa)
{
	f->contents[pa >> PGSHIFT] = NOT_LOOKED;
}

bool fences_at(const struct fences *f, uint32_t pc)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->list[i] == pc)
			return true;
	return false;
}
