/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. fork may return, and change what it wants. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int count;

__attribute__((noipa)) static pid_t start(void)
{
	return fork();
}

int main(void)
{
	if (start() == 0) {
		count = 7;
		exit(0);
	}
	wait(NULL);
	printf("%d\n", count);
	return 0;
}
