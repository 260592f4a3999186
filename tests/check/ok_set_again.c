/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The parent sets it anew before it reads it. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int mark;

int main(void)
{
	if (vfork() == 0) {
		mark = 1;
		execl("/no/such/program", "program", (char *)NULL);
		_exit(mark);
	}
	mark = 5;
	wait(NULL);
	printf("%d\n", mark);
	return 0;
}
