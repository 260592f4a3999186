/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * asleep: a long loan, as ps, the load average and the swapper see it
 *
 * The child sleeps on its parent's memory for five minutes and looks at the process table three times. (It looks
 * itself: running ps would end the loan.)
 * The parent is in state D, for nothing may wake it. So it counts as load, as if it waited for a disk: the average
 * creeps up to
 * 1 although the machine does nothing at all. It has no pages (SZ and RSS are 0), and who has none and sleeps for more
 * than 20 seconds looks like deadwood: its u area goes to the swap area, and its page frames are freed, with memory for
 * the asking. ps shows that as W. It comes back when the child is done.
 *
 * Watch vm.swapout and vm.swapin, and where the lender's registers are in between.
 *
 * Try: asleep · asleep fork · asleep under --system netbsd, where the parent has its pages, too · uptime
 *
 * Topic: Costs and accounts, 19
 *
 * In the matrix:
 *	swapped    DW
 *	load       load 0.9
 *	nothing    load 0.0
 */
#include <kvm.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static struct proc procs[NPROC];
static long start;

static long seconds(void)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	return now.tv_sec - start;
}

/* A line about the parent, and the load. */
static void look(pid_t parent)
{
	int n = kvm_procs(procs, NPROC);
	unsigned int load = 0;

	kvm_loadavg(&load, 1);
	for (int i = 0; i < n; i++) {
		const struct proc *p = &procs[i];

		if ((pid_t)p->p_pid == parent)
			printf("%3ld s: parent has %s, state %c%s, load %u.%02u\n", seconds(),
			       p->p_rssize ? "its pages" : "no page", kvm_state(p), p->p_flag & SLOAD ? "" : "W",
			       load / FSCALE, load % FSCALE * 100 / FSCALE);
	}
	fflush(stdout);
}

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0, status;
	pid_t pid;

	start = seconds();
	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		sleep(15);
		look(getppid());
		sleep(15);
		look(getppid());
		sleep(270);
		look(getppid());
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, &status, 0);
	if (WIFSIGNALED(status))
		printf("%3ld s: child died of signal %d: it must not have a handler, and sleep needs one\n", seconds(),
		       WTERMSIG(status));
	look(getpid());
	return 0;
}
