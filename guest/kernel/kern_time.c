/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The three interval timers of a process. That of real time (SIGALRM) is in the proc slot, and a new process starts
 * without one. Those that count the processor's time, in the program only (SIGVTALRM) or in the kernel for it as well
 * (SIGPROF), are in the u area; as in 4.3BSD, fork and vfork copy it, so the child has timers that stand where
 * the parent's do. None of them goes with the memory: a borrower's timers are its own.
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

void untimer(struct proc *p)
{
	untimeout(realitexpire, p);
	p->p_itvalue = 0;
}

static int badtime(const struct timeval *tv)
{
	return tv->tv_sec < 0 || tv->tv_sec > MAXSECONDS / HZ || tv->tv_usec < 0 || tv->tv_usec >= 1000000;
}

/* A tick of the processor's time: the signal if the timer has run out. */
static void itimerdecr(struct itimer_k *it, uint32_t sig)
{
	if (it->it_value == 0 || --it->it_value > 0)
		return;
	it->it_value = it->it_interval;
	psignal(u.u_procp, sig);
}

void itimertick(int usermode)
{
	if (usermode)
		itimerdecr(&u.u_timer[ITIMER_VIRTUAL - 1], SIGVTALRM);
	itimerdecr(&u.u_timer[ITIMER_PROF - 1], SIGPROF);
}

/* Ticks until the timer runs out: whole ones, without the one that is running. 0 only if it stands still. */
static uint32_t left(const struct proc *p)
{
	uint32_t ticks = p->p_itvalue ? p->p_itvalue - time_ticks : 0;

	return ticks > 1 ? ticks - 1 : ticks;
}

static void putitimer(uint32_t which, struct itimerval *to)
{
	uint32_t ipl = splhigh();
	struct itimer_k now = {left(curproc), curproc->p_itinterval};
	struct itimerval it;

	if (which != ITIMER_REAL)
		now = u.u_timer[which - 1];
	splx(ipl);
	it = (struct itimerval){timeval(now.it_value ? now.it_interval : 0), timeval(now.it_value)};
	if (copyout(&it, to, sizeof it))
		u.u_error = EFAULT;
}

/* getitimer(which, struct itimerval *) */
void getitimer(void)
{
	if (u.u_arg[0] > ITIMER_PROF)
		u.u_error = EINVAL;
	else
		putitimer(u.u_arg[0], (struct itimerval *)u.u_arg[1]);
}

static void setreal(struct proc *p, uint32_t value, uint32_t interval)
{
	itimerstop(p);
	p->p_itinterval = interval;
	if (value) {
		/* One more: the tick that is running has begun already. */
		p->p_itvalue = time_ticks + value + 1;
		timeout(realitexpire, p, p->p_itvalue - time_ticks);
	}
}

/* setitimer(which, const struct itimerval *how, struct itimerval *was) */
void setitimer(void)
{
	uint32_t which = u.u_arg[0], ipl;
	struct itimerval it;

	if (which > ITIMER_PROF) {
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
		putitimer(which, (struct itimerval *)u.u_arg[2]);
	if (u.u_error || !u.u_arg[1])
		return;
	ipl = splhigh();
	if (which == ITIMER_REAL)
		setreal(curproc, ticks(&it.it_value), ticks(&it.it_interval));
	else
		u.u_timer[which - 1] = (struct itimer_k){ticks(&it.it_value), ticks(&it.it_interval)};
	splx(ipl);
}
