/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole address spaces: making, copying, lending, sharing, growing and giving them up. */
#include <sys/resource.h>

#include "policy.h"
#include "vm.h"

void resident(struct proc *p, uint32_t vpage, int pages)
{
	struct proc *q = p;

	do {
		if (vpage < P1VPN || q->p_stackpt == p->p_stackpt)
			q->p_rssize += (uint32_t)pages;
		q = q->p_vmlink;
	} while (q && q != p);
}

/* Gives up page frames of the running process from page `vpage` on; the entries become empty. */
void relpages(uint32_t vpage, uint32_t pages)
{
	struct proc *p = curproc;
	uint32_t *pte = pages > 0 ? vtopte(p, vpage) : 0;
	int were = 0;

	for (; pages > 0; pte++, pages--) {
		if (*pte & PG_V) {
			memfree(p, *pte & PG_PFNUM);
			were++;
		}
		*pte = 0;
	}
	resident(p, vpage, -were);
}

/* Pages that will be filled with zeros when they are touched. */
void fodpages(uint32_t vpage, uint32_t pages, uint32_t protection)
{
	uint32_t *pte = pages > 0 ? vtopte(curproc, vpage) : 0;

	while (pages-- > 0)
		*pte++ = PG_FOD | protection;
}

void setsizes(uint32_t ts, uint32_t ds, uint32_t ss)
{
	struct proc *p = curproc;

	p->p_tsize = u.u_tsize = ts;
	p->p_dsize = u.u_dsize = ds;
	p->p_ssize = u.u_ssize = ss;
	setlengths(p, &u);
	vmsync();
}

void vmsync(void)
{
	struct proc *p = curproc;

	for (struct proc *q = p->p_vmlink; q && q != p; q = q->p_vmlink) {
		struct user *uq = uaccess(q);

		q->p_p0br = p->p_p0br;
		q->p_szpt = p->p_szpt;
		q->p_tsize = uq->u_tsize = p->p_tsize;
		q->p_dsize = uq->u_dsize = p->p_dsize;
		q->p_mapped = p->p_mapped;
		uq->u_break = u.u_break;
		if (q->p_stackpt == p->p_stackpt)
			q->p_ssize = uq->u_ssize = p->p_ssize;
		setlengths(q, uq);
	}
}

/* The page frames that are charged to a process which leaves shared memory: one of those who stay has them now. */
static void bequeath(struct proc *leaving, struct proc *heir)
{
	uint32_t ndx = (uint32_t)(heir - proc), was = leaving->p_ndx;
	uint32_t first = FLAT(policy) ? textpage(heir) : 0, end = FLAT(policy) ? btoc(userstack(heir)) : maxmem;
	struct proc *q = heir;

	do {
		if (q->p_ndx == was)
			q->p_ndx = ndx;
		q = q->p_vmlink;
	} while (q && q != heir);
	for (uint32_t pfn = first; pfn < end; pfn++) {
		struct cmap *c = &cmap[pfn];

		if (c->c_ndx == was && (CM_USER(c->c_type) || c->c_type == CPTABLE))
			c->c_ndx = ndx;
	}
}

/* The running process is no longer attached to the memory that it shares; a stack of its own goes. */
static void vmpart(void)
{
	struct proc *p = curproc, *heir = p->p_vmlink, *before = heir;
	uint32_t left = 1;

	for (; before->p_vmlink != p; before = before->p_vmlink)
		left++;
	before->p_vmlink = heir == before ? 0 : heir;
	p->p_vmlink = 0;
	if (p->p_stackpt) {
		relpages(P1VPN + P1PAGES - p->p_ssize, p->p_ssize);
		kmput(p, p->p_stackpt, 1);
		p->p_stackpt = 0;
	}
	if (p->p_ndx == (uint32_t)(p - proc))
		bequeath(p, heir);
	p->p_ndx = (uint32_t)(p - proc);
	p->p_base = p->p_p0br = p->p_szpt = p->p_rssize = p->p_mapped = 0;
	setsizes(0, 0, 0);
	TRACE(EV_VM_PART, p->p_pid, left);
}

