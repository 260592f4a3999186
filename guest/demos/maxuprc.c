/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * maxuprc: how many processes a user may have
 *
 * User 7 makes children and waits for none of them. They leave at once, but a zombie counts, too: it holds its slot in
 * the process table until its parent asks for it. At some number the kernel says no.
 * vfork and fork: the same number, and EAGAIN.
 * 4.3BSD's MAXUPRC was 40, and fork1 refuses whoever has more than that already: one more than it says. 4.4BSD and
 * System V count by the real user instead of the effective one and stop at the number. Every system has its own.
 *
 * Watch proc.create and exit.end: the slots fill with zombies. When the program leaves they are init's, who collects
 * them.
 *
 * Try: maxuprc · maxuprc fork · maxuprc under --system freebsd · limits
 *
 * Topic: Costs and accounts, 21
 *
 * In the matrix:
 *	21         user 7: 21 processes
 *	25         user 7: 25 processes
 *	26         user 7: 26 processes
 *	40         user 7: 40 processes
 *	41         user 7: 41 processes
 *	80         user 7: 80 processes
 *	128        user 7: 128 processes
 *	160        user 7: 160 processes
 *	256        user 7: 256 processes
 *	266        user 7: 266 processes
 *	460        user 7: 460 processes
 *	507        user 7: 507 processes
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	int count = 1; /* itself */
	pid_t pid;

	setuid(7);
	for (;;) {
		if (use_fork)
			pid = fork();
		else
			pid = vfork();
		if (pid == 0)
			_exit(0);
		if (pid < 0)
			break;
		count++;
	}
	printf("user 7: %d processes, then: %s\n", count, strerror(errno));
	return 0;
}
