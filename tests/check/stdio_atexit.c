/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdio, line 17. The parent has an atexit function, which the child runs. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void goodbye(void)
{
	puts("goodbye");
}

int main(void)
{
	atexit(goodbye);
	if (vfork() == 0)
		exit(3);
	wait(NULL);
	return 0;
}