/*
 * The running process gives up its memory: what is shared stays with the others. A borrower never does this with what
 * it borrowed.
 */
void vrelvm(void)
{
	struct proc *p = curproc;

	if (p->p_vmlink) {
		vmpart();
		return;
	}
	if (FLAT(policy)) {
		flatput(p->p_base, p->p_rssize);
		p->p_base = p->p_rssize = 0;
		setsizes(0, 0, 0);
		flatunmapall();
		return;
	}
	relpages(0, p->p_tsize + p->p_dsize);
	relpages(P1VPN + P1PAGES - p->p_ssize, p->p_ssize);
	relpages(mappage(p), p->p_mapped);
	p->p_mapped = 0;
	swpfree(&u.u_dmap, &u.u_smap);
	setsizes(0, 0, 0);
}

/* A new address space for the running process, which has none. Text is left empty. 0, or ENOMEM. */
int vgetvm(uint32_t ts, uint32_t ds, uint32_t ss)
{
	int error;

	vrelpt(curproc);
	error = vgetpt(curproc, ts + ds, ss);
	if (error) {
		setsizes(0, 0, 0);
		return error;
	}
	setsizes(ts, ds, ss);
	fodpages(ts, ds, PG_UW);
	fodpages(P1VPN + P1PAGES - ss, ss, PG_UW);
	return 0;
}

/* Would `pages` pages be more than the process's own limit? */
static int overlimit(int limit, uint32_t pages)
{
	return pages > u.u_rlimit[limit].rlim_cur >> PGSHIFT;
}

/* Changes the sizes of data and stack, up or down. 0, or ENOMEM and nothing has changed. */
int expand(uint32_t ds, uint32_t ss)
{
	struct proc *p = curproc;
	uint32_t ts = p->p_tsize, olddata = p->p_dsize, oldstack = p->p_ssize;

	/* More than all of memory could never be filled: no page goes to swap space. */
	if (ds > olddata && overlimit(RLIMIT_DATA, ds))
		return ENOMEM;
	if (ss > oldstack && overlimit(RLIMIT_STACK, ss))
		return ENOMEM;
	if (ds > MAXDSIZ || ts + ds > MAXDSIZ || ss > MAXSSIZ || ts + ds + ss > maxmem ||
	    !swpexpand(ds, ss, &u.u_dmap, &u.u_smap))
		return ENOMEM;
	if (ptexpand(p, ts + ds, p->p_mapped ? p1pages(p) : ss)) {
		swpexpand(olddata, oldstack, &u.u_dmap, &u.u_smap);
		return ENOMEM;
	}
	if (ds < olddata)
		relpages(ts + ds, olddata - ds);
	if (ss < oldstack)
		relpages(P1VPN + P1PAGES - oldstack, oldstack - ss);
	setsizes(ts, ds, ss);
	if (ds > olddata)
		fodpages(ts + olddata, ds - olddata, PG_UW);
	if (ss > oldstack)
		fodpages(P1VPN + P1PAGES - ss, ss - oldstack, PG_UW);
	return 0;
}

/* Bytes that one instruction pushes at most: CALLS with all registers and a stack that must be aligned. */
#define PUSHMAX 80

/* A reference below the stack, of which only the page is told: grows it when the stack pointer is (nearly) there. 1 if
 * it did. */
int grow(uint32_t va)
{
	if (va < P1BASE || va >= P1END || !u.u_ar0 || va + NBPG + PUSHMAX < u.u_ar0->tf_usp)
		return 0;
	if (policy->stack == FIXED_STACK && (curproc->p_flag & SPPWAIT))
		return 0;
	return expand(curproc->p_dsize, btoc(P1END - (va & ~PGOFSET))) == 0;
}

#define SPARE 16 /* page frames that no heap gets: its program needs others, too */

/*
 * Are there page frames for so much data, and for all that the process has been given and not touched yet? Who touches
 * what is not there dies, so it had better be told now. (What others have been given and not touched is not counted.)
 */
static int memoryfits(uint32_t ds)
{
	const struct proc *p = curproc;

	return ds <= p->p_dsize || p->p_tsize + ds + p->p_ssize - p->p_rssize + SPARE <= freemem;
}

