/* SPDX-License-Identifier: GPL-2.0-or-later */
/* descriptor, line 14, level systems. dup2 over a descriptor of the parent. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int fd[2];

	if (pipe(fd) < 0)
		return 1;
	if (vfork() == 0) {
		dup2(fd[1], 1);
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	puts("parent");
	return 0;
}
