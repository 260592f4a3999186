/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What processes use, and how much they may. The account u_ru goes with the memory in a loan (vpassvm): what a borrower
 * uses is its lender's, and a borrower that asks is told its lender's figures. Limits are each process's own.
 */
#include <sys/resource.h>
#include <sys/syslimit.h>

#include "policy.h"
#include "vm.h"

_Static_assert(NLIMITS == RLIM_NLIMITS, "limits");

/* What process 1 may use; the others inherit it. */
void limitinit(void)
{
	for (int i = 0; i < NLIMITS; i++)
		u.u_rlimit[i] = (struct rlimit_k){RLIM_INFINITY, RLIM_INFINITY};
	u.u_rlimit[RLIMIT_CORE].rlim_cur = 0;
	u.u_rlimit[RLIMIT_DATA] = (struct rlimit_k){ctob(MAXDSIZ), ctob(MAXDSIZ)};
	u.u_rlimit[RLIMIT_STACK] = (struct rlimit_k){ctob(MAXSSIZ), ctob(MAXSSIZ)};
	if (FLAT(policy)) { /* so much a program gets at exec, whether it uses it or not */
		u.u_rlimit[RLIMIT_DATA].rlim_cur = ramsize / FLATDATA;
		u.u_rlimit[RLIMIT_STACK].rlim_cur = FLATSTACK;
	}
	u.u_rlimit[RLIMIT_NPROC].rlim_cur = policy->maxuprc;
	u.u_rlimit[RLIMIT_NOFILE] = (struct rlimit_k){policy->nofile, NOFILE};
}

void ruadd(struct rusage_k *to, const struct rusage_k *from)
{
	to->ru_utime += from->ru_utime;
	to->ru_stime += from->ru_stime;
	to->ru_minflt += from->ru_minflt;
	to->ru_majflt += from->ru_majflt;
	to->ru_nvcsw += from->ru_nvcsw;
	to->ru_nivcsw += from->ru_nivcsw;
	if (from->ru_maxrss > to->ru_maxrss)
		to->ru_maxrss = from->ru_maxrss;
}

static struct timeval totimeval(uint32_t ticks)
{
	return (struct timeval){(long)(ticks / HZ), (long)(ticks % HZ * TICK)};
}

/* To the user, as it knows it. 0, or EFAULT. */
uint32_t putrusage(const struct rusage_k *ru, void *user)
{
	struct rusage out = {
		.ru_utime = totimeval(ru->ru_utime),
		.ru_stime = totimeval(ru->ru_stime),
		.ru_maxrss = (long)(ru->ru_maxrss * (NBPG / 1024)),
		.ru_minflt = (long)ru->ru_minflt,
		.ru_majflt = (long)ru->ru_majflt,
		.ru_nvcsw = (long)ru->ru_nvcsw,
		.ru_nivcsw = (long)ru->ru_nivcsw,
	};

	return (uint32_t)copyout(&out, user, sizeof out);
}

/* getrusage(RUSAGE_SELF or RUSAGE_CHILDREN, struct rusage *) */
void getrusage(void)
{
	switch ((int)u.u_arg[0]) {
	case RUSAGE_SELF:
		rssused();
		u.u_error = putrusage(&u.u_ru, (void *)u.u_arg[1]);
		return;
	case RUSAGE_CHILDREN:
		u.u_error = putrusage(&u.u_cru, (void *)u.u_arg[1]);
		return;
	default:
		u.u_error = EINVAL;
	}
}

/* The limits that came after 4.3BSD's: none is enforced but the number of processes, and that not everywhere. */
static int knownlimit(uint32_t which)
{
	return which < RLIMIT_MEMLOCK || (which < NLIMITS && policy->counts == COUNT_RLIMIT);
}

/* getrlimit(which, struct rlimit *) */
void getrlimit(void)
{
	if (!knownlimit(u.u_arg[0]))
		u.u_error = EINVAL;
	else if (copyout(&u.u_rlimit[u.u_arg[0]], (void *)u.u_arg[1], sizeof u.u_rlimit[0]))
		u.u_error = EFAULT;
}