/* The end of the heap moves. 0, or ENOMEM and nothing has changed. */
static int movebreak(uint32_t end)
{
	uint32_t pages = btoc(end), ts = curproc->p_tsize, ds = pages > ts ? pages - ts : 0;

	return end >= P1BASE || !memoryfits(ds) ? ENOMEM : expand(ds, curproc->p_ssize);
}

/* obreak(end): moves the end of the heap. */
void obreak(void)
{
	uint32_t end = u.u_arg[0];

	if (FLAT(policy) ? flatbreak(end) : movebreak(end))
		u.u_error = ENOMEM;
	else
		u.u_break = end;
	vmsync();
}

struct dupcount {
	uint32_t copied, shared;
};

/*
 * One page of the running process for its child. Text is shared; a page not filled yet stays so in both. Data and stack
 * are copied at once, or, where the system copies on write, become read-only in both until one of them stores. (Only
 * such systems map: what is mapped to be shared stays as it is.)
 */
static void duppage(struct proc *child, uint32_t vpage, int text, struct dupcount *count)
{
	uint32_t *from = vtopte(curproc, vpage), *to = vtopte(child, vpage), pfn;

	if (!(*from & PG_V)) {
		*to = *from;
		return;
	}
	child->p_rssize++;
	if (text || policy->fork == FORK_COW) {
		if ((*from & PG_PROT) == PG_UW && cmap[*from & PG_PFNUM].c_type != CSHARED)
			*from = PG_V | PG_COW | PG_URKR | (*from & PG_PFNUM);
		cmap[*from & PG_PFNUM].c_count++;
		*to = *from;
		count->shared++;
		return;
	}
	pfn = memall(child, pagetype(vpage), vpage);
	if (!pfn)
		panic("duppage: fork has counted wrong");
	bcopy(ptov(*from & PG_PFNUM), ptov(pfn), NBPG);
	*to = PG_V | PG_UW | pfn;
	count->copied++;
}

/* vfork's part where memory is shared: the child is attached to its parent's page table. */
static void vmshare(struct proc *child, struct user *uchild)
{
	struct proc *p = curproc;

	child->p_vmlink = p->p_vmlink ? p->p_vmlink : p;
	p->p_vmlink = child;
	child->p_ndx = p->p_ndx; /* one owner for all that is shared */
	child->p_p0br = p->p_p0br;
	child->p_szpt = p->p_szpt;
	child->p_base = p->p_base;
	child->p_tsize = p->p_tsize;
	child->p_dsize = p->p_dsize;
	child->p_ssize = p->p_ssize;
	child->p_rssize = p->p_rssize;
	child->p_mapped = p->p_mapped;
	if (policy->stack != OWN_STACK)
		child->p_stackpt = p->p_stackpt;
	setlengths(child, uchild);
	TRACE(EV_VM_SHARE, p->p_pid, child->p_pid, uchild->u_pcb.pcb_p0br, uchild->u_pcb.pcb_p0lr,
	      uchild->u_pcb.pcb_p1br, uchild->u_pcb.pcb_p1lr);
}

/* A stack of its own for a child that shares all the rest: a page table for it, and copies of the pages. */
static void stackdup(struct proc *child)
{
	struct proc *p = curproc;
	struct dupcount count = {0, 0};

	child->p_stackpt = kmget(child, 1, CPTABLE);
	if (!child->p_stackpt)
		panic("stackdup: fork has counted wrong");
	for (uint32_t i = P1VPN + P1PAGES - p->p_ssize; i < P1VPN + P1PAGES; i++) {
		uint32_t *from = vtopte(p, i), *to = vtopte(child, i), pfn;

		if (!(*from & PG_V)) {
			*to = *from;
			continue;
		}
		pfn = memall(child, CSTACK, i);
		if (!pfn)
			panic("stackdup: fork has counted wrong");
		bcopy(ptov(*from & PG_PFNUM), ptov(pfn), NBPG);
		*to = PG_V | PG_UW | pfn;
		child->p_rssize++;
		count.copied++;
	}
	TRACE(EV_FORK_COPY, child->p_pid, count.copied, 0);
}

