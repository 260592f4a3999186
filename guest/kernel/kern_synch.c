/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sleeping, waking, and who runs next.
 *
 * A process sleeps on a channel, the address of what it waits for, at a priority. At or below PZERO, or in a tsleep
 * that says so, no signal ends the sleep: that is why a lender cannot be killed.
 */
#include "systm.h"

#define SQSIZE 64 /* sleep queues; a power of two */
#define HASH(chan) (((uint32_t)(chan) >> 5) & (SQSIZE - 1))
#define PPQ (128 / NQS) /* priorities per run queue */

int runrun;

static struct proc *slpque[SQSIZE];

/* Run queues: rings through p_link and p_rlink, with a head of that shape. */
static struct prochd {
	struct proc *ph_link, *ph_rlink;
} qs[NQS];
static uint32_t whichqs; /* bit n: qs[n] is not empty */

_Static_assert(offsetof(struct proc, p_link) == 0 && offsetof(struct proc, p_rlink) == sizeof(void *), "prochd");

void rqinit(void)
{
	for (int i = 0; i < NQS; i++)
		qs[i].ph_link = qs[i].ph_rlink = (struct proc *)&qs[i];
}

/* Priority in user mode: worse the more of the processor it had lately. */
void setpri(struct proc *p)
{
	p->p_pri = PUSER + p->p_cpu / 4;
}

void setrq(struct proc *p)
{
	uint32_t ipl = splhigh(), n = p->p_pri / PPQ;
	struct proc *head = (struct proc *)&qs[n];

	p->p_link = head;
	p->p_rlink = head->p_rlink;
	head->p_rlink->p_link = p;
	head->p_rlink = p;
	whichqs |= 1u << n;
	splx(ipl);
}

void remrq(struct proc *p)
{
	uint32_t ipl = splhigh(), n = p->p_pri / PPQ;

	p->p_rlink->p_link = p->p_link;
	p->p_link->p_rlink = p->p_rlink;
	p->p_link = p->p_rlink = 0;
	if (qs[n].ph_link == (struct proc *)&qs[n])
		whichqs &= ~(1u << n);
	splx(ipl);
}

/* The best process that can run, off its queue; process 0 if there is none. */
static struct proc *choose(void)
{
	for (uint32_t n = 0; n < NQS; n++) {
		if (whichqs & 1u << n) {
			struct proc *p = qs[n].ph_link;

			remrq(p);
			return p;
		}
	}
	return &proc[0];
}

/*
 * Gives the processor to the best process. The caller has put the running one where it belongs; it comes back when
 * chosen.
 */
void swtch(void)
{
	uint32_t ipl = splhigh();
	struct proc *from = curproc, *to = choose();

	runrun = 0;
	if (to != from) {
		TRACE(EV_PROC_SWITCH, from->p_pid, to->p_pid);
		curproc = to;
		resume(to);
	}
	splx(ipl);
}

/* Makes a process runnable: a new one, or one whose sleep or stop is over. */
void setrun(struct proc *p)
{
	uint32_t ipl = splhigh();

	if (p->p_stat == SSLEEP)
		unsleep(p);
	p->p_stat = SRUN;
	p->p_flag &= ~SSINTR;
	pstate(p);
	setrq(p);
	if (p->p_pri < curproc->p_pri || curproc == &proc[0])
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

/* Sleeps on chan until wakeup(chan). 0, or EINTR when a signal came and the sleep was interruptible. */
int tsleep(const void *chan, uint32_t pri, int interruptible)
{
	struct proc *p = curproc, **q = &slpque[HASH(chan)];
	uint32_t ipl = splhigh();

	if (interruptible && issig()) {
		splx(ipl);
		return EINTR;
	}
	/* at the end of its queue: first come, first served */
	while (*q)
		q = &(*q)->p_link;
	*q = p;
	p->p_link = 0;
	p->p_wchan = (uint32_t)chan;
	p->p_pri = pri;
	p->p_stat = SSLEEP;
	if (interruptible)
		p->p_flag |= SSINTR;
	pstate(p);
	u.u_ru.ru_nvcsw++;
	swtch();
	p->p_flag &= ~SSINTR;
	splx(ipl);
	return interruptible && issig() ? EINTR : 0;
}

int sleep(const void *chan, uint32_t pri)
{
	return tsleep(chan, pri, pri > PZERO);
}

void wakeup(const void *chan)
{
	uint32_t ipl = splhigh();
	struct proc *p, *next;

	for (p = slpque[HASH(chan)]; p; p = next) {
		next = p->p_link;
		if (p->p_wchan != (uint32_t)chan)
			continue;
		if (p->p_stat == SSLEEP)
			setrun(p);
		else
			unsleep(p); /* stopped in its sleep: runs when it is continued */
	}
	splx(ipl);
}

/* Process 0: what the processor does when nobody can run. When nothing can change that any more, the machine stops. */
_Noreturn void sched(void)
{
	for (;;) {
		splhigh();
		if (whichqs) {
			swtch();
			continue;
		}
		if (!ttyreaders) {
			printf("deadlock: every process waits for another\n");
			TRACE(EV_DEADLOCK, 0);
			TRACE_TEXT(EV_HALT, "deadlock", HALT_DEADLOCK);
			halt(HALT_DEADLOCK);
		}
		/* Interrupts are shut out until here, so that none can come between the look and the wait. */
		idle(IDLE_INPUT);
		spl0();
	}
}
