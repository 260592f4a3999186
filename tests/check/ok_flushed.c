/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The child flushes what it prints. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	printf("parent\n");
	fflush(stdout);
	if (vfork() == 0) {
		printf("child\n");
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	printf("parent\n");
	return 0;
}
