/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * usage: who pays for the child's time?
 *
 * The child computes for a while and leaves; then the parent asks what each of the two has used. 4.3BSD's vfork hands
 * over the account together with the memory, and it comes back together: the child's time is the parent's.
 * vfork: the parent pays, wait3 says that the child used nothing.
 * fork:  the child pays. So with 3BSD's vfork, which handed over the counts of page faults only.
 *
 * Watch the lanes: it is the borrower that computes. The account, u_ru in the u area, goes to it at vm.pass and comes
 * back at vm.return (vpassvm in vm_proc.c).
 *
 * Try: usage · usage fork · usage under --system 4.4bsd
 *
 * Topic: Costs and accounts, 16
 *
 * In the matrix:
 *	parent     parent pays: all of it
 *	child      child pays:  all of it
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Hundredths of a second in the program. */
static long ticks(const struct rusage *used)
{
	return used->ru_utime.tv_sec * 100 + used->ru_utime.tv_usec / 10000;
}

static const char *judge(long n)
{
	return n >= 10 ? "all of it" : "nothing";
}

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	struct rusage before, after, child;
	pid_t pid;

	getrusage(RUSAGE_SELF, &before);

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		for (volatile int i = 0; i < 50000; i++)
			;
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	wait3(NULL, 0, &child);
	getrusage(RUSAGE_SELF, &after);
	printf("parent pays: %s\n", judge(ticks(&after) - ticks(&before)));
	printf("child pays:  %s\n", judge(ticks(&child)));
	return 0;
}
