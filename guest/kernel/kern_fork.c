/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Making processes: fork, vfork and what they share.
 *
 * vfork on a system that lends (policy->memory EXCHANGE or MOVE) is a loan:
 *
 *	lender   newproc: page tables to the child (vm.pass), SNOVM; sleeps on the child's slot at PZERO-1
 *	borrower runs on the lender's memory, SVFORK; at exec's commit point or the start of exit: SVFORK off, wakes the
 *	         lender, sleeps on its own slot                                   (vreturn in kern_exit.c)
 *	lender   takes the page tables back (vm.return), SVFDONE on, wakes the borrower, returns the pid
 *	borrower SVFDONE off; goes on with its exec or exit
 *
 * Where the memory is shared instead (SHARE) or copied (COW), the parent only waits: the child has SPPWAIT until it
 * gives up the memory or has ended (vrelparent in kern_exit.c).
 */
#include "policy.h"
#include "vm.h"

struct forkstat forkstat;

/* Is there memory for a child? The kernel does not wait for memory: there is nowhere that it could come from. */
static int memoryfits(int isvfork)
{
	const struct proc *p = curproc;
	uint32_t szpt = ctopt(p->p_tsize + p->p_dsize) + 1, copies = policy->fork == FORK_COPIES ? p->p_rssize : 0;

	if (isvfork && LENDS(policy)) {
		szpt = policy->memory == EXCHANGE; /* an empty one */
		copies = 0;
	} else if (isvfork && policy->memory == SHARE) {
		szpt = policy->stack == OWN_STACK;
		copies = policy->stack == OWN_STACK ? p->p_ssize : 0;
	}
	return freemem >= UPAGES + szpt + copies && (szpt == 0 || kmfits(szpt));
}

static void fork1(int isvfork)
{
	uint32_t count = 0;

	u.u_rval2 = 0;
	if (u.u_uid != 0)
		for (const struct proc *p = proc; p < procend; p++)
			count += p->p_stat && p->p_uid == u.u_uid; /* zombies count */
	/* The last slot, and more than maxuprc processes, are for root only. */
	if (!freeproc || (u.u_uid != 0 && (!freeproc->p_link || count > policy->maxuprc))) {
		if (!freeproc)
			printf("proc: table is full\n");
		u.u_error = EAGAIN;
		return;
	}
	if (!memoryfits(isvfork)) {
		/* Who lends reserves nothing, and has no such error. */
		u.u_error = isvfork && LENDS(policy) ? EAGAIN : ENOMEM;
		return;
	}
	if (newproc(isvfork)) {
		u.u_rval1 = curproc->p_ppid;
		u.u_rval2 = 1;
		u.u_start = time_ticks;
		if (isvfork && policy->handlers == SIGS_RESET)
			execsigs();
		return;
	}
}

void fork(void)
{
	fork1(0);
}

void vfork(void)
{
	fork1(1);
}

static int pidused(uint32_t pid)
{
	for (const struct proc *p = proc; p < procend; p++)
		if (p->p_stat && (p->p_pid == pid || p->p_pgrp == pid))
			return 1;
	return 0;
}

static uint32_t newpid(void)
{
	static uint32_t mpid;

	do {
		if (++mpid >= MAXPID)
			mpid = 100;
	} while (pidused(mpid));
	return mpid;
}

/* A slot for a child of the running process. */
static struct proc *newslot(int borrows)
{
	struct proc *parent = curproc, *p = freeproc;

	freeproc = p->p_link;
	if (p >= procend)
		procend = p + 1;
	bzero(p, sizeof *p);
	p->p_stat = SIDL;
	p->p_pid = newpid();
	p->p_flag = SLOAD | (borrows ? SVFORK : 0);
	p->p_ppid = parent->p_pid;
	p->p_pptr = parent;
	p->p_ndx = (uint32_t)(p - proc);
	p->p_uid = parent->p_uid;
	p->p_pgrp = parent->p_pgrp ? parent->p_pgrp : p->p_pid;
	p->p_pri = PUSER;
	p->p_nice = parent->p_nice;
	p->p_sigmask = parent->p_sigmask;
	p->p_sigignore = parent->p_sigignore;
	p->p_sigcatch = parent->p_sigcatch;
	return p;
}

/* The lender's wait, and the taking back. */
static void lend(struct proc *child)
{
	struct proc *p = curproc;
	struct user *uchild;

	p->p_xlink = child;
	p->p_flag |= SNOVM;
	pstate(p);
	while (child->p_flag & SVFORK)
		sleep(child, PZERO - 1);

	uchild = uaccess(child);
	p->p_xlink = 0;
	vpassvm(child, p, uchild, &u);
	p->p_flag &= ~SNOVM;
	child->p_ndx = (uint32_t)(child - proc);
	TRACE(EV_VM_RETURN, child->p_pid, p->p_pid, u.u_pcb.pcb_p0br, u.u_pcb.pcb_p0lr, u.u_pcb.pcb_p1br,
	      u.u_pcb.pcb_p1lr);
	child->p_flag |= SVFDONE;
	pstate(p);
	pstate(child);
	wakeup(child);
}

/* The parent's wait where nothing was lent. 0, or 1 if a signal killed it while the child goes on. */
static int hold(struct proc *child)
{
	struct proc *p = curproc;

	while (child->p_pptr == p && (child->p_flag & SPPWAIT)) {
		if (policy->sleep == SLEEP_KILLABLE) {
			if (killed(p))
				return 1;
			p->p_flag |= SSKILL;
		}
		tsleep(child, policy->sleep == SLEEP_PZERO ? PZERO - 1 : PWAIT, 0);
		p->p_flag &= ~SSKILL;
	}
	return 0;
}

/*
 * Makes a process that is a copy of the running one. Returns 0 in the parent, with the child's pid in u.u_rval1, and 1
 * in the child. There is a free slot, and memory enough.
 */
int newproc(int isvfork)
{
	struct proc *p = curproc;
	int borrows = isvfork && LENDS(policy);
	struct proc *child = newslot(borrows);
	uint32_t pid = child->p_pid;

	TRACE(EV_PROC_CREATE, pid, p->p_pid, p->p_pid == 0 ? 0 : isvfork ? 2 : 1);
	pstate(child);
	if (isvfork) {
		forkstat.cntvfork++;
		forkstat.sizvfork += p->p_dsize + p->p_ssize;
		TRACE(EV_VFORK_BEGIN, pid, u.u_ar0->tf_pc, u.u_ar0->tf_usp);
	} else {
		forkstat.cntfork++;
		forkstat.sizfork += p->p_dsize + p->p_ssize;
	}
	fdshare(&u);

	/* Partially made, the two must not be taken apart. */
	p->p_flag |= SKEEP;
	if (procdup(child, isvfork ? policy->memory : COW))
		return 1;
	if (isvfork && !borrows && policy->hold != HOLD_NOT)
		child->p_flag |= SPPWAIT;
	setrun(child);
	p->p_flag &= ~SKEEP;

	if (isvfork) {
		int dies = 0;

		if (borrows)
			lend(child);
		else
			dies = hold(child);
		if (!dies)
			TRACE(EV_VFORK_END, pid);
	}
	u.u_rval1 = pid;
	return 0;
}
