/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden, line 12. errno of an exec that failed is left to the parent. */
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	errno = 0;
	if (vfork() == 0) {
		execl("/no/such/program", "program", (char *)NULL);
		_exit(127);
	}
	if (errno != 0)
		printf("something has failed: %d\n", errno);
	wait(NULL);
	return 0;
}
