/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sleeping, waking, and who runs next.
 *
 * A process sleeps on a channel, the address of what it waits for, at a priority. At or below PZERO, or in a tsleep
 * that says so, no signal ends the sleep: that is why a lender cannot be killed.
 */
#include "vm.h"

#define SQSIZE 64 /* sleep queues; a power of two */
#define HASH(chan) (((uint32_t)(chan) >> 5) & (SQSIZE - 1))
#define PPQ (128 / NQS) /* priorities per run queue */

int runrun;

static struct proc *slpque[SQSIZE];

/* Run queues: rings through p_link and p_rlink, with a head of that shape. */
static struct prochd {
	struct proc *ph_link, *ph_rlink;
} qs[NQS];
static uint32_t whichqs; /* bit n, from the left: qs[n] is not empty. This machine's bfffo looks from there */

#define QBIT(n) (0x80000000u >> (n))

_Static_assert(offsetof(struct proc, p_link) == 0 && offsetof(struct proc, p_rlink) == sizeof(void *), "prochd");

void rqinit(void)
{
	for (int i = 0; i < NQS; i++)
		qs[i].ph_link = qs[i].ph_rlink = (struct proc *)&qs[i];
}

/* setrq, remrq: the caller has interrupts shut out, as in 4.3BSD. */
inline void setrq(struct proc *p)
{
	uint32_t n = p->p_pri / PPQ;
	struct proc *head = (struct proc *)&qs[n];

	p->p_link = head;
	p->p_rlink = head->p_rlink;
	head->p_rlink->p_link = p;
	head->p_rlink = p;
	whichqs |= QBIT(n);
}

/* p is on run queue n. */
static inline void remrq(struct proc *p, uint32_t n)
{
	struct proc *next = p->p_link, *prev = p->p_rlink;

	prev->p_link = next;
	next->p_rlink = prev;
	p->p_rlink = 0;   /* on no queue */
	if (next == prev) /* both are the head */
		whichqs &= ~QBIT(n);
}

/*
 * Gives the processor to the best process that can run; to process 0 if there is none, or if it has to swap for
 * somebody. The caller has put the running one where it belongs; it comes back when chosen, and then sets its level.
 *
 * Interrupts are let in before the switch, as sleep does in 4.3BSD: one that comes during it is served at its end, and
 * not put off first. Until then u.u_procp is right and curproc is early.
 */
void swtch(void)
{
	struct proc *from = curproc, *to = &proc[0];

	splhigh();
	if (whichqs && !wantin) {
		uint32_t n = (uint32_t)__builtin_clz(whichqs);

		to = qs[n].ph_link;
		remrq(to, n);
	}
	runrun = 0;
	if (to != from) {
		TRACE(EV_PROC_SWITCH, from->p_pid, to->p_pid);
		curproc = to;
		spl0();
		resume(to);
	}
}

/* On its way to user mode the running process lets somebody better run. */
void preempt(void)
{
	uint32_t ipl = splhigh();

	setpri(curproc);
	setrq(curproc);
	u.u_ru.ru_nivcsw++;
	swtch();
	splx(ipl);
}

/* Once a second the past counts half. Called by the clock. */
void schedcpu(void)
{
	for (struct proc *p = proc; p < procend; p++) {
		if (p->p_stat == 0)
			continue;
		p->p_time++;
		p->p_cpu /= 2;
		if (p->p_stat == SSLEEP || p->p_stat == SSTOP)
			p->p_slptime++;
		if (p->p_stat == SRUN && p != curproc && p->p_pri >= PUSER && (p->p_flag & SLOAD) && p->p_rlink) {
			remrq(p, p->p_pri / PPQ);
			setpri(p);
			setrq(p);
		}
	}
}

/* Makes a process runnable that is on no queue. The caller has interrupts shut out. */
static inline void ready(struct proc *p)
{
	p->p_stat = SRUN;
	p->p_flag &= ~SSINTR;
	p->p_slptime = 0;
	pstate(p);
	if (!(p->p_flag & SLOAD))
		wantin = runrun = 1; /* process 0 brings it in first */
	else
		setrq(p);
}

/*
 * Makes a process runnable whose sleep or stop is over, and has the processor changed if it is better than the running
 * one is in user mode. What priority that one has last slept at does not count.
 */
void setrun(struct proc *p)
{
	uint32_t ipl = splhigh();

	unsleep(p);
	ready(p);
	if (p->p_pri < usrpri(curproc))
		runrun = 1;
	splx(ipl);
}

