/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdio, line 12. exit in place of _exit. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	printf("not flushed: ");
	if (vfork() == 0)
		exit(0);
	wait(NULL);
	printf("parent\n");
	return 0;
}
