/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ps: the process table, with the columns of 4.3BSD's `ps lax`: flags, PID and parent, priority, kilobytes of memory in all
 * (SZ) and in page frames (RSS), what it sleeps on, state (W: swapped out), processor time, name. A lender has no memory: its sizes are 0,
 * and as its arguments cannot be read then, its name stands in parentheses.
 */
#include <err.h>
#include <kvm.h>
#include <stdio.h>
#include <string.h>

#define KB (NBPG / 1024)

static void print(const struct proc *p)
{
	int named = p->p_stat != SZOMB && !(p->p_flag & (SNOVM | SSYS));
	unsigned ticks = 0;
	struct user user;

	if (p->p_flag & SSYS) /* its u area is where ours is now */
		strcpy(user.u_comm, "swapper");
	else if (kvm_user(p, &user) < 0)
		strcpy(user.u_comm, "defunct");
	else
		ticks = user.u_ru.ru_utime + user.u_ru.ru_stime;
	printf("%7x %5d %5d %3d %5d %5d ", p->p_flag, p->p_pid, p->p_ppid, (int)p->p_pri - PZERO,
	       KB * (p->p_tsize + p->p_dsize + p->p_ssize), KB * p->p_rssize);
	if (p->p_wchan != 0)
		printf("%8x", p->p_wchan);
	else
		printf("%8s", "");
	printf(" %c%c%2u.%02u %s%s%s\n", kvm_state(p), p->p_flag & SLOAD ? ' ' : 'W', ticks / 100, ticks % 100,
	       named ? "" : "(", user.u_comm, named ? "" : ")");
}

int main(void)
{
	static struct proc procs[NPROC];
	int n = kvm_procs(procs, NPROC);

	if (n < 0)
		err(1, "/dev/kmem");
	printf("      F   PID  PPID PRI    SZ   RSS    WCHAN S  TIME COMMAND\n");
	for (int i = 0; i < n; i++)
		print(&procs[i]);
	return 0;
}
