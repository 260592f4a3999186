/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * switches PROCESSES PASSES: so many processes pass a token round a ring of pipes. Several of them wait at each pipe;
 * all of these wake for the token, and those that find it gone sleep on. For `vforkscope bench`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define PIPES 50

/* Passes the token on with one fewer to go, until it comes with none: then all end, one after the other. */
static void pass(int from, int to)
{
	int left;

	while (read(from, &left, sizeof left) == sizeof left) {
		int stop = left <= 0;

		left--;
		if (write(to, &left, sizeof left) != sizeof left || stop)
			break;
	}
	_exit(0);
}

/* One more pipe. */
static void connect(int ends[2])
{
	if (pipe(ends) < 0) {
		perror("switches: pipe");
		exit(1);
	}
}

int main(int argc, char **argv)
{
	int processes = argc > 1 ? atoi(argv[1]) : 100, passes = argc > 2 ? atoi(argv[2]) : 1000;
	int first[2], here[2], next[2];

	connect(first);
	here[0] = first[0];
	for (int i = 0; i < PIPES; i++) {
		if (i < PIPES - 1)
			connect(next);
		else
			next[1] = dup(first[1]);
		for (int k = i; k < processes; k += PIPES) {
			pid_t pid = fork();

			if (pid == 0) {
				close(first[1]);
				if (i < PIPES - 1)
					close(next[0]);
				pass(here[0], next[1]);
			}
			if (pid < 0) {
				perror("switches: fork");
				return 1;
			}
		}
		close(here[0]);
		close(next[1]);
		here[0] = next[0];
	}
	if (write(first[1], &passes, sizeof passes) != sizeof passes) {
		perror("switches: write");
		return 1;
	}
	close(first[1]);
	while (wait(NULL) > 0)
		;
	return 0;
}
