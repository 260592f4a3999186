/* SPDX-License-Identifier: GPL-2.0-or-later */
/* portability, line 14, level systems. The error number comes back by a volatile variable. */
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int error;

int main(void)
{
	if (vfork() == 0) {
		execl("/no/such/program", "program", (char *)NULL);
		error = errno;
		_exit(127);
	}
	wait(NULL);
	printf("error %d\n", error);
	return 0;
}
