/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interval clock: time, the account of who used the processor, and taking it away. */
#include <sys/resource.h>

#include "systm.h"

#define QUANTUM (HZ / 10) /* ticks until others of the same priority get their turn */

_Static_assert(HZ % QUANTUM == 0, "a second is whole turns");

uint32_t time_ticks, boottime;

/* Things to do later, the nearest first; c_time counts from the one before. */
static struct callout {
	struct callout *c_next;
	uint32_t c_time; /* ticks */
	void (*c_function)(struct proc *);
	struct proc *c_proc;
} callout[2 * NPROC], *callfree, *calltodo; /* for each process its timer, and its wait in select or poll of a child */

void clkstart(void)
{
	for (struct callout *c = callout; c < callout + 2 * NPROC; c++) {
		c->c_next = callfree;
		callfree = c;
	}
	mtpr(PR_NICR, -TICK);
	mtpr(PR_ICCS, ICCS_RUN | ICCS_TRANSFER | ICCS_IE);
}

void timeout(void (*function)(struct proc *), struct proc *p, uint32_t ticks)
{
	uint32_t ipl = splhigh();
	struct callout *c = callfree, **at = &calltodo;

	if (!c)
		panic("timeout: more than two for a process");
	callfree = c->c_next;
	for (; *at && (*at)->c_time <= ticks; at = &(*at)->c_next)
		ticks -= (*at)->c_time;
	*c = (struct callout){*at, ticks, function, p};
	if (*at)
		(*at)->c_time -= ticks;
	*at = c;
	splx(ipl);
}

void untimeout(void (*function)(struct proc *), struct proc *p)
{
	uint32_t ipl = splhigh();

	for (struct callout **at = &calltodo; *at; at = &(*at)->c_next) {
		struct callout *c = *at;

		if (c->c_function != function || c->c_proc != p)
			continue;
		if (c->c_next)
			c->c_next->c_time += c->c_time;
		*at = c->c_next;
		c->c_next = callfree;
		callfree = c;
		break;
	}
	splx(ipl);
}

int timeouts(void)
{
	return calltodo != 0;
}

/* A tick has passed: does what is due. */
static void softclock(void)
{
	if (calltodo && calltodo->c_time > 0)
		calltodo->c_time--;
	while (calltodo && calltodo->c_time == 0) {
		struct callout *c = calltodo;

		calltodo = c->c_next;
		c->c_next = callfree;
		callfree = c;
		c->c_function(c->c_proc);
	}
}

/* The turn of the running process is over, and so may be a second. */
static void roundrobin(void)
{
	if (time_ticks % HZ == 0) {
		schedcpu();
		vmmeter();
	}
	runrun = 1;
}

void hardclock(struct trapframe *tf)
{
	static uint32_t turn = QUANTUM; /* ticks that are left of it */
	struct proc *p = u.u_procp;
	uint32_t ipl = cpl;

	if (putoff(tf, IPL_CLOCK))
		return;
	mtpr(PR_ICCS, ICCS_INT | ICCS_IE | ICCS_RUN);
	time_ticks++;
	softclock();
	if (p != &proc[0]) {
		if (!USERMODE(tf))
			u.u_ru.ru_stime++;
		else
			u.u_ru.ru_utime++;
		rssused();
		/* Few have a limit or a timer. */
		if (u.u_rlimit[RLIMIT_CPU].rlim_cur != RLIM_INFINITY)
			cpulimit();
		if (u.u_timer[0].it_value | u.u_timer[1].it_value)
			itimertick(USERMODE(tf));
		if (p->p_cpu < 255)
			p->p_cpu++;
	}
	if (--turn == 0) {
		turn = QUANTUM;
		roundrobin();
	}
	intrend(tf, ipl);
}

/* gettimeofday(struct timeval *, struct timezone *): the time, which goes on by the machine's instructions. */
void gettimeofday(void)
{
	uint32_t ipl = splhigh(), ticks = time_ticks, usec;
	uint32_t now[2], zone[2] = {0, 0};

	usec = mfpr(PR_ICR) + TICK;
	if (mfpr(PR_ICCS) & ICCS_INT) { /* the clock has gone round, and its interrupt waits */
		ticks++;
		usec = mfpr(PR_ICR) + TICK;
	}
	splx(ipl);
	now[0] = boottime + ticks / HZ;
	now[1] = ticks % HZ * TICK + usec;
	if (copyout(now, (void *)u.u_arg[0], sizeof now) ||
	    (u.u_arg[1] && copyout(zone, (void *)u.u_arg[1], sizeof zone)))
		u.u_error = EFAULT;
	u.u_rval1 = 0;
}
