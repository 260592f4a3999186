/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. errno is saved before vfork. */
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int saved;

	errno = 2;
	saved = errno;
	if (vfork() == 0) {
		execl("/no/such/program", "program", (char *)NULL);
		_exit(127);
	}
	errno = saved;
	printf("%d\n", errno);
	wait(NULL);
	return 0;
}
