/* SPDX-License-Identifier: GPL-2.0-or-later */
/* descriptor, line 13, level systems. The child closes what its parent writes to. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int fd[2];

	if (pipe(fd) < 0)
		return 1;
	if (vfork() == 0) {
		close(fd[1]);
		_exit(0);
	}
	write(fd[1], "x", 1);
	return 0;
}
