/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process table: slots, free slots, look-up, and the calls that only read a slot. */
#include "policy.h"
#include "vm.h"

struct proc proc[NPROC];
struct proc *curproc;
struct proc *procend;
struct proc *freeproc;

/* Processes by number, but for process 0: the first with each hash, and behind each slot the next one. */
#define PIDHSZ 64 /* a power of two */
#define PIDHASH(pid) (&pidhash[(pid) & (PIDHSZ - 1)])
static struct proc *pidhash[PIDHSZ], *idchain[NPROC];

/* Makes the process that runs process 0, and puts all other slots on the free list, lowest first. */
void procinit(void)
{
	struct proc *p = &proc[0];

	for (struct proc *q = &proc[NPROC - 1]; q > p; q--) {
		q->p_link = freeproc;
		freeproc = q;
	}
	procend = p + 1;
	curproc = p;
	p->p_stat = SRUN;
	p->p_flag = SLOAD | SSYS;
	p->p_pptr = p;
	p->p_pri = PSWP;
	for (int i = 0; i < UPAGES; i++)
		p->p_addr[i] = ((UADDR & PAMASK) >> PGSHIFT) + i;
	u.u_procp = p;
	strncopy(u.u_comm, "swapper", sizeof u.u_comm);
	u.u_pcb.pcb_p0br = u.u_pcb.pcb_p1br = S0BASE;
	u.u_pcb.pcb_p1lr = P1PAGES;
	mtpr(PR_PCBB, ctob(p->p_addr[0]));
	TRACE(EV_PROC_CREATE, 0, 0, 0);
	pstate(p);
}

struct proc *pfind(uint32_t pid)
{
	struct proc *p = *PIDHASH(pid);

	while (p && p->p_pid != pid)
		p = idchain[p - proc];
	return p;
}

void pidenter(struct proc *p)
{
	idchain[p - proc] = *PIDHASH(p->p_pid);
	*PIDHASH(p->p_pid) = p;
}

void freeslot(struct proc *p)
{
	struct proc **link = PIDHASH(p->p_pid);

	while (*link != p)
		link = &idchain[*link - proc];
	*link = idchain[p - proc];
	p->p_stat = 0;
	p->p_flag = 0;
	p->p_link = freeproc;
	freeproc = p;
}

/* getpid(): the second result is the parent's. */
void getpid(void)
{
	u.u_rval1 = curproc->p_pid;
	u.u_rval2 = curproc->p_ppid;
}

/* The process that a call's first argument names, 0 is the caller; null and ESRCH if there is none. */
static struct proc *named(void)
{
	struct proc *p = u.u_arg[0] ? pfind(u.u_arg[0]) : curproc;

	if (!p || (p->p_flag & SSYS))
		p = 0;
	if (!p)
		u.u_error = ESRCH;
	return p;
}

/* getpgrp(pid) */
void getpgrp(void)
{
	const struct proc *p = named();

	if (p)
		u.u_rval1 = p->p_pgrp;
}

int inferior(const struct proc *p)
{
	while (p != curproc && p->p_ppid != 0)
		p = p->p_pptr;
	return p == curproc;
}

/* Is somebody in that process group? */
static int isgroup(uint32_t pgrp)
{
	for (const struct proc *p = proc; p < procend; p++)
		if (p->p_stat && p->p_pgrp == pgrp)
			return 1;
	return 0;
}

/*
 * As POSIX's setpgid has it: of oneself, and of one's children until they execute a program, to their own number, which
 * 0 is, too, or a group that there is (sys_setpgid in Linux). 0, or an error.
 */
static uint32_t setpgid(struct proc *p, uint32_t pgrp)
{
	if (p != curproc && p->p_pptr != curproc)
		return ESRCH;
	if (p != curproc && (p->p_flag & SEXEC))
		return EACCES;
	if (pgrp && pgrp != p->p_pid && !isgroup(pgrp))
		return EPERM;
	p->p_pgrp = pgrp ? pgrp : p->p_pid;
	return 0;
}

/* setpgrp(pid, pgrp): 4.3BSD lets one do this to oneself, one's descendants, and one's user's processes. */
void setpgrp(void)
{
	struct proc *p = named();

	if (!p)
		return;
	if ((int)u.u_arg[1] < 0)
		u.u_error = EINVAL;
	else if (policy->habits & POSIX_GROUPS)
		u.u_error = setpgid(p, u.u_arg[1]);
	else if (u.u_uid != 0 && p->p_uid != u.u_uid && !inferior(p))
		u.u_error = EPERM;
	else
		p->p_pgrp = u.u_arg[1];
}
