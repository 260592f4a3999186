/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * procs: what ps sees of a loan
 *
 * A program that looks at the process table while its child has its memory. The child itself must look: were it to run
 * ps, the exec would end the loan. It reads the kernel's table as ps does, from /dev/kmem.
 * vfork: the lender is in state D, where no signal reaches it; flag 4000 (SNOVM) tells that it has no memory: SZ and
 *        RSS are 0. WCHAN is the address of the child's slot. The child has flag 1000 (SVFORK) and the parent's sizes.
 * fork:  two ordinary processes; the parent has what it always had.
 *
 * Watch the same in the picture at vm.pass: the lender's flags, priority (24) and channel, and that it has no pages.
 *
 * Try: procs · procs fork · procs under --system 4.4bsd · ps l
 *
 * Topic: Costs and accounts, 19
 *
 * In the matrix:
 *	lent       D  its child's slot
 *	asleep     D  another address
 *	free       R  - / child
 *	free       S  another address
 */
#include <kvm.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCS = 16 }; /* more than there are */
static struct proc procs[PROCS];

static void line(const char *who, const struct proc *p)
{
	int waits_for_child = p->p_wchan != 0 && p->p_wchan == (uint32_t)p->p_xlink;

	printf("%-6s %6x %4d %4d %8d %4d %3d  %c  %s\n", who, p->p_flag, p->p_pid, p->p_ppid,
	       p->p_tsize + p->p_dsize + p->p_ssize, p->p_rssize, p->p_pri, kvm_state(p),
	       waits_for_child   ? "its child's slot"
	       : p->p_wchan != 0 ? "another address"
	                         : "-");
}

/* The two of us in the process table. */
static void look(pid_t parent, pid_t child)
{
	int n;

	printf("            F  PID PPID SZ/pages RSS PRI  S  WCHAN\n");
	n = kvm_procs(procs, PROCS);
	for (int i = 0; i < n; i++) {
		if ((pid_t)procs[i].p_pid == parent)
			line("parent", &procs[i]);
		else if ((pid_t)procs[i].p_pid == child)
			line("child", &procs[i]);
	}
}

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	pid_t pid;

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		look(getppid(), getpid());
		_exit(0);
	}

	waitpid(pid, NULL, 0);
	look(getpid(), pid);
	return 0;
}
