/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mapping memory: mmap, munmap, mprotect, on the systems that have them (MAPS in policy.h).
 *
 * What is mapped lies in P1 below the stack, and there is no other record of it than the page table. What is mapped for
 * one process alone is filled with zeros when it is touched, and fork copies it like data. What is shared has its page
 * frames from the beginning, so that the page tables of children point to the same ones. A file can be mapped only for
 * the process alone: its pages are read at once.
 */
#include <sys/mman.h>

#include "file.h"
#include "policy.h"
#include "ufs.h"
#include "vm.h"

#define SPARE 16 /* page frames that are left for what a program needs besides */

/* There is no right to execute apart from that to read. */
static uint32_t protection(uint32_t prot)
{
	return prot & PROT_WRITE ? PG_UW : prot ? PG_URKR : PG_NOACC;
}

/* The pages of [address, address + bytes), which begins with a page. 0, or EINVAL. */
static int range(uint32_t address, uint32_t bytes, uint32_t *vpage, uint32_t *pages)
{
	*vpage = address >> PGSHIFT;
	*pages = btoc(bytes);
	return address & PGOFSET || bytes == 0 || bytes > P1END || address > P1END - bytes ? EINVAL : 0;
}

/* Is nothing mapped in these pages, which lie where mmap maps? */
static int isfree(uint32_t vpage, uint32_t pages)
{
	const struct proc *p = curproc;

	for (uint32_t end = vpage + pages; vpage < end; vpage++)
		if (vpage >= mappage(p) && *vtopte(p, vpage))
			return 0;
	return 1;
}

static int inside(uint32_t vpage, uint32_t pages)
{
	return vpage >= MAPEND - MAXMAPPED && vpage < MAPEND && pages <= MAPEND - vpage;
}

/* The highest free place for so many pages; 0 if there is none. */
static uint32_t place(uint32_t pages)
{
	const struct proc *p = curproc;
	uint32_t run = 0;

	for (uint32_t vpage = MAPEND - 1; vpage >= MAPEND - MAXMAPPED; vpage--) {
		run = vpage >= mappage(p) && *vtopte(p, vpage) ? 0 : run + 1;
		if (run == pages)
			return vpage;
	}
	return 0;
}

/* P1 begins with page `vpage`, or where it does if that is lower. 0, or ENOMEM. */
static int reach(uint32_t vpage)
{
	struct proc *p = curproc;
	int error;

	if (vpage >= mappage(p))
		return 0;
	error = ptexpand(p, p->p_tsize + p->p_dsize, P1VPN + P1PAGES - vpage);
	if (!error)
		p->p_mapped = MAPEND - vpage;
	setlengths(p, &u);
	vmsync();
	return error;
}

/* P1 begins with the lowest page that is mapped. */
static void retreat(void)
{
	struct proc *p = curproc;

	while (p->p_mapped && *vtopte(p, mappage(p)) == 0)
		p->p_mapped--;
	setlengths(p, &u);
	vmsync();
}

static void unmap(uint32_t vpage, uint32_t pages)
{
	uint32_t end = vpage + pages;

	if (vpage < mappage(curproc))
		vpage = mappage(curproc);
	if (vpage < end)
		relpages(vpage, end - vpage);
	mtpr(PR_TBIA, 0);
	retreat();
}

/* Page frames for pages that are mapped. The caller knows that there are enough. */
static void fill(uint32_t vpage, uint32_t pages, enum cm_type type, uint32_t prot)
{
	for (; pages > 0; vpage++, pages--) {
		uint32_t pfn = memall(curproc, type, vpage);

		if (!pfn)
			panic("mmap has counted wrong");
		bzero(ptov(pfn), NBPG);
		*vtopte(curproc, vpage) = PG_V | prot | pfn;
		resident(curproc, vpage, 1);
	}
}

/* A file's content comes into the pages, as far as it goes. 0, or EIO. */
static int fillfile(uint32_t vpage, uint32_t pages, uint32_t prot, struct inode *ip, uint32_t offset)
{
	for (; pages > 0; vpage++, pages--, offset += NBPG) {
		uint32_t left = offset < ip->i_d.di_size ? ip->i_d.di_size - offset : 0;

		if (left == 0) {
			*vtopte(curproc, vpage) = PG_EOF | prot;
			continue;
		}
		fill(vpage, 1, CMAPPED, prot);
		if (readi(ip, offset, ptov(*vtopte(curproc, vpage) & PG_PFNUM), left < NBPG ? left : NBPG))
			return EIO;
	}
	return 0;
}

/* The file that is to be mapped, if one is. 0, or an error. */
static int mapfile(uint32_t flags, uint32_t fd, uint32_t offset, struct inode **ip)
{
	struct file *f;

	*ip = 0;
	if (flags & MAP_ANON)
		return 0;
	f = getf(fd);
	if (!f)
		return EBADF;
	if (offset & PGOFSET)
		return EINVAL;
	if (!(f->f_flag & FREAD))
		return EACCES;
	if (f->f_type != DINODE || (f->f_inode->i_d.di_mode & IFMT) != IFREG || (flags & MAP_SHARED))
		return ENODEV;
	*ip = f->f_inode;
	return 0;
}