/* setrlimit(which, const struct rlimit *): down is free, up is root's. */
void setrlimit(void)
{
	struct rlimit_k new, *limit = &u.u_rlimit[u.u_arg[0]];

	if (!knownlimit(u.u_arg[0]))
		u.u_error = EINVAL;
	else if (copyin((const void *)u.u_arg[1], &new, sizeof new))
		u.u_error = EFAULT;
	else if (u.u_uid != 0 && (new.rlim_cur > limit->rlim_max || new.rlim_max > limit->rlim_max))
		u.u_error = EPERM;
	else
		*limit = new;
}

/* How many processes the running one's user may have at a time, by toomany in kern_fork.c. */
static uint32_t mostprocs(void)
{
	switch (policy->counts) {
	case COUNT_RLIMIT:
		return u.u_rlimit[RLIMIT_NPROC].rlim_cur;
	case COUNT_REAL:
		return policy->maxuprc;
	default:
		return policy->maxuprc + 1;
	}
}

/* syslimit(which) */
void syslimit(void)
{
	switch (u.u_arg[0]) {
	case SL_NCARGS:
		u.u_rval1 = policy->ncargs;
		return;
	case SL_MAXPATHLEN:
		u.u_rval1 = policy->maxpathlen;
		return;
	case SL_MAXUPRC:
		u.u_rval1 = mostprocs() < RLIM_INFINITY ? mostprocs() : (uint32_t)-1;
		return;
	default:
		u.u_error = EINVAL;
	}
}

/* Does the call's (which, who) mean this process? */
static int meant(const struct proc *p)
{
	uint32_t who = u.u_arg[1];

	if (p->p_stat == 0 || p->p_stat == SZOMB || (p->p_flag & SSYS))
		return 0;
	switch (u.u_arg[0]) {
	case PRIO_PROCESS:
		return who ? p->p_pid == who : p == curproc;
	case PRIO_PGRP:
		return p->p_pgrp == (who ? who : curproc->p_pgrp);
	default:
		return p->p_uid == (who ? who : u.u_uid);
	}
}

/* getpriority(which, who): the best of those meant */
void getpriority(void)
{
	int32_t best = PRIO_MAX + 1;

	for (const struct proc *p = proc; p < procend; p++)
		if (meant(p) && (int32_t)p->p_nice < best)
			best = (int32_t)p->p_nice;
	if (u.u_arg[0] > PRIO_USER)
		u.u_error = EINVAL;
	else if (best > PRIO_MAX)
		u.u_error = ESRCH;
	else
		u.u_rval1 = (uint32_t)best;
}

static uint32_t donice(struct proc *p, int32_t nice)
{
	if (u.u_uid != 0 && u.u_uid != p->p_uid && u.u_ruid != p->p_uid)
		return EPERM;
	nice = nice > PRIO_MAX ? PRIO_MAX : nice < PRIO_MIN ? PRIO_MIN : nice;
	if (u.u_uid != 0 && nice < (int32_t)p->p_nice)
		return EACCES;
	p->p_nice = (uint32_t)nice;
	return 0;
}

/* setpriority(which, who, nice): up is free, down is root's */
void setpriority(void)
{
	uint32_t found = 0;

	if (u.u_arg[0] > PRIO_USER) {
		u.u_error = EINVAL;
		return;
	}
	for (struct proc *p = proc; p < procend; p++) {
		if (!meant(p))
			continue;
		u.u_error = donice(p, (int32_t)u.u_arg[2]);
		found++;
	}
	if (!found)
		u.u_error = ESRCH;
}

/* In whole seconds of user's and system's time, counted for themselves, as hardclock in 4.3BSD does. */
void cpulimit(void)
{
	struct rlimit_k *limit = &u.u_rlimit[RLIMIT_CPU];
	uint32_t ticks = u.u_ru.ru_utime + u.u_ru.ru_stime;
	uint32_t used = u.u_ru.ru_utime / HZ + u.u_ru.ru_stime / HZ + 1;

	if ((policy->habits & XCPU_EACH_SECOND) ? ticks % HZ || ticks / HZ <= limit->rlim_cur : used <= limit->rlim_cur)
		return;
	psignal(u.u_procp, (policy->habits & XCPU_KILLS) && used > limit->rlim_max ? SIGKILL : SIGXCPU);
	if (!(policy->habits & XCPU_EACH_SECOND) && limit->rlim_cur < limit->rlim_max)
		limit->rlim_cur += 5;
}
