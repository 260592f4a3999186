/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The swapper's view of the processes, and the load average (4.3BSD sys/vm_sched.c).
 *
 * A process that has slept for more than MAXSLP seconds and has no page of its own is deadwood: its u area goes to the
 * swap area, however much memory is free. A lender in a long loan is just that, since its pages are its borrower's.
 * When it is to wake, process 0 brings it in before it runs. Where memory is shared instead of lent, the parent has its
 * pages too, and stays.
 */
#include "policy.h"
#include "vm.h"

#define MAXSLP 20 /* seconds */
#define NOTSWAPPABLE (SSYS | SKEEP | SWEXIT)

int wantin;
uint32_t avenrun[3];

static int swappable(const struct proc *p)
{
	return (p->p_flag & (SLOAD | NOTSWAPPABLE)) == SLOAD && (p->p_stat == SSLEEP || p->p_stat == SSTOP);
}

static int deadwood(const struct proc *p)
{
	return p->p_slptime > MAXSLP && p->p_rssize == 0 && swappable(p) && RESERVES(policy);
}

/* It could run, if it were in core. */
static int outside(const struct proc *p)
{
	return p->p_stat == SRUN && !(p->p_flag & SLOAD);
}

/* Who has waited longest for the way in; null if nobody does. A parent whose loan ends comes before all others, since
 * its child waits for it, in core. (sched in 2.11BSD's vm_sched.c.) */
static struct proc *wantsin(void)
{
	struct proc *found = 0;

	for (struct proc *p = proc; p < procend; p++)
		if (outside(p) && (p->p_flag & SVFPRNT))
			return p;
	for (struct proc *p = proc; p < procend; p++)
		if (outside(p) && (!found || p->p_time > found->p_time))
			found = p;
	return found;
}

/* Who of those that could go has slept longest; null if nobody can go. Who waits for memory need not go for himself. */
static struct proc *sleeper(int formemory)
{
	struct proc *found = 0;

	for (struct proc *p = proc; p < procend; p++) {
		if (formemory && p->p_wchan == (uint32_t)&freemem)
			continue;
		if (swappable(p) && (!found || p->p_slptime > found->p_slptime))
			found = p;
	}
	return found;
}

/* Page frames for a process that must come in: a sleeper's u area goes instead. 1, or 0 if there is none. */
int hardswap(int formemory)
{
	struct proc *p = sleeper(formemory);
	uint32_t block;

	if (!p)
		return 0;
	block = rmalloc(&swapmap, UPAGES);
	if (!block) { /* full; but what comes in will leave its place to be the spare one */
		block = swapspare;
		swapspare = 0;
	}
	if (block)
		swapout(p, block);
	return block != 0;
}

void swapper(void)
{
	struct proc *p;
	uint32_t block;

	wantin = 0;
	for (p = proc; p < procend; p++)
		if (deadwood(p) && (block = rmalloc(&swapmap, UPAGES)) != 0)
			swapout(p, block);
	while ((p = wantsin()) != 0 && (swapin(p) || (hardswap(0) && swapin(p))))
		;
}

/* Would it run, or does it wait for something that will not take long? Linux counts a killable wait, too. */
static int active(const struct proc *p)
{
	switch (p->p_stat) {
	case SRUN:
	case SIDL:
		return 1;
	case SSLEEP:
	case SSTOP:
		return p->p_pri <= PZERO || (p->p_flag & SSKILL);
	default:
		return 0;
	}
}

/* The load averages, over 1, 5 and 15 minutes: a lender counts, for it sleeps below PZERO. */
static void vmtotal(void)
{
	static const uint32_t cexp[3] = {FSCALE * 0.9200444, FSCALE * 0.9834715,
	                                 FSCALE * 0.9944598}; /* e^(-5s/period) */
	uint32_t nrun = 0;

	for (const struct proc *p = proc; p < procend; p++)
		nrun += !(p->p_flag & SSYS) && active(p);
	for (int i = 0; i < 3; i++)
		avenrun[i] = (cexp[i] * avenrun[i] + nrun * FSCALE * (FSCALE - cexp[i])) / FSCALE;
}

void vmmeter(void)
{
	for (const struct proc *p = proc; p < procend; p++)
		if (deadwood(p) || outside(p))
			wantin = runrun = 1;
	if (time_ticks % (5 * HZ) == 0)
		vmtotal();
}
