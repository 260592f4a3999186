/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Page tables: space for them in the kernel map, growing them, and passing them from one process to another, which is
 * what vfork is all about.
 */
#include "policy.h"
#include "vm.h"

/*
 * The kernel map: the last entries of the system page table. Which of them are free is in a resource map, as in 4.3BSD.
 * Between two free parts lies a page table, a page table of a stack, or the strings of an exec.
 */
static struct mapent kernelmapents[3 * NPROC + 2];
static struct map kernelmap = {.m_free = kernelmapents, .m_max = 3 * NPROC + 2};

void kminit(void)
{
	rmfree(&kernelmap, KMAPPAGES, ramsize >> PGSHIFT);
}

int kmfits(uint32_t pages)
{
	return rmfits(&kernelmap, pages);
}

static inline uint32_t *kmpte(uint32_t address)
{
	return &Sysmap[(address - S0BASE) >> PGSHIFT];
}

/* The machine remembers no translation of a page that was free, so there is none to forget. */
static inline void kmenter(uint32_t address, uint32_t entry)
{
	*kmpte(address) = entry;
}

static inline void kmremove(uint32_t address)
{
	*kmpte(address) = 0;
	tbis(address);
}

/* A run of the map; 0 if there is none. */
static inline uint32_t kmalloc(uint32_t pages)
{
	uint32_t page = rmalloc(&kernelmap, pages);

	return page ? S0BASE + ctob(page) : 0;
}

static inline void kmfree(uint32_t address, uint32_t pages)
{
	rmfree(&kernelmap, pages, (address - S0BASE) >> PGSHIFT);
}

/* A zeroed page at a free address of the kernel map. */
static inline void kmfill(struct proc *p, uint32_t address, enum cm_type type)
{
	uint32_t pfn = memall(p, type, address >> PGSHIFT);

	bzero(ptov(pfn), NBPG);
	kmenter(address, PG_V | PG_KW | pfn);
}

uint32_t kmget(struct proc *p, uint32_t pages, enum cm_type type)
{
	uint32_t address = freemem < pages ? 0 : kmalloc(pages);

	for (uint32_t i = 0; address && i < pages; i++)
		kmfill(p, address + ctob(i), type);
	return address;
}

void kmput(struct proc *p, uint32_t address, uint32_t pages)
{
	for (uint32_t i = 0; i < pages; i++) {
		memfree(p, *kmpte(address + ctob(i)) & PG_PFNUM);
		kmremove(address + ctob(i));
	}
	kmfree(address, pages);
}

/* The stack has a page of page table also when it is not there yet. */
static inline uint32_t p1table(uint32_t p1pages)
{
	return p1pages > NPTEPG ? ctopt(p1pages) : 1;
}

uint32_t ptpages(uint32_t p0pages, uint32_t p1pages)
{
	return ctopt(p0pages) + p1table(p1pages);
}

/* A page table for so many pages of P0 and P1. Nothing is mapped by it yet. 0, or ENOMEM. */
int vgetpt(struct proc *p, uint32_t p0pages, uint32_t p1pages)
{
	uint32_t szpt = ptpages(p0pages, p1pages), address;

	if (FLAT(policy))
		return 0; /* there is one for all */
	address = kmget(p, szpt, CPTABLE);
	if (!address)
		return ENOMEM;
	p->p_p0br = address;
	p->p_szpt = szpt;
	return 0;
}

/* Gives the page table back; whatever it mapped has been given back before. */
void vrelpt(struct proc *p)
{
	if (p->p_szpt)
		kmput(p, p->p_p0br, p->p_szpt);
	p->p_szpt = 0;
	p->p_p0br = 0;
}

void loadregisters(const struct pcb *pcb)
{
	mtpr(PR_P0BR, pcb->pcb_p0br);
	mtpr(PR_P0LR, pcb->pcb_p0lr);
	mtpr(PR_P1BR, pcb->pcb_p1br);
	mtpr(PR_P1LR, pcb->pcb_p1lr);
}

/* Works out the base and length registers from the sizes; loads them if they are the running process's. */
void setlengths(struct proc *p, struct user *up)
{
	struct pcb *pcb = &up->u_pcb;
	uint32_t base = p->p_szpt ? p->p_p0br : S0BASE + P1PAGES * 4;

	pcb->pcb_p0br = base;
	pcb->pcb_p0lr = p->p_tsize + p->p_dsize;
	pcb->pcb_p1br = (p->p_stackpt ? p->p_stackpt + NBPG : base + ctob(p->p_szpt)) - P1PAGES * 4;
	pcb->pcb_p1lr = P1PAGES - p1pages(p);
	if (FLAT(policy)) {
		pcb->pcb_p0br = (uint32_t)flatmap;
		pcb->pcb_p0lr = maxmem;
		pcb->pcb_p1lr = P1PAGES;
	}
	if (p == curproc)
		loadregisters(pcb);
}

uint32_t textpage(const struct proc *p)
{
	return p->p_base >> PGSHIFT;
}

uint32_t stackpage(const struct proc *p)
{
	return FLAT(policy) ? textpage(p) + p->p_tsize + p->p_dsize : P1VPN + P1PAGES - p->p_ssize;
}

uint32_t userstack(const struct proc *p)
{
	return ctob(stackpage(p) + p->p_ssize);
}

uint32_t p1pages(const struct proc *p)
{
	return p->p_mapped ? MAXSSIZ + p->p_mapped : p->p_ssize;
}

uint32_t mappage(const struct proc *p)
{
	return MAPEND - p->p_mapped;
}

enum cm_type pagetype(uint32_t vpage)
{
	return vpage < P1VPN ? CDATA : vpage < MAPEND ? CMAPPED : CSTACK;
}

uint32_t *vtopte(const struct proc *p, uint32_t vpage)
{
	if (FLAT(policy))
		return vpage < maxmem ? flatmap + vpage : 0;
	if (vpage < P1VPN)
		return vpage < p->p_tsize + p->p_dsize ? (uint32_t *)p->p_p0br + vpage : 0;
	if (vpage - P1VPN < P1PAGES - p1pages(p) || vpage >= P1VPN + P1PAGES)
		return 0;
	return (uint32_t *)(p->p_stackpt ? p->p_stackpt + NBPG : p->p_p0br + ctob(p->p_szpt)) -
	       (P1VPN + P1PAGES - vpage);
}

/*
 * Makes room for so many pages in P0 and P1. The pages of the old table are entered in a longer run of the kernel map,
 * so no entry is copied; those of P1 come last again. 0, or ENOMEM and nothing has changed.
 */
int ptexpand(struct proc *p, uint32_t p0pages, uint32_t p1)
{
	uint32_t old = p->p_p0br, oldsize = p->p_szpt, size = ptpages(p0pages, p1), address;
	uint32_t p0table = oldsize - p1table(p1pages(p));

	if (size <= oldsize)
		return 0;
	address = freemem < size - oldsize ? 0 : kmalloc(size);
	if (!address)
		return ENOMEM;
	for (uint32_t i = p0table; i < p0table + size - oldsize; i++)
		kmfill(p, address + ctob(i), CPTABLE);
	for (uint32_t i = 0; i < oldsize; i++) {
		uint32_t from = old + ctob(i), to = address + ctob(i < p0table ? i : i + size - oldsize);

		cmap[*kmpte(from) & PG_PFNUM].c_page = to >> PGSHIFT;
		kmenter(to, *kmpte(from));
		kmremove(from);
	}
	if (oldsize > 0)
		kmfree(old, oldsize);
	p->p_p0br = address;
	p->p_szpt = size;
	return 0;
}
