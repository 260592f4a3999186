/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Making processes: fork, and what it has in common with vfork (kern_vfork.c) and with the calls of single systems
 * (kern_clone.c).
 */
#include <sys/resource.h>

#include "policy.h"
#include "vm.h"

struct forkstat forkstat;

/* Is there memory for a child? */
static int memoryfits(const struct forkhow *how)
{
	const struct proc *p = curproc;
	uint32_t szpt, copies = 0;

	if (how->isvfork && LENDS(policy)) {
		szpt = policy->memory == EXCHANGE; /* an empty one */
	} else if (how->memory == SHARE) {
		szpt = policy->stack == OWN_STACK;
		copies = policy->stack == OWN_STACK ? p->p_ssize : 0;
	} else {
		szpt = ptpages(p->p_tsize + p->p_dsize, p1pages(p));
		copies = policy->fork == FORK_COPIES ? p->p_rssize : 0;
	}
	return freemem >= UPAGES + szpt + copies && (szpt == 0 || kmfits(szpt));
}

/* Has the user who wants one more process all that he may have? Zombies count, and root is not counted. */
static int toomany(void)
{
	int byreal = policy->counts != COUNT_EFFECTIVE;
	uint32_t uid = byreal ? u.u_ruid : u.u_uid, count = 0;

	if (((policy->habits & EFFECTIVE_ROOT) && u.u_uid == 0) || ((policy->habits & REAL_ROOT) && u.u_ruid == 0))
		return 0;
	if (!freeproc->p_link)
		return 1; /* the last slot is root's */
	for (const struct proc *p = proc; p < procend; p++)
		count += p->p_stat && (byreal ? p->p_ruid : p->p_uid) == uid;
	switch (policy->counts) {
	case COUNT_RLIMIT:
		return count >= u.u_rlimit[RLIMIT_NPROC].rlim_cur;
	case COUNT_REAL:
		return count >= policy->maxuprc;
	default:
		return count > policy->maxuprc; /* fork1 in 4.3BSD compares so, and lets one more be */
	}
}

void fork1(const struct forkhow *how)
{
	u.u_rval2 = 0;
	if (how->memory == DUP && policy->fork == FORK_NEVER) {
		u.u_error = EINVAL; /* a copy would lie at other addresses than its pointers say */
		return;
	}
	if (how->isvfork && policy->extras == EXTRA_ONCE && (curproc->p_flag & SPPWAIT)) {
		u.u_error =
			EINVAL; /* XNU's fork1: what the thread's process would be afterwards is kept in one place */
		return;
	}
	for (;;) {
		if (!freeproc || toomany()) {
			if (!freeproc)
				tablefull("proc");
			u.u_error = EAGAIN;
			return;
		}
		if (memoryfits(how))
			break;
		if (!MEMWAITS(policy)) {
			u.u_error = ENOMEM;
			return;
		}
		memwait();
	}
	if (newproc(how)) {
		u.u_rval1 = policy->habits & CHILD_ZERO ? 0 : curproc->p_ppid;
		u.u_rval2 = 1;
		u.u_start = time_ticks;
		if (how->isvfork && policy->handlers == SIGS_RESET)
			execsigs();
		if (how->memory == SHARE && !how->isvfork)
			u.u_sigsp = u.u_onstack = 0; /* its parent goes on with that stack (copy_process in Linux) */
		return;
	}
}

/* fork(): first of all, swap space for the child's data and stack. */
void fork(void)
{
	if (!swpexpand(curproc->p_dsize, curproc->p_ssize, &u.u_cdmap, &u.u_csmap)) {
		u.u_error = ENOMEM;
		u.u_rval2 = 0;
		return;
	}
	fork1(&(struct forkhow){.memory = DUP, .exitsig = SIGCHLD});
	if (u.u_error)
		swpfree(&u.u_cdmap, &u.u_csmap);
}

