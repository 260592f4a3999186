/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One memory for all: what is left of memory management on a machine that has none.
 *
 * Every process runs with the same page table, flatmap, in which page i of P0 is page frame i: an address is an
 * address, whoever uses it. Programs lie side by side, each in a block of its own:
 *
 *	p_base           + p_tsize                             + p_dsize      + p_ssize
 *	| text           | data, bss, heap ->  ...  room       |  ... <- stack |
 *
 * A block is of one piece, is taken whole at exec and never grows: what the heap and the stack may become is set aside
 * then. Nothing watches the border between the two, or that between two blocks. What belongs to a process, text too,
 * can be read and written by all. Only the kernel's own page frames and the free ones are not in the map: a null
 * pointer still faults.
 */
#include "policy.h"
#include "vm.h"

uint32_t *flatmap;

/* At start-up, with nothing in the map yet. */
void flatinit(void)
{
	flatmap = (uint32_t *)kmget(&proc[0], btoc(maxmem * sizeof *flatmap), CKERNEL);
	if (!flatmap)
		panic("too little memory for its map");
	setlengths(&proc[0], &u);
}

/* A block for a program that the running process is about to execute; it has another one, or shares one, until then. */
uint32_t flatget(uint32_t ts, uint32_t ds, uint32_t ss)
{
	uint32_t pages = ts + ds + ss, ndx = (uint32_t)(curproc - proc), first = memrun(pages);

	if (!first)
		return 0;
	for (uint32_t i = 0; i < pages; i++) {
		enum cm_type type = i < ts ? CTEXT : i < ts + ds ? CDATA : CSTACK;

		cmap[first + i] = (struct cmap){.c_type = type, .c_ndx = ndx, .c_page = first + i, .c_count = 1};
		flatmap[first + i] = PG_V | PG_UW | (first + i);
	}
	for (uint32_t pfn = first; pfn < first + pages; pfn++)
		TRACE(EV_PAGE_ALLOC, pfn, cmap[pfn].c_type, ndx, pfn);
	return ctob(first);
}

void flatput(uint32_t address, uint32_t pages)
{
	uint32_t first = address >> PGSHIFT;

	for (uint32_t pfn = first; pfn < first + pages; pfn++)
		TRACE(EV_PAGE_FREE, pfn, cmap[pfn].c_type, cmap[pfn].c_ndx);
	bzero(&flatmap[first], pages * sizeof *flatmap);
	mtpr(PR_TBIA, 0);
	memrunfree(first, pages);
}

/* The block is the running process's memory from now on. */
void flatuse(uint32_t address, uint32_t ts, uint32_t ds, uint32_t ss)
{
	struct proc *p = curproc;

	p->p_base = address;
	p->p_rssize = ts + ds + ss;
	setsizes(ts, ds, ss);
}

/*
 * Moves the end of the heap in the room that there is, and clears what is new. ENOMEM, even where the block above is
 * free: the stack is in between.
 */
int flatbreak(uint32_t end)
{
	const struct proc *p = curproc;
	uint32_t data = p->p_base + ctob(p->p_tsize);

	if (end < data || end > data + ctob(p->p_dsize))
		return ENOMEM;
	if (end > u.u_break)
		bzero((char *)S0BASE + u.u_break, end - u.u_break);
	return 0;
}

uint32_t flatmmap(uint32_t pages, enum cm_type type)
{
	uint32_t first = memrun(pages);

	if (!first)
		return 0;
	for (uint32_t pfn = first; pfn < first + pages; pfn++) {
		cmap[pfn] = (struct cmap){.c_type = type, .c_ndx = curproc->p_ndx, .c_page = pfn, .c_count = 1};
		flatmap[pfn] = PG_V | PG_UW | pfn;
	}
	for (uint32_t pfn = first; pfn < first + pages; pfn++)
		TRACE(EV_PAGE_ALLOC, pfn, type, curproc->p_ndx, pfn);
	bzero((char *)S0BASE + ctob(first), ctob(pages));
	return ctob(first);
}

static int mapped(uint32_t pfn)
{
	return (cmap[pfn].c_type == CMAPPED || cmap[pfn].c_type == CSHARED) && cmap[pfn].c_ndx == curproc->p_ndx;
}

int flatmunmap(uint32_t address, uint32_t pages)
{
	uint32_t first = address >> PGSHIFT;

	if (first >= maxmem || pages > maxmem - first)
		return EINVAL;
	for (uint32_t pfn = first; pfn < first + pages; pfn++)
		if (!mapped(pfn))
			return EINVAL;
	flatput(address, pages);
	return 0;
}

void flatunmapall(void)
{
	for (uint32_t pfn = 0; pfn < maxmem; pfn++) /* nobody can be told all of them at once: they lie anywhere */
		if (mapped(pfn))
			flatput(ctob(pfn), 1);
}