/* Takes a process off its sleep queue, asleep or stopped in its sleep. */
void unsleep(struct proc *p)
{
	uint32_t ipl = splhigh();

	if (p->p_wchan) {
		struct proc **q = &slpque[HASH(p->p_wchan)];

		while (*q != p)
			q = &(*q)->p_link;
		*q = p->p_link;
		p->p_wchan = 0;
	}
	splx(ipl);
}

/* What a system call whose sleep a signal ended is to do: fail, or be made again after the handler. */
static int interrupted(struct proc *p)
{
	return u.u_sigintr & sigmask(p->p_cursig) ? EINTR : ERESTART;
}

/* Sleeps on chan until wakeup(chan). 0, or EINTR or ERESTART when a signal came and the sleep was interruptible. */
int tsleep(const void *chan, uint32_t pri, int interruptible)
{
	struct proc *p = curproc, **q = &slpque[HASH(chan)];
	uint32_t ipl = splhigh();
	int error = 0;

	/* at the end of its queue: first come, first served */
	while (*q)
		q = &(*q)->p_link;
	*q = p;
	p->p_link = 0;
	p->p_wchan = (uint32_t)chan;
	p->p_pri = pri;
	p->p_slptime = 0;
	if (interruptible) {
		p->p_flag |= SSINTR;
		/* issig may stop us for a while, and what we wait for may happen meanwhile: so it comes after the
		 * queue. */
		if (ISSIG(p)) {
			unsleep(p);
			error = interrupted(p);
		}
	}
	if (p->p_wchan) {
		p->p_stat = SSLEEP;
		pstate(p);
		u.u_ru.ru_nvcsw++;
		swtch();
		if (interruptible && ISSIG(p))
			error = interrupted(p);
	}
	p->p_flag &= ~SSINTR;
	splx(ipl);
	return error;
}

void wakeup(const void *chan)
{
	struct proc *p, **q = &slpque[HASH(chan)];
	uint32_t ipl = splhigh();

	while ((p = *q) != 0) {
		if (p->p_wchan != (uint32_t)chan) {
			q = &p->p_link;
			continue;
		}
		*q = p->p_link;
		p->p_wchan = 0;
		if (p->p_stat != SSLEEP)
			continue; /* stopped in its sleep: runs when it is continued */
		ready(p);
		runrun = 1; /* any priority to sleep at is better than those of user mode */
	}
	splx(ipl);
}

/* Tells who waits for whom in a loan that cannot end. */
static void deadlock(void)
{
	const struct proc *borrower = 0;
	const char *state = "";

	printf("deadlock: every process waits for another\n");
	for (const struct proc *p = proc; p < procend; p++) {
		if (p->p_wchan == (uint32_t)&freemem)
			printf("deadlock: pid %u waits for memory, and nobody gives any back\n", p->p_pid);
		if (p->p_stat == 0 || p->p_stat == SZOMB || !(p->p_flag & HOLDS) || (p->p_flag & SNOVM))
			continue;
		borrower = p;
		state = p->p_stat == SSTOP ? "is stopped" : "waits";
		printf("deadlock: pid %u sleeps until pid %u executes a program or exits, and pid %u %s\n", p->p_ppid,
		       p->p_pid, p->p_pid, state);
	}
	TRACE_TEXT(EV_DEADLOCK, state, borrower ? borrower->p_ppid : 0, borrower ? borrower->p_pid : 0);
	TRACE_TEXT(EV_HALT, "deadlock", HALT_DEADLOCK);
	halt(HALT_DEADLOCK);
}

/*
 * Lets time pass until an interrupt, and takes it. A function of its own, because the machine takes interrupts only
 * where control does not go straight on: its return is such a place.
 */
static __attribute__((noinline)) void nap(uint32_t why)
{
	idle(why);
	spl0();
}

/*
 * Process 0: swapping, and what the processor does when nobody can run. When nothing can change that any more, the
 * machine stops.
 */
_Noreturn void sched(void)
{
	for (;;) {
		splhigh();
		swapper();
		if (whichqs) {
			swtch();
			continue;
		}
		if (memwanted && hardswap(1))
			continue; /* memfree has made who waits for memory runnable */
		if (!timeouts() && !ttywaited())
			deadlock();
		/* Interrupts are shut out until here, so that none can come between the look and the wait. */
		nap(timeouts() ? IDLE_TIMER : IDLE_INPUT);
	}
}
