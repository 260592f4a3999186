/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interval clock: time, the account of who used the processor, and taking it away. */
#include "systm.h"

#define QUANTUM (HZ / 10) /* ticks until others of the same priority get their turn */

uint32_t time_ticks;

void clkstart(void)
{
	mtpr(PR_NICR, -TICK);
	mtpr(PR_ICCS, ICCS_RUN | ICCS_TRANSFER | ICCS_IE);
}

/* Once a second the past counts half. */
static void schedcpu(void)
{
	for (struct proc *p = proc; p < procend; p++) {
		if (p->p_stat == 0)
			continue;
		p->p_time++;
		p->p_cpu /= 2;
		if (p->p_stat == SRUN && p != curproc && p->p_pri >= PUSER && p->p_link) {
			remrq(p);
			setpri(p);
			setrq(p);
		}
	}
}

void hardclock(struct trapframe *tf)
{
	mtpr(PR_ICCS, ICCS_INT | ICCS_IE | ICCS_RUN);
	time_ticks++;
	if (curproc != &proc[0]) {
		if (USERMODE(tf))
			u.u_ru.ru_utime++;
		else
			u.u_ru.ru_stime++;
		cpulimit();
		if (curproc->p_cpu < 255)
			curproc->p_cpu++;
	}
	if (time_ticks % HZ == 0)
		schedcpu();
	if (time_ticks % QUANTUM == 0)
		runrun = 1;
	if (USERMODE(tf)) {
		u.u_ar0 = tf;
		spl0();
		userret();
	}
}

/* gettimeofday(struct timeval *, struct timezone *): machine time since boot. */
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
	now[0] = ticks / HZ;
	now[1] = ticks % HZ * TICK + usec;
	if (copyout(now, (void *)u.u_arg[0], sizeof now) ||
	    (u.u_arg[1] && copyout(zone, (void *)u.u_arg[1], sizeof zone)))
		u.u_error = EFAULT;
	u.u_rval1 = 0;
}
