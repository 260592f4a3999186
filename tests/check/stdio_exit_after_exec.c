/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdio, line 11. exec fails, and then exit. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		execl("/no/such/program", "program", (char *)NULL);
		exit(127);
	}
	wait(NULL);
	return 0;
}
