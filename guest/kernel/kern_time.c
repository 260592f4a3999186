/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The three interval timers of a process. That of real time (SIGALRM) is in the proc slot, and a new process starts
 * without one. Those that count the processor's time, in the program only (SIGVTALRM) or in the kernel for it as well
 * (SIGPROF), are in the u area; as in 4.3BSD, fork and vfork copy it, so the child has timers that stand where
 * the parent's do. None of them goes with the memory: a borrower's timers are its own.
 */
#include <sys/time.h>

#include "policy.h"
#include "systm.h"

#define MAXSECONDS 100000000   /* as in 4.3BSD: more than three years */
#define MOST (0x7fffffff / HZ) /* seconds that are counted as ticks: more than half a year */

/* What is longer than MOST is as long. Nothing here runs for so long. */
static uint32_t ticks(const struct timeval *tv)
{
	if (tv->tv_sec >= MOST)
		return MOST * HZ;
	return (uint32_t)tv->tv_sec * HZ + ((uint32_t)tv->tv_usec + TICK - 1) / TICK;
}

static struct timeval timeval(uint32_t ticks)
{
	return (struct timeval){(long)(ticks / HZ), (long)(ticks % HZ * TICK)};
}

/* Of a long time the next part. */
static void realitgoon(struct proc *p)
{
	uint32_t seconds = p->p_itmore < MOST ? p->p_itmore : MOST;

	p->p_itmore -= seconds;
	p->p_itvalue += seconds * HZ;
}

static void realitexpire(struct proc *p)
{
	if (p->p_itmore) {
		realitgoon(p);
		timeout(realitexpire, p, p->p_itvalue - time_ticks);
		return;
	}
	psignal(p, SIGALRM);
	p->p_itvalue = p->p_itinterval ? p->p_itvalue + p->p_itinterval : 0;
	if (p->p_itvalue)
		timeout(realitexpire, p, p->p_itvalue - time_ticks);
}

void untimer(struct proc *p)
{
	untimeout(realitexpire, p);
	p->p_itvalue = p->p_itmore = 0;
}

static int badtime(const struct timeval *tv)
{
	return tv->tv_sec < 0 || (tv->tv_sec > MAXSECONDS && !(policy->habits & LONG_TIMERS)) || tv->tv_usec < 0 ||
	       tv->tv_usec >= 1000000;
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
	uint32_t more = curproc->p_itmore;
	struct itimerval it;

	if (which != ITIMER_REAL) {
		now = u.u_timer[which - 1];
		more = 0;
	}
	splx(ipl);
	it = (struct itimerval){timeval(now.it_value ? now.it_interval : 0), timeval(now.it_value)};
	it.it_value.tv_sec += (long)more;
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

static void setreal(struct proc *p, const struct itimerval *it)
{
	uint32_t value = ticks(&it->it_value);

	itimerstop(p);
	p->p_itinterval = ticks(&it->it_interval);
	if (it->it_value.tv_sec > MOST)
		p->p_itmore = (uint32_t)it->it_value.tv_sec - MOST;
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
		setreal(curproc, &it);
	else
		u.u_timer[which - 1] = (struct itimer_k){ticks(&it.it_value), ticks(&it.it_interval)};
	splx(ipl);
}
