/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pidcache: a library that is too clever
 *
 * A process's pid does not change, so a library can ask the kernel once and keep the answer in a variable. It only has
 * to correct the variables in each new child. 4.3BSD's successor did so in 1991 (cache.lib), glibc until 2.25.
 * vfork: the child corrects its parent's variables, since there are no others: afterwards the parent believes that it
 *        is its own child.
 * fork:  each has its own variables.
 *
 * Watch the data page become W, written in the loan: `pid` and `ppid` are in it. Afterwards the parent asks the kernel
 * only for the last line.
 *
 * Try: pidcache · pidcache fork · pidcache under --system 4.4bsd
 *
 * Topic: One memory, 24
 * Opens: data
 * In the matrix:
 *	wrong      That is wrong
 *	right      That is right
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The library: what it knows, 0 if nothing yet. */
static pid_t pid, ppid;

static pid_t cached_getpid(void)
{
	if (pid == 0)
		pid = getpid();
	return pid;
}

static pid_t cached_getppid(void)
{
	if (ppid == 0)
		ppid = getppid();
	return ppid;
}

/* For each new child: its parent's pid is known, its own not yet. */
static void cache_in_child(void)
{
	ppid = pid;
	pid = 0;
}

/* The program. */
int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	pid_t child;

	printf("parent: I am %d, my parent is %d\n", cached_getpid(), cached_getppid());

	if (use_fork)
		child = fork();
	else
		child = vfork();
	if (child == 0) {
		cache_in_child();
		printf("child:  I am %d, my parent is %d\n", cached_getpid(), cached_getppid());
		_exit(0);
	}
	if (child < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(child, NULL, 0);
	printf("parent: I am %d, my parent is %d. ", cached_getpid(), cached_getppid());
	printf("That is %s: the kernel says %d and %d\n", pid == getpid() && ppid == getppid() ? "right" : "wrong",
	       getpid(), getppid());
	return 0;
}
