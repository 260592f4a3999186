/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * procs: what ps sees of a loan
 *
 * A program that looks at the process table while its child has its memory. The child itself must look: were it to run
 * ps, the exec would end the loan. It reads the kernel's table as ps does, from /dev/kmem.
 * vfork: the lender is in state D, where no signal reaches it; flag 4000 (SNOVM) tells that it has no memory: SZ and
 *        RSS are 0. WCHAN is the address of the child's slot in the table. The child has flag 1000 (SVFORK) and the
 *        parent's sizes. Where nothing is lent the parent has its sizes, and sleeps on its child's slot (FreeBSD) or on
 *        its own, as in wait (4.4BSD, NetBSD, Solaris); in Solaris signals reach it (S), if only to stop it.
 * fork:  two ordinary processes; the parent has what it always had.
 *
 * Watch the same in the picture at vm.pass: the lender's flags, priority (24) and channel, and that it has no pages.
 *
 * Try: procs · procs fork · procs under --system 4.4bsd · ps l
 *
 * Topic: Costs and accounts, 19
 *
 * In the matrix:
 *	free       child       1
 *	lent       24  D  its child's slot
 *	lent       1  D  its child's slot
 *	child's    30  D  its child's slot
 *	own        30  D  its own slot
 *	own        30  S  its own slot
 */
#include <kvm.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCS = 16 }; /* more than there are */
static struct proc procs[PROCS];

/* One of the two. A parent's youngest child is p_cptr, a child's parent p_pptr: addresses of their slots. */
static void line(const char *who, const struct proc *p, uint32_t own_slot)
{
	printf("%-6s %6x %4d %4d %8d %4d %3d  %c  %s\n", who, p->p_flag, p->p_pid, p->p_ppid,
	       p->p_tsize + p->p_dsize + p->p_ssize, p->p_rssize, p->p_pri, kvm_state(p),
	       p->p_wchan == 0                     ? "-"
	       : p->p_wchan == own_slot            ? "its own slot"
	       : p->p_wchan == (uint32_t)p->p_cptr ? "its child's slot"
	                                           : "another address");
}

/* The two of us in the process table. */
static void look(pid_t parent, pid_t child)
{
	int n;
	const struct proc *p = NULL, *c = NULL;

	printf("            F  PID PPID SZ/pages RSS PRI  S  WCHAN\n");
	n = kvm_procs(procs, PROCS);
	for (int i = 0; i < n; i++) {
		if ((pid_t)procs[i].p_pid == parent)
			p = &procs[i];
		else if ((pid_t)procs[i].p_pid == child)
			c = &procs[i];
	}
	line("parent", p, c ? (uint32_t)c->p_pptr : 0);
	if (c)
		line("child", c, (uint32_t)p->p_cptr);
}

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	struct timeval moment = {0, 50000};
	pid_t pid;

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		select(0, NULL, NULL, NULL, &moment); /* a parent that is not held goes to sleep meanwhile */
		look(getppid(), getpid());
		_exit(0);
	}

	waitpid(pid, NULL, 0);
	look(getpid(), pid);
	return 0;
}
