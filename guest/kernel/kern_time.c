/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The real-time timer of a process: SIGALRM when it runs out. It belongs to the process, not to the memory, so a borrower
 * starts without one, and setting it does not touch the lender's.
 */
#include <sys/time.h>

#include "systm.h"

#define MAXSECONDS 100000000 /* as in 4.3BSD: more than three years */

static uint32_t ticks(const struct timeval *tv)
{
	return (uint32_t)tv->tv_sec * HZ + ((uint32_t)tv->tv_usec + TICK - 1) / TICK;
}

static struct timeval timeval(uint32_t ticks)
{
	return (struct timeval){(long)(ticks / HZ), (long)(ticks % HZ * TICK)};
}

static void realitexpire(struct proc *p)
{
	psignal(p, SIGALRM);
	p->p_itvalue = p->p_itinterval ? p->p_itvalue + p->p_itinterval : 0;
	if (p->p_itvalue)
		timeout(realitexpire, p, p->p_itvalue - time_ticks);
}

void itimerstop(struct proc *p)
{
	if (p->p_itvalue)
		untimeout(realitexpire, p);
	p->p_itvalue = 0;
}

static int badtime(const struct timeval *tv)
{
	return tv->tv_sec < 0 || tv->tv_sec > MAXSECONDS / HZ || tv->tv_usec < 0 || tv->tv_usec >= 1000000;
}

/* Ticks until the timer runs out: whole ones, without the one that is running. 0 only if it stands still. */
static uint32_t left(const struct proc *p)
{
	uint32_t ticks = p->p_itvalue ? p->p_itvalue - time_ticks : 0;

	return ticks > 1 ? ticks - 1 : ticks;
}

static void putitimer(struct itimerval *to)
{
	uint32_t ipl = splhigh(), value = left(curproc);
	struct itimerval it = {timeval(value ? curproc->p_itinterval : 0), timeval(value)};

	splx(ipl);
	if (copyout(&it, to, sizeof it))
		u.u_error = EFAULT;
}

/* getitimer(which, struct itimerval *) */
void getitimer(void)
{
	if (u.u_arg[0] != ITIMER_REAL)
		u.u_error = EINVAL;
	else
		putitimer((struct itimerval *)u.u_arg[1]);
}

/* setitimer(which, const struct itimerval *how, struct itimerval *was) */
void setitimer(void)
{
	struct proc *p = curproc;
	struct itimerval it;
	uint32_t ipl;

	if (u.u_arg[0] != ITIMER_REAL) {
		u.u_error = EINVAL;
		return;
	}
	if (u.u_arg[1] && copyin((const void *)u.u_arg[1], &it, sizeof it)) {
		u.u_error = EFAULT;
		return;
	}
	if (u.u_arg[1] && (badtime(&it.it_value) || badtime(&it.it_interval))) {
		u.u_error = EINVAL;
		return;
	}
	if (u.u_arg[2])
		putitimer((struct itimerval *)u.u_arg[2]);
	if (u.u_error || !u.u_arg[1])
		return;
	ipl = splhigh();
	itimerstop(p);
	p->p_itinterval = ticks(&it.it_interval);
	if (ticks(&it.it_value)) {
		/* One more: the tick that is running has begun already. */
		p->p_itvalue = time_ticks + ticks(&it.it_value) + 1;
		timeout(realitexpire, p, p->p_itvalue - time_ticks);
	}
	splx(ipl);
}
