/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A message to stderr, which has no buffer. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		execl("/no/such/program", "program", (char *)NULL);
		fputs("no program\n", stderr);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
