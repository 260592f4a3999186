/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of processes: exit, and the parent's wait for it. */
#include "policy.h"
#include "vm.h"

#define WNOHANG 1
#define WUNTRACED 2
#define WALL 0x40000000   /* sys/wait.h's __WALL: children of WAIT_CLONE, too */
#define WCLONE 0x80000000 /* __WCLONE: those only */
#define WEXITED 4
#define WCONTINUED 8
#define WNOWAIT 0x1000000
#define WNOEXIT 0x2000000 /* our own: not of children that have ended */
#define STOPPED 0x7f      /* status of a stopped process: this, and the signal above it */
#define CONTINUED 0xffff  /* and of one that was continued */
enum { P_ALL, P_PID, P_PGID };

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

/* A process is no longer its parent's child. */
static void orphan(struct proc *p)
{
	struct proc **link = &p->p_pptr->p_cptr;

	while (*link != p)
		link = &(*link)->p_osptr;
	*link = p->p_osptr;
}

/* A process whose parent has no use for it is init's child from now on. */
static void adopt(struct proc *p)
{
	struct proc *init = pfind(1);

	orphan(p);
	p->p_osptr = init->p_cptr;
	init->p_cptr = p;
	p->p_pptr = init;
	p->p_ppid = init->p_pid;
	p->p_exitsig = SIGCHLD;
	p->p_waitby = WAIT_ALL;
}

