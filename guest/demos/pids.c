/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pids: whose number is next?
 *
 * Four children, one after the other, and their process numbers. The kernel keeps the last number that it has given
 * (mpid) and takes the next one that is nobody's: neither a process nor a process group may have it.
 * vfork and fork: the same numbers.
 * On OpenBSD they come in no order, so that nobody can guess them. (Here what looks like chance is the same in every
 * run.) A shell's `$$` is no name for a file in /tmp that others write to, too.
 *
 * Watch proc.create, whose first argument is the number.
 *
 * Try: pids · pids fork · pids under --system openbsd
 *
 * Topic: Costs and accounts, 31
 *
 * In the matrix:
 *	next       one after the other
 *	random     in no order
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 4

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	int in_a_row = 1;
	pid_t pid, last = 0;

	printf("parent: my children are");
	for (int i = 0; i < CHILDREN; i++) {
		fflush(stdout);
		if (use_fork)
			pid = fork();
		else
			pid = vfork();
		if (pid == 0)
			_exit(0);
		waitpid(pid, NULL, 0);
		printf(" %d", pid);
		if (i > 0 && pid != last + 1)
			in_a_row = 0;
		last = pid;
	}
	printf(": %s\n", in_a_row ? "one after the other" : "in no order");
	return 0;
}
