/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deadlock, line 16. The child writes more than a pipe takes, and nobody reads. */
#include <sys/wait.h>
#include <unistd.h>

static char block[4096];

int main(void)
{
	int fd[2];

	if (pipe(fd) < 0)
		return 1;
	if (vfork() == 0) {
		for (int i = 0; i < 32; i++)
			write(fd[1], block, sizeof block);
		_exit(0);
	}
	while (read(fd[0], block, sizeof block) > 0)
		;
	return 0;
}
