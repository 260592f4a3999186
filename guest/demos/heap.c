/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * heap: memory that a child leaves behind
 *
 * The child allocates 40 KB, writes something there and leaves. The heap grows by moving the end of the data region,
 * and when the memory goes back to the lender its sizes go with it.
 * vfork: the parent's heap is larger now, and what the child wrote is in it: a leak, or a message.
 *        4.3BSD's csh, as the parent, freed what its borrowers had allocated (sem.c).
 * fork:  the parent's heap is as it was.
 *
 * Watch p_dsize: 0 in the lender during the loan, then what the child made of it.
 *
 * Try: heap · heap fork · heap under --system 4.4bsd
 *
 * Topic: One memory, 17
 * Opens: data
 * In the matrix:
 *	kept       says: I was here
 *	lost       nothing new
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define BYTES 40960

static char *left;

int main(int argc, char **argv)
{
	int use_fork = argc > 1 && strcmp(argv[1], "fork") == 0;
	char *end = sbrk(0);
	pid_t pid;

	if (use_fork)
		pid = fork();
	else
		pid = vfork();
	if (pid == 0) {
		left = malloc(BYTES);
		strcpy(left, "I was here");
		_exit(0);
	}
	if (pid < 0) {
		perror(use_fork ? "fork" : "vfork");
		return 1;
	}

	waitpid(pid, NULL, 0);
	if (left == NULL)
		write(STDOUT_FILENO, "parent: nothing new\n", 20);
	else
		printf("parent: my heap grew by %d KB, and says: %s\n", ((char *)sbrk(0) - end) / 1024, left);
	return 0;
}
