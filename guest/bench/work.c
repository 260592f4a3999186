/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * work LOANS ROUNDS: makes that many children by vfork, each of which ends at once, and computes for that many rounds
 * after each. For `vforkscope bench`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned int table[256];

int main(int argc, char **argv)
{
	int loans = argc > 1 ? atoi(argv[1]) : 1;
	long rounds = argc > 2 ? atol(argv[2]) : 1000;
	unsigned int x = 1;

	while (loans-- > 0) {
		pid_t pid = vfork();

		if (pid == 0)
			_exit(0);
		if (pid < 0 || wait(NULL) != pid) {
			perror("work");
			return 1;
		}
		for (long i = 0; i < rounds; i++) {
			x = x * 69069 + 1;
			table[x >> 24] += x;
		}
	}
	return 0;
}