/* Without memory management there are a place, or none, and no protection. */
static void mmapflat(uint32_t pages, uint32_t flags, struct inode *ip)
{
	uint32_t at = flags & MAP_FIXED ? 0 : flatmmap(pages, flags & MAP_SHARED ? CSHARED : CMAPPED);
	uint32_t size = ip ? ip->i_d.di_size : 0, offset = u.u_arg[5];
	uint32_t bytes = offset < size ? size - offset : 0;

	if (bytes > ctob(pages))
		bytes = ctob(pages);
	u.u_error = flags & MAP_FIXED ? EINVAL : at ? 0 : ENOMEM;
	if (at && bytes && readi(ip, offset, (char *)S0BASE + at, bytes)) {
		flatmunmap(at, pages);
		u.u_error = EIO;
	}
	u.u_rval1 = at;
}

/* The same with memory management: at `vpage`, where nothing is mapped any more. */
static int mmapat(uint32_t vpage, uint32_t pages, uint32_t prot, uint32_t flags, struct inode *ip)
{
	int error = reach(vpage);

	if (error)
		return error;
	if (ip)
		error = fillfile(vpage, pages, prot, ip, u.u_arg[5]);
	else if (flags & MAP_SHARED)
		fill(vpage, pages, CSHARED, prot);
	else
		fodpages(vpage, pages, prot);
	if (error)
		unmap(vpage, pages);
	return error;
}

/* Are there page frames for them, and for what the process has been given and not touched? */
static int memoryfits(uint32_t pages)
{
	const struct proc *p = curproc;
	uint32_t given = p->p_tsize + p->p_dsize + p->p_ssize;

	return pages + (given > p->p_rssize ? given - p->p_rssize : 0) + ctopt(pages) + SPARE <= freemem;
}

/* mmap(address, bytes, prot, flags, fd, offset): where it is. */
void mmap(void)
{
	uint32_t address = u.u_arg[0], bytes = u.u_arg[1], prot = protection(u.u_arg[2]), flags = u.u_arg[3];
	uint32_t vpage = address >> PGSHIFT, pages = btoc(bytes), kind = flags & (MAP_SHARED | MAP_PRIVATE);
	struct inode *ip;

	if (!(policy->habits & MAPS)) {
		u.u_error = ENOSYS;
		return;
	}
	if (bytes == 0 || bytes > P1END || kind == 0 || kind == (MAP_SHARED | MAP_PRIVATE) ||
	    (kind == MAP_SHARED && (flags & MAP_ANON) && !(policy->habits & MAPS_SHARED)) ||
	    ((flags & MAP_FIXED) && ((address & PGOFSET) || !inside(vpage, pages))))
		u.u_error = EINVAL;
	else
		u.u_error = (uint32_t)mapfile(flags, u.u_arg[4], u.u_arg[5], &ip);
	if (u.u_error)
		return;
	if (FLAT(policy)) {
		mmapflat(pages, flags, ip);
		return;
	}
	if (!(flags & MAP_FIXED) && ((address & PGOFSET) || !inside(vpage, pages) || !isfree(vpage, pages)))
		vpage = place(pages);
	if (!vpage || !memoryfits(pages)) {
		u.u_error = ENOMEM;
		return;
	}
	if (flags & MAP_FIXED)
		unmap(vpage, pages);
	u.u_error = (uint32_t)mmapat(vpage, pages, prot, flags, ip);
	u.u_rval1 = ctob(vpage);
}

/* munmap(address, bytes): what is not mapped there stays so. */
void munmap(void)
{
	uint32_t vpage, pages;

	if (!(policy->habits & MAPS))
		u.u_error = ENOSYS;
	else if (range(u.u_arg[0], u.u_arg[1], &vpage, &pages))
		u.u_error = EINVAL;
	else if (FLAT(policy))
		u.u_error = (uint32_t)flatmunmap(u.u_arg[0], pages);
	else if (!inside(vpage, pages))
		u.u_error = EINVAL;
	else
		unmap(vpage, pages);
}

/* What an entry becomes. A page that others have, too, is copied before the first store, if it is not to be shared. */
static uint32_t protected(uint32_t pte, uint32_t prot)
{
	const struct cmap *c = &cmap[pte & PG_PFNUM];

	if (!(pte & PG_V))
		return (pte & ~PG_PROT) | prot;
	if (prot != PG_UW || c->c_type == CSHARED || c->c_count == 1)
		return PG_V | prot | (pte & PG_PFNUM);
	return PG_V | PG_COW | PG_URKR | (pte & PG_PFNUM);
}

/* mprotect(address, bytes, prot): of all that the process has; its text cannot be made writable. */
void mprotect(void)
{
	uint32_t vpage, pages, prot = protection(u.u_arg[2]);
	struct proc *p = curproc;

	if (!(policy->habits & MAPS) || FLAT(policy)) {
		u.u_error = ENOSYS;
		return;
	}
	if (range(u.u_arg[0], u.u_arg[1], &vpage, &pages)) {
		u.u_error = EINVAL;
		return;
	}
	for (uint32_t i = vpage; i < vpage + pages && !u.u_error; i++) {
		const uint32_t *pte = vtopte(p, i);

		if (!pte || *pte == 0)
			u.u_error = ENOMEM;
		else if (prot == PG_UW && i < p->p_tsize)
			u.u_error = EACCES;
	}
	for (uint32_t i = vpage; i < vpage + pages && !u.u_error; i++)
		*vtopte(p, i) = protected(*vtopte(p, i), prot);
	mtpr(PR_TBIA, 0);
}
