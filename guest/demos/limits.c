/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * limits: when a child is refused
 *
 * A user may have so many processes, and zombies count: they hold a slot until somebody waits for them. The last slot
 * of the process table is for root. These two hold for fork and vfork alike: EAGAIN.
 * The third is for fork only. 4.3BSD gives every page of data and stack a place in the swap area, in advance, whether
 * it is ever used or not: a large program cannot be copied when the swap area has no room for the copy (ENOMEM), even
 * if all that the child wants is to execute something small. vfork reserves nothing. Later systems look for a place
 * when they need one.
 *
 * Watch the reservation: in the lender's u area, u_dmap, until vm.pass; then in the borrower's.
 *
 * Try: limits · limits with --swap 8192 · limits with --swap 65536 · vmstat
 *
 * Topic: Costs and accounts, 21
 *
 * In the matrix:
 *	reserved   fork:  2 children
 *	late       fork:  9 children
 *	fixed      I cannot get so large
 */
#include <errno.h>
#include <kvm.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MANY 9
#define MEGABYTE (1 << 20)

static struct proc procs[NPROC];

/* Waits for all children. */
static void collect(void)
{
	while (wait(NULL) > 0)
		;
}

/* As user 7: children that are zombies at once, until there is no other. How many the user has. */
static void as_a_user(void)
{
	pid_t pid = fork(), child;
	int n = 1; /* itself */

	if (pid < 0) {
		printf("user:  not tried, there is no child to be the user: %s\n", strerror(errno));
		return;
	}
	if (pid > 0) {
		collect();
		return;
	}
	setuid(7);
	for (;;) {
		child = vfork();
		if (child == 0)
			_exit(0);
		if (child < 0)
			break;
		n++;
	}
	printf("user:  %d processes, then: %s\n", n, strerror(errno));
	fflush(stdout);
	_exit(0);
}

/* Root leaves one slot free; then a user wants it. */
static void the_last_slot(void)
{
	int status = 0;
	pid_t pid = 1;

	for (int used = kvm_procs(procs, NPROC); used < NPROC - 2 && pid > 0; used++) {
		pid = vfork();
		if (pid == 0)
			_exit(0);
	}
	if (pid > 0)
		pid = fork(); /* there is one more, now */
	if (pid < 0) {
		printf("slot:  not tried, the table does not get full: %s\n", strerror(errno));
		collect();
		return;
	}
	if (pid == 0) {
		setuid(7);
		pid = vfork();
		if (pid == 0)
			_exit(0);
		_exit(pid < 0 ? errno : 0);
	}
	while (waitpid(pid, &status, 0) != pid)
		;
	printf("slot:  the last one, for a user: %s\n",
	       WEXITSTATUS(status) ? strerror(WEXITSTATUS(status)) : "granted");
	pid = vfork(); /* the slot of the one just collected */
	if (pid == 0)
		_exit(0);
	pid = vfork();
	if (pid == 0)
		_exit(0);
	printf("slot:  the last one, for root: %s\n", pid < 0 ? strerror(errno) : "granted");
	fflush(stdout);
	collect();
}

/* Children that wait until the pipe ends, each as large as their parent. */
static void swap_space(void)
{
	int fd[2], n = 0;
	pid_t pid = 0;
	char byte;

	if (sbrk(3 * MEGABYTE) == (char *)-1 || pipe(fd) < 0) {
		printf("fork:  not tried, I cannot get so large: %s\n", strerror(errno));
		return;
	}
	while (n < MANY) {
		pid = fork();
		if (pid == 0) {
			close(fd[1]);
			read(fd[0], &byte, 1);
			_exit(0);
		}
		if (pid < 0)
			break;
		n++;
	}
	printf("fork:  %d children of 3 MB that nobody has touched, then: %s\n", n,
	       pid < 0 ? strerror(errno) : "I stop");
	fflush(stdout);
	pid = vfork();
	if (pid == 0)
		_exit(0);
	printf("vfork: %s\n", pid < 0 ? strerror(errno) : "one more, as large");
	close(fd[0]);
	close(fd[1]);
	collect();
}

int main(void)
{
	as_a_user();
	the_last_slot();
	swap_space();
	return 0;
}
