/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The core map: every page frame of the machine has an entry that tells what it is used for and by whom.
 *
 * The owner is a process slot (p_ndx), not a process: a borrower has its lender's, so that the entries need no touching
 * when the memory changes hands. Who asks for the owner follows p_xlink while the slot is SNOVM.
 */
#include "vm.h"

struct cmap *cmap;
uint32_t maxmem;
uint32_t freemem;
int memwanted;

static struct cmap *freelist, **freelast = &freelist; /* where its end is linked from */

/* Builds the core map behind what start-up has used so far. Returns the first free physical address. */
uint32_t meminit(uint32_t firstaddr)
{
	uint32_t first;

	maxmem = ramsize >> PGSHIFT;
	cmap = (struct cmap *)(S0BASE + firstaddr);
	firstaddr += ctob(btoc(maxmem * sizeof(struct cmap)));
	if (firstaddr > ramsize)
		panic("too little memory");
	bzero(cmap, maxmem * sizeof(struct cmap));
	firstaddr = textinit(firstaddr);
	first = firstaddr >> PGSHIFT;
	for (uint32_t i = 0; i < first; i++) {
		cmap[i].c_type = CKERNEL;
		cmap[i].c_page = (S0BASE >> PGSHIFT) + i;
		cmap[i].c_count = 1;
	}
	for (int i = 0; i < UPAGES; i++)
		cmap[proc[0].p_addr[i]].c_type = CUAREA;
	freelast = maxmem > first ? &cmap[maxmem - 1].c_next : &freelist;
	for (uint32_t i = maxmem; i > first; i--) {
		cmap[i - 1].c_next = freelist;
		freelist = &cmap[i - 1];
	}
	freemem = maxmem - first;
	kminit(); /* from now on page tables can be made */
	return firstaddr;
}

uint32_t memall(struct proc *p, enum cm_type type, uint32_t vpage)
{
	struct cmap *c = freelist;
	uint32_t pfn = (uint32_t)(c - cmap);

	if (!c)
		return 0;
	freelist = c->c_next;
	if (!freelist)
		freelast = &freelist;
	freemem--;
	*c = (struct cmap){.c_type = type, .c_ndx = p->p_ndx, .c_page = vpage, .c_count = 1};
	if (type == CSTACK && p->p_stackpt)
		c->c_ndx = (uint32_t)(p - proc); /* what it does not share */
	TRACE(EV_PAGE_ALLOC, pfn, type, c->c_ndx, vpage);
	return pfn;
}

uint32_t kmemall(void)
{
	uint32_t pfn = memall(&proc[0], CKERNEL, 0);

	if (pfn)
		cmap[pfn].c_page = (S0BASE >> PGSHIFT) + pfn;
	return pfn;
}

void kmemfree(uint32_t pfn)
{
	memfree(&proc[0], pfn);
}

/* Has q got this page frame, where its entry in the core map says? */
static int has(const struct proc *q, const struct cmap *c)
{
	const uint32_t *pte = q->p_stat && q->p_szpt ? vtopte(q, c->c_page) : 0;

	return pte && (*pte & PG_V) && (*pte & PG_PFNUM) == (uint32_t)(c - cmap);
}

/*
 * A shared page frame's owner leaves: one of the others, who all have it at the same address, owns it now. Whoever has
 * got the one before has this one, too, most often.
 */
static void newowner(struct cmap *c, const struct proc *leaving)
{
	static const struct proc *heir = proc;
	const struct proc *q = heir;

	do {
		if (q->p_ndx != leaving->p_ndx && has(q, c)) {
			c->c_ndx = q->p_ndx;
			heir = q;
			return;
		}
		q = q + 1 < procend ? q + 1 : proc;
	} while (q != heir);
}

void memwait(void)
{
	memwanted = 1;
	sleep(&freemem, PSWP + 2);
}

/* Page frames have become free: who waits for some looks whether that is enough. */
static void memready(void)
{
	memwanted = 0;
	wakeup(&freemem);
}

void memfree(struct proc *p, uint32_t pfn)
{
	struct cmap *c = &cmap[pfn];

	if (c->c_count == 0)
		panic("memfree: page frame %u is free", pfn);
	if (--c->c_count > 0) {
		if (c->c_ndx == p->p_ndx)
			newowner(c, p);
		return;
	}
	TRACE(EV_PAGE_FREE, pfn, c->c_type, c->c_ndx);
	if (c->c_type == CTEXT)
		textleave(pfn);
	c->c_type = CFREE;
	c->c_next = freelist;
	if (!freelist)
		freelast = &c->c_next;
	freelist = c;
	freemem++;
	if (memwanted)
		memready();
}

/* Takes the page frames from `first` on out of the free list. */
static void unlinkrun(uint32_t first, uint32_t pages)
{
	const struct cmap *end = cmap + first + pages;
	struct cmap **link = &freelist;

	for (uint32_t left = pages; left > 0;) {
		if (*link < cmap + first || *link >= end) {
			link = &(*link)->c_next;
			continue;
		}
		if (freelast == &(*link)->c_next)
			freelast = link;
		*link = (*link)->c_next;
		left--;
	}
	freemem -= pages;
}

/* From the top of memory down, while single page frames are taken from its bottom: that leaves the longest runs. */
uint32_t memrun(uint32_t pages)
{
	uint32_t run = 0;

	if (pages == 0 || pages > freemem)
		return 0;
	for (uint32_t pfn = maxmem - 1; pfn > 0; pfn--) {
		run = cmap[pfn].c_type == CFREE ? run + 1 : 0;
		if (run == pages) {
			unlinkrun(pfn, pages);
			return pfn;
		}
	}
	return 0;
}

/* Gives a run back, to the end of the free list: single page frames will be taken from it last. */
void memrunfree(uint32_t pfn, uint32_t pages)
{
	for (struct cmap *c = &cmap[pfn]; c < &cmap[pfn + pages]; c++) {
		*c = (struct cmap){.c_type = CFREE};
		*freelast = c;
		freelast = &c->c_next;
	}
	freemem += pages;
}