/* fork's part: the child gets memory of its own that looks like its parent's. */
static void vmdup(struct proc *child, struct user *uchild)
{
	struct proc *p = curproc;
	struct dupcount count = {0, 0};

	child->p_tsize = p->p_tsize;
	child->p_dsize = p->p_dsize;
	child->p_ssize = p->p_ssize;
	child->p_mapped = p->p_mapped;
	for (uint32_t i = 0; i < p->p_tsize + p->p_dsize; i++)
		duppage(child, i, i < p->p_tsize, &count);
	for (uint32_t i = P1VPN + P1PAGES - p->p_ssize; i < P1VPN + P1PAGES; i++)
		duppage(child, i, 0, &count);
	for (uint32_t i = mappage(p); i < MAPEND; i++)
		duppage(child, i, 0, &count);
	setlengths(child, uchild);
	mtpr(PR_TBIA, 0); /* the parent's own pages may be read-only now */
	TRACE(EV_FORK_COPY, child->p_pid, count.copied, count.shared);
}

/*
 * The running process's u area for its child: struct user, and of the kernel stack what is in use since savectx. The
 * child has used nothing yet.
 */
static struct user *ucopy(struct proc *child)
{
	struct user *uchild = (struct user *)ptov(child->p_addr[0]);
	uint32_t from = u.u_pcb.pcb_ksp;

	bcopy(&u, uchild, offsetof(struct user, u_pofile));
	fdcopy(uchild);
	while (from < KSTACKTOP) {
		uint32_t page = (from - UADDR) >> PGSHIFT, end = UADDR + ctob(page + 1);

		bcopy((void *)from, ptov(child->p_addr[page]) + (from & PGOFSET), end - from);
		from = end;
	}
	uchild->u_procp = child;
	uchild->u_onfault = 0;
	uchild->u_ru = uchild->u_cru = (struct rusage_k){0};
	if (policy->habits & TIMERS_CLEARED)
		bzero(uchild->u_timer, sizeof uchild->u_timer);
	return uchild;
}

/* The child is to go on with another user stack pointer than its parent's. */
static void setstack(const struct proc *child, struct user *uchild, uint32_t sp)
{
	struct trapframe *tf = (struct trapframe *)(ptov(child->p_addr[UPAGES - 1]) + NBPG) - 1;

	uchild->u_pcb.pcb_usp = sp;
	tf->tf_usp = sp;
}

/*
 * Memory, u area and kernel stack for a new process, and its stack pointer if that is not 0. The kernel stack is copied
 * while we stand on it, so this returns twice: 0 in the parent, and 1 when the child is resumed for the first time. The
 * caller knows that memory is enough.
 */
int procdup(struct proc *child, enum memory how, uint32_t sp)
{
	struct proc *p = curproc;
	struct user *uchild;

	if ((how == EXCHANGE && vgetpt(child, 0, 0)) ||
	    (how == DUP && vgetpt(child, p->p_tsize + p->p_dsize, p1pages(p))))
		panic("procdup: no page table");
	for (int i = 0; i < UPAGES; i++) {
		child->p_addr[i] = memall(child, CUAREA, (UADDR >> PGSHIFT) + i);
		if (!child->p_addr[i])
			panic("procdup: no u area");
	}
	if (savectx(&u.u_pcb)) {
		spl0(); /* who switched to us had interrupts shut out */
		return 1;
	}
	uchild = ucopy(child);
	if (sp)
		setstack(child, uchild, sp);

	if (LENT(how)) {
		vlend(child, uchild);
	} else if (how == SHARE) {
		child->p_ssize = p->p_ssize;
		if (policy->stack == OWN_STACK)
			stackdup(child);
		vmshare(child, uchild);
	} else {
		/* What fork has reserved, which the copy of the u area has, too. */
		swppass(&u.u_cdmap, &u.u_csmap, &uchild->u_dmap, &uchild->u_smap);
		swppass(&uchild->u_cdmap, &uchild->u_csmap, &uchild->u_dmap, &uchild->u_smap);
		vmdup(child, uchild);
	}
	return 0;
}
