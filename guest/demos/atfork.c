/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * atfork: what a library wants done around a fork
 *
 * A library that holds locks has pthread_atfork call three functions of its: one before a fork, and after it one in the
 * parent and one in the child, so that the child does not begin with a lock that nobody will ever open.
 * vfork: none is called. The child is to execute and to touch nothing, and what it did to a lock would be done to its
 *        parent's.
 * fork:  all three.
 * In LinuxThreads vfork was fork, with the functions. Since macOS 12 vfork is a fork without them: that is all there is
 * to tell the two apart.
 *
 * Watch the data page: `before`, `in_parent` and `in_child` are in it.
 *
 * Try: atfork · atfork fork · atfork under --system linux-2.0, and macos
 *
 * Topic: What is not lent, 32
 *
 * In the matrix:
 *	called     1 before, 1 in the parent
 *	skipped    0 before, 0 in the parent
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int before, in_parent, in_child;

static void lock(void)
{
	before++;
}

static void unlock(void)
{
	in_parent++;
}

static void unlock_in_child(void)
{
	in_child++;
}

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	int status;
	pid_t pid;

	pthread_atfork(lock, unlock, unlock_in_child);

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0)
		_exit(in_child);

	waitpid(pid, &status, 0);
	printf("calls: %d before, %d in the parent, %d in the child\n", before, in_parent, WEXITSTATUS(status));
	return 0;
}
