/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deadlock, line 15. The child reads what its parent will write. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char c;
	int fd[2];

	if (pipe(fd) < 0)
		return 1;
	if (vfork() == 0) {
		close(fd[1]);
		read(fd[0], &c, 1);
		_exit(0);
	}
	write(fd[1], "x", 1);
	return 0;
}
