/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Symbols that are shared: see symbols_pool.h. */
#include "debuginfo/symbols_pool.h"

#include <stdlib.h>

#include "base/alloc.h"

struct shared {
	struct symbols *symbols;
	unsigned users;
	struct shared *next;
};

static struct shared *pool; /* those opened last are the first */

/* Closes what nobody has, but for the first. */
static void sweep(void)
{
	struct shared **at = pool ? &pool->next : &pool, *s;

	while ((s = *at)) {
		if (s->users) {
			at = &s->next;
			continue;
		}
		*at = s->next;
		symbols_close(s->symbols);
		free(s);
	}
}

struct symbols *symbols_pool_take(const void *elf, size_t size, char *error)
{
	struct symbols *symbols;
	struct shared *s;

	for (s = pool; s; s = s->next) {
		if (!symbols_are_of(s->symbols, elf, size))
			continue;
		s->users++;
		return s->symbols;
	}
	symbols = symbols_open(elf, size, error);
	if (!symbols)
		return NULL;
	s = alloc_new(1, sizeof *s);
	*s = (struct shared){symbols, 1, pool};
	pool = s;
	sweep();
	return symbols;
}

void symbols_pool_give_back(struct symbols *symbols)
{
	for (struct shared *s = pool; s; s = s->next)
		if (s->symbols == symbols)
			s->users--;
	sweep();
}
