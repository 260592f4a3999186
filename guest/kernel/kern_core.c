/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The memory of a process that dies by a signal, as a file: u area and kernel stack, data, stack, page by page, as
 * 4.3BSD's core() has it; what is mapped, which came later, stands behind that, if there is room for it, in the order
 * of the addresses up to where mmap maps. (4.4BSD's leaves it out.) The disk is read-only, so the file is
 * /tmp/core.PID.
 *
 * A borrower's core has the lender's data and stack in it, with the borrower's own u area. The file takes page frames,
 * so process 1 starts with a limit of 0 (RLIMIT_CORE) where 4.3BSD has none; who wants a core raises it.
 */
#include <sys/resource.h>

#include "policy.h"
#include "ufs.h"
#include "vm.h"

#define CORENAME 16 /* bytes of "core.", the pid and a NUL */

/* "core." and the pid */
static void corename(char name[CORENAME])
{
	uint32_t place = 1, n = curproc->p_pid, i = 5;

	strncopy(name, "core.", CORENAME);
	while (n / place >= 10)
		place *= 10;
	for (; place; place /= 10)
		name[i++] = (char)('0' + n / place % 10);
}

/* An empty file of that name in /tmp. */
static int corefile(struct inode **ip)
{
	char path[sizeof "/tmp/" + CORENAME] = "/tmp/";
	struct inode *old, *root = u.u_rdir;
	int error;

	corename(path + 5);
	u.u_rdir = 0; /* there is one /tmp, wherever its own paths begin */
	error = nameilink(path, &old);
	u.u_rdir = root;
	if (!error) {
		int ours = (old->i_d.di_mode & IFMT) == IFREG && old->i_uid == u.u_uid;

		if (ours) {
			mfstrunc(old, 0);
			*ip = old;
			return 0;
		}
		iput(old);
		return EACCES;
	}
	return mfsmake(MFSROOT, path + 5, IFREG | 0600, ip);
}

/* Pages of the running process from `vpage` on; those never touched stay holes. */
static int dumppages(struct inode *ip, uint32_t *at, uint32_t vpage, uint32_t pages)
{
	int error = 0;

	for (; pages > 0 && !error; vpage++, pages--, ++*at) {
		uint32_t pte = *vtopte(curproc, vpage);

		if (pte & PG_V)
			error = mfsput(ip, *at, ptov(pte & PG_PFNUM));
	}
	return error;
}

uint32_t coresigs(void)
{
	return CORESIGMASK | (policy->habits & XCPU_DUMPS ? sigmask(SIGXCPU) | sigmask(SIGXFSZ) : 0);
}

int core(uint32_t sig)
{
	const struct proc *p = curproc;
	uint32_t data = textpage(p) + p->p_tsize, ds = p->p_dsize, at = UPAGES, pages, mapped = p->p_mapped;
	struct inode *ip;
	int error = 0;

	if (FLAT(policy))
		ds = btoc(u.u_break) - data; /* not the room that the heap has not taken */
	pages = UPAGES + ds + p->p_ssize;
	if (FLAT(policy) || pages + mapped > MFSPAGES)
		mapped = 0;
	pages += mapped;
	/* Nobody is to read what a program with others' rights has in its memory. */
	if (!(sigmask(sig) & coresigs()) || u.u_uid != u.u_ruid || u.u_gid != u.u_rgid ||
	    ctob(pages) >= u.u_rlimit[RLIMIT_CORE].rlim_cur || corefile(&ip))
		return 0;
	for (uint32_t i = 0; i < UPAGES && !error; i++)
		error = mfsput(ip, i, (const char *)UADDR + ctob(i));
	if (!error)
		error = dumppages(ip, &at, data, ds);
	if (!error)
		error = dumppages(ip, &at, stackpage(p), p->p_ssize);
	if (!error)
		error = dumppages(ip, &at, mappage(p), mapped);
	if (error)
		mfstrunc(ip, 0);
	else
		ip->i_d.di_size = ctob(pages); /* untouched pages at the end are a hole, too */
	iput(ip);
	return !error;
}