/* Children of a process that ends are init's. */
static void orphans(struct proc *p)
{
	struct proc *q;

	while ((q = p->p_cptr) != 0) {
		adopt(q);
		q->p_flag &= ~SPPWAIT; /* who waited for it is no more */
		if (q->p_stat == SZOMB) {
			wakeup(q->p_pptr);
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
 * The parent of a process that has ended shall not see a zombie, by its sigaction: init gets it (as in FreeBSD's
 * exit1; in Linux and Solaris the slot is free at once). If the parent is in wait, it looks what children it has left.
 */
static void disown(struct proc *p)
{
	struct proc *parent = p->p_pptr;

	adopt(p);
	wakeup(parent);
}

/* Files and memory of the running process, in the system's order; and when its vfork says so, its parent goes on. */
static void release(void)
{
	if (policy->habits & FILES_FIRST) {
		if (policy->hold == HOLD_START)
			vrelparent();
		fdclose();
		vrelease();
	} else {
		vrelease();
		fdclose();
	}
}

/* What there is to tell of a child: why (CLD_*), and in *status its exit code or the signal. */
static uint32_t whychild(const struct proc *p, uint32_t *status)
{
	uint32_t sig = p->p_stat == SZOMB ? p->p_xstat & 0x7f : p->p_cursig;

	*status = sig;
	if (p->p_stat == SSTOP)
		return p->p_flag & STRC ? CLD_TRAPPED : CLD_STOPPED;
	if (p->p_stat != SZOMB) {
		*status = SIGCONT;
		return CLD_CONTINUED;
	}
	if (sig)
		return p->p_xstat & COREFLAG ? CLD_DUMPED : CLD_KILLED;
	*status = p->p_xstat >> 8;
	return CLD_EXITED;
}

/* The signal that p's end sends to its parent. */
static void obituary(struct proc *p)
{
	struct proc *parent = p->p_pptr;
	uint32_t status, code;

	if (parent->p_siginfo & sigmask(p->p_exitsig)) {
		code = whychild(p, &status);
		signote(parent, p->p_exitsig, code, p, status);
	}
	psignal(parent, p->p_exitsig);
}

/*
 * Ends the running process; status is what wait tells. A borrower returns the memory first of all (in 2.11BSD when its
 * descriptors are closed): the lender has it before there is a zombie. The lender's program sees neither, unless a
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
	release();
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
	vrelparent();
	if ((policy->habits & NO_ZOMBIES) && p->p_exitsig == SIGCHLD &&
	    ((p->p_pptr->p_sigignore & sigmask(SIGCHLD)) || (p->p_pptr->p_flag & SNOCLDWT))) {
		if (policy->habits & POSIX_GROUPS) /* Linux tells a handler all the same (do_notify_parent) */
			obituary(p);
		disown(p);
	}
	if (p->p_siginfo)
		sigforget(p);
	if (p->p_exitsig)
		obituary(p);
	wakeup(p->p_pptr);
	swtch();
	panic("a zombie ran");
}

/* exit(code) */
void rexit(void)
{
	exit((u.u_arg[0] & 0xff) << 8);
}

/* The zombie's slot is free again; the parent gets the account of what it used. */
static void reap(struct proc *p)
{
	ruadd(&u.u_cru, p->p_ru);
	TRACE(EV_WAIT_REAP, p->p_pid, p->p_xstat);
	orphan(p);
	freeslot(p);
}

/* What wait4 and waitid ask for. */
struct waiting {
	int pid; /* -1: any child, 0: one of the caller's group, -n: one of group n */
	uint32_t options;
};

/* Has this child stopped, or been continued, and the parent wants to know and does not yet? A tracer always does. */
static int news(const struct proc *p, uint32_t options)
{
	if (p->p_stat == SZOMB)
		return !(options & WNOEXIT);
	if (p->p_stat == SSTOP)
		return !(p->p_flag & SWTED) && ((options & WUNTRACED) || (p->p_flag & STRC));
	return (p->p_flag & SCONT) && (options & WCONTINUED);
}

/* Is this child the one, or one of the group, that is asked for? */
static int asked(const struct proc *q, int pid)
{
	return pid > 0 ? q->p_pid == (uint32_t)pid : q->p_pgrp == (pid == 0 ? curproc->p_pgrp : -(uint32_t)pid);
}

/* Is this child one that is meant? */
static int wanted(const struct proc *q, const struct waiting *w)
{
	if (w->pid != -1 && !asked(q, w->pid))
		return 0;
	if (q->p_waitby == WAIT_PID)
		return w->pid > 0;
	return policy->extras != EXTRA_CLONE || (w->options & WALL) ||
	       (q->p_waitby == WAIT_CLONE) == ((w->options & WCLONE) != 0);
}

/* It has been told. */
static void told(struct proc *q, uint32_t options)
{
	if (options & WNOWAIT)
		return;
	if (q->p_stat == SZOMB)
		reap(q);
	else if (q->p_stat == SSTOP)
		q->p_flag |= SWTED;
	else
		q->p_flag &= ~SCONT;
}

/* The first child that may be meant: the one of that number, or the youngest. Null if there is none. */
static struct proc *firstchild(const struct waiting *w)
{
	struct proc *q = w->pid > 0 ? pfind((uint32_t)w->pid) : curproc->p_cptr;

	return q && q->p_pptr == curproc ? q : 0;
}

/*
 * Waits for a child of which there is something to tell, and tells it. 0, or an error. With WNOHANG and nothing to tell
 * it is not called.
 */
static uint32_t wait1(const struct waiting *w, uint32_t (*tell)(const struct proc *))
{
	struct proc *q;
	uint32_t error;

	for (;;) {
		int children = 0;

		for (q = firstchild(w); q; q = w->pid > 0 ? 0 : q->p_osptr) {
			if (!wanted(q, w))
				continue;
			if (q->p_stat == SZOMB && (w->options & WNOEXIT))
				continue; /* nothing else will ever happen to it */
			children = 1;
			if (!news(q, w->options))
				continue;
			error = tell(q);
			if (!error)
				told(q, w->options);
			return error;
		}
		if (!children)
			return ECHILD;
		if (w->options & WNOHANG)
			return 0;
		error = (uint32_t)sleep(curproc, PWAIT);
		if (error)
			return error;
	}
}

/* For wait4: the pid, the status, and what it used. 0, or EFAULT. */
static uint32_t tell(const struct proc *q)
{
	uint32_t how = q->p_stat == SZOMB ? q->p_xstat : q->p_stat == SSTOP ? q->p_cursig << 8 | STOPPED : CONTINUED;
	const struct rusage_k *used = q->p_stat == SZOMB ? q->p_ru : &uread(q)->u_ru;

	u.u_rval1 = q->p_pid;
	if (u.u_arg[1] && copyout(&how, (void *)u.u_arg[1], sizeof how))
		return EFAULT;
	return u.u_arg[3] ? putrusage(used, (void *)u.u_arg[3]) : 0;
}

/* Are wait4's arguments such as the system takes? 0, or an error. */
static uint32_t checkwait(void)
{
	uint32_t known = WNOHANG | WUNTRACED | (policy->extras == EXTRA_CLONE ? WALL | WCLONE : 0) |
	                 (policy->habits & TELLS_CONTINUED ? WCONTINUED : 0);

	if ((policy->habits & WAIT_OPTIONS) && (u.u_arg[2] & ~known))
		return EINVAL;
	return (policy->habits & WAIT_MINIMUM) && u.u_arg[0] == 0x80000000 ? ESRCH : 0;
}

/*
 * wait4(pid, status *, options, rusage *): the pid of a child that ended, or stopped or was continued if that is asked
 * for; and what it used. pid -1 is any child, 0 one of the caller's group, -n one of group n.
 */
void wait4(void)
{
	struct waiting w = {(int)u.u_arg[0], u.u_arg[2] & ~(WNOEXIT | WNOWAIT)};

	u.u_error = checkwait();
	if (!u.u_error)
		u.u_error = wait1(&w, tell);
}

/* For waitid: what a handler of SIGCHLD is told. 0, or EFAULT. */
static uint32_t inform(const struct proc *q)
{
	struct siginfo_k info = {.sk_signo = SIGCHLD, .sk_pid = q->p_pid, .sk_uid = q->p_ruid};

	info.sk_code = whychild(q, &info.sk_status);
	return u.u_arg[2] && copyout(&info, (void *)u.u_arg[2], sizeof info) ? EFAULT : 0;
}

/* waitid(idtype, id, siginfo_t *, options): 0. */
void waitid(void)
{
	static const struct siginfo_k nothing;
	uint32_t type = u.u_arg[0], id = u.u_arg[1], options = u.u_arg[3];
	struct waiting w = {type == P_ALL ? -1 : type == P_PID ? (int)id : -(int)id, options & ~WEXITED};

	if ((options & ~(WNOHANG | WNOWAIT | WEXITED | WUNTRACED | WCONTINUED)) ||
	    !(options & (WEXITED | WUNTRACED | WCONTINUED)) || type > P_PGID || (type != P_ALL && (int)id < 0) ||
	    (type == P_PID && id == 0)) {
		u.u_error = EINVAL;
		return;
	}
	if (!(options & WEXITED))
		w.options |= WNOEXIT;
	if (u.u_arg[2] && copyout(&nothing, (void *)u.u_arg[2], sizeof nothing))
		u.u_error = EFAULT;
	else
		u.u_error = wait1(&w, inform);
}
