/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who the child is: pids, process group, timer; and a loan within a loan. */
#include <stdio.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int pids, parents_pid, timer, depth;

static void attributes(void)
{
	pid_t me = getpid(), group = getpgid(0);
	struct itimerval left;
	pid_t pid;

	alarm(1000);
	pid = vfork();
	if (pid == 0) {
		pids = getpid() != me;
		parents_pid = getppid();
		timer = alarm(0) != 0;
		setpgid(0, 0);
		_exit(getpgid(0) == getpid());
	}
	printf("the child: a pid of its own %d, its parent %s, a timer %d\n", pids,
	       parents_pid == me ? "we" : "another", timer);
	waitpid(pid, (int *)&timer, 0);
	printf("its new process group: %s\n", WEXITSTATUS(timer) ? "its own" : "none");
	printf("the parent: process group %s, ", getpgid(0) == group ? "as it was" : "changed");
	getitimer(ITIMER_REAL, &left);
	printf("timer %s, pid %s\n", left.it_value.tv_sec > 900 ? "runs" : "stands",
	       getpid() == me ? "as it was" : "changed");
	alarm(0);
}

/* Each lends on to the next. */
static void __attribute__((noinline)) nest(int level)
{
	pid_t pid;

	if (level == 0)
		return;
	pid = vfork();
	if (pid == 0) {
		depth++;
		nest(level - 1);
		_exit(level);
	}
	waitpid(pid, (int *)&timer, 0);
	depth += WEXITSTATUS(timer) * 10;
}

int main(void)
{
	attributes();
	nest(4);
	printf("four loans deep: %d\n", depth);
	return 0;
}
