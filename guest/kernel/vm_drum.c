/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reservation of swap space (4.3BSD sys/vm_drum.c). Data and stack of a process have their places in the swap area
 * from the moment when they are made, in chunks that double from DMMIN to DMMAX pages. fork makes a reservation for the
 * child before anything else, and fails if there is no room; vfork makes none: the reservation goes with the memory.
 *
 * No page of a user is ever moved there: who touches more than the machine's memory dies (vm_page.c). Only u areas are
 * (vm_swap.c).
 */
#include "policy.h"
#include "vm.h"

#define DMMIN 4   /* pages of the first chunk: 16 KB */
#define DMMAX 512 /* and of the largest: 2 MB */

uint32_t nswap, swapspare;
struct map swapmap;

/* In front of the core map: the map of the swap area. Returns the first free physical address behind it. */
uint32_t swapinit(uint32_t firstaddr)
{
	nswap = mfpr(PR_DKSW);
	/* Between two free parts lies a chunk or a u area. */
	swapmap.m_max = nswap / DMMIN + NPROC + 2;
	swapmap.m_free = (struct mapent *)(S0BASE + firstaddr);
	firstaddr += ctob(btoc(swapmap.m_max * sizeof(struct mapent)));
	if (firstaddr > ramsize)
		panic("too little memory for the map of the swap area");
	if (nswap > 1)
		rmfree(&swapmap, nswap - 1, 1); /* block 0 is never used: 0 is no address in a map */
	swapspare = rmalloc(&swapmap, UPAGES);
	return firstaddr;
}

/* Makes a reservation as large as `pages` need. 1, or 0 and nothing has changed. */
int vsexpand(uint32_t pages, struct dmap *dm)
{
	uint32_t base = 0, chunk = DMMIN, had = dm->dm_alloc;

	for (uint32_t *at = dm->dm_map; base < pages || base < had; at++) {
		if (at == dm->dm_map + NDMAP - 1) /* that one stays 0: swppass stops there */
			panic("vsexpand: %u pages", pages);
		if (base >= had) {
			*at = rmalloc(&swapmap, chunk);
			if (!*at) {
				vsexpand(dm->dm_size, dm);
				return 0;
			}
			dm->dm_alloc += chunk;
		} else if (base >= pages) {
			rmfree(&swapmap, chunk, *at);
			*at = 0;
			dm->dm_alloc -= chunk;
		}
		base += chunk;
		if (chunk < DMMAX)
			chunk *= 2;
	}
	dm->dm_size = pages;
	return 1;
}

int swpexpand(uint32_t ds, uint32_t ss, struct dmap *dmap, struct dmap *smap)
{
	uint32_t was = dmap->dm_size;

	if (!RESERVES(policy))
		return 1;
	if (!vsexpand(ds, dmap))
		return 0;
	if (vsexpand(ss, smap))
		return 1;
	vsexpand(was, dmap);
	return 0;
}

void swpfree(struct dmap *dmap, struct dmap *smap)
{
	vsexpand(0, dmap);
	vsexpand(0, smap);
}

/* The last entry of a map is always 0. */
static inline void dmpass(struct dmap *from, struct dmap *to)
{
	uint32_t *at = to->dm_map;

	to->dm_size = from->dm_size;
	to->dm_alloc = from->dm_alloc;
	from->dm_size = from->dm_alloc = 0;
	for (uint32_t *chunk = from->dm_map; *chunk; chunk++) {
		*at++ = *chunk;
		*chunk = 0;
	}
}

void swppass(struct dmap *dmap, struct dmap *smap, struct dmap *todmap, struct dmap *tosmap)
{
	dmpass(dmap, todmap);
	dmpass(smap, tosmap);
}
