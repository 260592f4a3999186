/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * borrow: one global, two processes
 *
 * The child adds to a global variable and leaves. Did the parent's variable change?
 * Say first what would have to be so for yes, and what for no. Then run it with vfork, and with fork, and say what is
 * not the same in the two.
 *
 * Watch the page frame under `shared` before, during and after: is it one, and is a page copied? Watch the page-table
 * registers P0BR and P1BR: which process has them, and when?
 *
 * Try: borrow · borrow fork · borrow under --system 4.4bsd
 *
 * Topic: One memory, 1
 * Opens: data
 * In the matrix:
 *	shared     the child wrote into my memory
 *	private    mine alone
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int shared = 1;

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0, addend = argc > 2 ? atoi(argv[2]) : 41;
	pid_t pid;

	printf("parent: shared is %d at %p\n", shared, (void *)&shared);

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		shared = shared + addend;
		printf("child:  shared is %d at %p\n", shared, (void *)&shared);
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	printf("parent: shared is %d: %s\n", shared, shared == 1 ? "mine alone" : "the child wrote into my memory");
	return 0;
}