/* The lowest number from `pid` on that is a process's or a group's, MAXPID if there is none. */
static uint32_t nextused(uint32_t pid)
{
	uint32_t lowest = MAXPID;

	for (const struct proc *p = proc; p < procend; p++) {
		if (p->p_stat && p->p_pid >= pid && p->p_pid < lowest)
			lowest = p->p_pid;
		if (p->p_stat && p->p_pgrp >= pid && p->p_pgrp < lowest)
			lowest = p->p_pgrp;
	}
	return lowest;
}

/*
 * A number from 2 on that nobody has. OpenBSD's allocpid takes any of them, so that nobody can guess the next one; here
 * what looks like it is the same in every run.
 */
static uint32_t randompid(void)
{
	static uint32_t state = 1;
	uint32_t pid;

	do {
		state = state * 1664525 + 1013904223;
		pid = 2 + (state >> 8) % (MAXPID - 2);
	} while (nextused(pid) == pid);
	return pid;
}

/*
 * The numbers between mpid, the last one given, and pidchecked are nobody's: so it is in 4.3BSD, which looks through
 * the processes only when it has used them up, and like ours does not see a group that setpgrp makes in between.
 */
static uint32_t newpid(void)
{
	static uint32_t mpid, pidchecked;

	if (policy->extras == EXTRA_RANDOM && mpid)
		return randompid();
	do {
		if (++mpid >= MAXPID) {
			mpid = 100;
			pidchecked = 0;
		}
		if (mpid >= pidchecked)
			pidchecked = nextused(mpid);
	} while (mpid == pidchecked);
	return mpid;
}

/* A slot for a child of the running process. */
static struct proc *newslot(int borrows)
{
	struct proc *parent = curproc, *p = freeproc;

	freeproc = p->p_link;
	if (p >= procend)
		procend = p + 1;
	p->p_stat = SIDL;
	p->p_pid = newpid();
	pidenter(p);
	p->p_flag = SLOAD | (parent->p_flag & (SNOCLDSTP | SNOCLDWT)) | (borrows ? SVFORK : 0);
	p->p_ppid = parent->p_pid;
	p->p_pptr = parent;
	p->p_osptr = parent->p_cptr;
	parent->p_cptr = p;
	p->p_ndx = (uint32_t)(p - proc);
	p->p_uid = parent->p_uid;
	p->p_ruid = parent->p_ruid;
	p->p_pgrp = parent->p_pgrp ? parent->p_pgrp : p->p_pid;
	p->p_pri = PUSER;
	p->p_nice = parent->p_nice;
	p->p_sigmask = parent->p_sigmask;
	p->p_sigignore = parent->p_sigignore;
	p->p_sigcatch = parent->p_sigcatch;
	p->p_siginfo = parent->p_siginfo;
	/* What else the slot's last process has left in it. exit has seen to its memory, its timer and its children. */
	p->p_sig = p->p_cursig = p->p_xstat = 0;
	p->p_cpu = p->p_time = p->p_slptime = p->p_itinterval = 0;
	return p;
}

/*
 * Makes a process that is a copy of the running one. Returns 0 in the parent, with the child's pid in u.u_rval1, and 1
 * in the child. There is a free slot, and memory enough.
 */
int newproc(const struct forkhow *how)
{
	struct proc *p = curproc;
	int isvfork = how->isvfork, borrows = isvfork && LENDS(policy);
	struct proc *child = newslot(borrows);
	uint32_t pid = child->p_pid, ipl;

	child->p_exitsig = how->exitsig;
	child->p_waitby = how->waitby;
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
	if (procdup(child, how->memory, how->sp))
		return 1;
	if (isvfork && !borrows && policy->hold != HOLD_NOT)
		child->p_flag |= SPPWAIT;
	/* The child can run, but that is no reason to take the processor from its parent. */
	ipl = splhigh();
	child->p_stat = SRUN;
	pstate(child);
	setrq(child);
	splx(ipl);
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
