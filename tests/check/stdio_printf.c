/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdio, line 14. What the child prints waits in the buffer. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static char room[1024];

	setvbuf(stdout, room, _IOFBF, sizeof room);
	printf("A ");
	if (vfork() == 0) {
		printf("B ");
		_exit(0);
	}
	wait(NULL);
	printf("C\n");
	return 0;
}
