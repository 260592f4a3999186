/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * loans ROUNDS KILOBYTES: makes that many children by vfork, each of which ends at once, while the parent has that much
 * data. For `vforkscope bench`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 1000, status;
	size_t size = (size_t)(argc > 2 ? atoi(argv[2]) : 16) << 10;
	char *data = malloc(size);

	if (!data) {
		fprintf(stderr, "loans: no memory for the data\n");
		return 1;
	}
	memset(data, 1, size);
	while (rounds-- > 0) {
		pid_t pid = vfork();

		if (pid == 0)
			_exit(0);
		if (pid < 0 || wait(&status) != pid || status != 0) {
			perror("loans");
			return 1;
		}
	}
	return 0;
}
