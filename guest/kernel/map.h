/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resource maps: which parts of a row of numbered things are free. Used for the blocks of the
 * swap area, and for the pages of the kernel map. */
#ifndef KERNEL_MAP_H
#define KERNEL_MAP_H

#include <stdint.h>

struct mapent {
	uint32_t m_size;
	uint32_t m_addr; /* never 0, which says that there is none */
};

struct map {
	struct mapent *m_free; /* what is free, by address; neighbours are one entry */
	uint32_t m_count;      /* entries in use */
	uint32_t m_max;
	uint32_t m_left; /* free in all */
};

/* The first `size` in a row that are free; 0 if there are none. rmfits only says whether there are. */
uint32_t rmalloc(struct map *, uint32_t size);
int rmfits(const struct map *, uint32_t size);
void rmfree(struct map *, uint32_t size, uint32_t addr);

#endif
