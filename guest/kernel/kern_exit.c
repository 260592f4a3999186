/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of processes: exit, and the parent's wait for it. */
#include "policy.h"
#include "vm.h"

#define WNOHANG 1
#define WUNTRACED 2
#define WALL 0x40000000   /* sys/wait.h's __WALL: children of WAIT_CLONE, too */
#define WCLONE 0x80000000 /* __WCLONE: those only */
#define WSTOPPED 0x7f     /* status of a stopped process: this, and the signal above it */

/* What each zombie used; its u area is gone. */
static struct rusage_k zombieru[NPROC];

/*
 * An orphan and its descendants: what the keyboard sent to stop them is forgotten, for nobody would continue them.
 * (spgrp in 4.3BSD's kern_exit.c.)
 */
static void spgrp(struct proc *top)
{
	struct proc *p = top;

	for (;;) {
		p->p_sig &= ~(STOPSIGMASK & ~sigmask(SIGSTOP));
		if (p->p_cptr) {
			p = p->p_cptr;
			continue;
		}
		while (p != top && !p->p_osptr)
			p = p->p_pptr;
		if (p == top)
			return;
		p = p->p_osptr;
	}
}

/* Children of a process that ends are init's from now on. */
static void orphans(struct proc *p)
{
	struct proc *init = pfind(1), *q;

	while ((q = p->p_cptr) != 0) {
		p->p_cptr = q->p_osptr;
		q->p_osptr = init->p_cptr;
		init->p_cptr = q;
		q->p_flag &= ~SPPWAIT; /* who waited for it is no more */
		q->p_pptr = init;
		q->p_ppid = init->p_pid;
		q->p_exitsig = SIGCHLD;
		q->p_waitby = WAIT_ALL;
		if (q->p_stat == SZOMB) {
			wakeup(init);
		} else if (q->p_flag & STRC) { /* without its tracer it would stop for good */
			q->p_flag &= ~STRC;
			psignal(q, SIGKILL);
		} else if (q->p_stat == SSTOP) { /* nobody would continue it */
			psignal(q, SIGHUP);
			psignal(q, SIGCONT);
		}
		spgrp(q);
	}
}

/*
 * Ends the running process; status is what wait tells. A borrower returns the memory first of all: the lender has it
 * before the child's descriptors are closed and before there is a zombie. The lender's program sees neither, unless a
 * close sleeps: vreturn wakes up at PZERO-1, and the lender gives the processor away on its way to user mode. (Hot, as
 * the compiler takes what does not return to run once, and makes it small instead of quick.)
 */
__attribute__((hot)) _Noreturn void exit(uint32_t status)
{
	struct proc *p = curproc;

	if (p->p_pid == 1)
		panic("init died: status %x", status);
	p->p_flag = (p->p_flag & ~STRC) | SWEXIT;
	p->p_sig = 0;
	itimerstop(p);
	TRACE(EV_EXIT_BEGIN, status);
	rssused();
	vrelease();
	fdclose();
	vrelpt(p); /* the registers still say where it was, and that its lengths are 0 */

	p->p_xstat = status;
	p->p_ru = &zombieru[p - proc];
	*p->p_ru = u.u_ru;
	ruadd(p->p_ru, &u.u_cru);
	if (p->p_cptr)
		orphans(p);
	/* Until swtch() we stand on a kernel stack that is free already; nothing takes page frames before that. */
	p->p_stat = SZOMB;
	for (int i = 0; i < UPAGES; i++) {
		memfree(p, p->p_addr[i]);
		p->p_addr[i] = 0;
	}
	TRACE(EV_EXIT_END, status);
	pstate(p);
	if (p->p_exitsig)
		psignal(p->p_pptr, p->p_exitsig);
	wakeup(p->p_pptr);
	vrelparent();
	swtch();
	panic("a zombie ran");
}

/* exit(code) */
void rexit(void)
{
	exit((u.u_arg[0] & 0xff) << 8);
}

/* The zombie's slot is free again; the parent gets the account of what it used. Link is what leads to it from there. */
static void reap(struct proc *p, struct proc **link)
{
	ruadd(&u.u_cru, p->p_ru);
	TRACE(EV_WAIT_REAP, p->p_pid, p->p_xstat);
	*link = p->p_osptr;
	freeslot(p);
}

/* Has this child stopped, and the parent wants to know and does not yet? A tracer always does. */
static int newsofstop(const struct proc *p, uint32_t options)
{
	return p->p_stat == SSTOP && !(p->p_flag & SWTED) && ((options & WUNTRACED) || (p->p_flag & STRC));
}

/* Is this child the one, or one of the group, that wait4 is asked for? */
static int asked(const struct proc *q, int pid)
{
	return pid > 0 ? q->p_pid == (uint32_t)pid : q->p_pgrp == (pid == 0 ? curproc->p_pgrp : -(uint32_t)pid);
}

/* Is this child one that wait4's arguments mean? */
static int wanted(const struct proc *q)
{
	int pid = (int)u.u_arg[0];
	uint32_t options = u.u_arg[2];

	if (pid != -1 && !asked(q, pid))
		return 0;
	if (q->p_waitby == WAIT_PID)
		return pid > 0;
	return policy->extras != EXTRA_CLONE || (options & WALL) ||
	       (q->p_waitby == WAIT_CLONE) == ((options & WCLONE) != 0);
}

/* What there is to tell of a child, to the caller. 0, or EFAULT. */
static uint32_t tell(const struct proc *q)
{
	uint32_t how = q->p_stat == SZOMB ? q->p_xstat : q->p_cursig << 8 | WSTOPPED;
	const struct rusage_k *used = q->p_stat == SZOMB ? q->p_ru : &uread(q)->u_ru;

	if (u.u_arg[1] && copyout(&how, (void *)u.u_arg[1], sizeof how))
		return EFAULT;
	return u.u_arg[3] ? putrusage(used, (void *)u.u_arg[3]) : 0;
}

/*
 * wait4(pid, status *, options, rusage *): the pid of a child that ended, or stopped if that is asked for; and what it
 * used. pid -1 is any child, 0 one of the caller's group, -n one of group n.
 */
void wait4(void)
{
	uint32_t options = u.u_arg[2];
	struct proc *q;

	for (;;) {
		int children = 0;

		for (struct proc **link = &curproc->p_cptr; (q = *link) != 0; link = &q->p_osptr) {
			if (!wanted(q))
				continue;
			children = 1;
			if (q->p_stat != SZOMB && !newsofstop(q, options))
				continue;
			u.u_error = tell(q);
			if (u.u_error)
				return;
			u.u_rval1 = q->p_pid;
			if (q->p_stat == SZOMB)
				reap(q, link);
			else
				q->p_flag |= SWTED;
			return;
		}
		if (!children)
			u.u_error = ECHILD;
		else if (options & WNOHANG)
			u.u_rval1 = 0;
		else if ((u.u_error = (uint32_t)sleep(curproc, PWAIT)) == 0)
			continue;
		return;
	}
}
