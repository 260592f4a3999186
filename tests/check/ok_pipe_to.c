/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A pipe to the child. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int fd[2];

	if (pipe(fd) < 0)
		return 1;
	if (vfork() == 0) {
		close(fd[1]);
		dup2(fd[0], 0);
		close(fd[0]);
		execl("/bin/cat", "cat", (char *)NULL);
		_exit(127);
	}
	close(fd[0]);
	write(fd[1], "hello\n", 6);
	close(fd[1]);
	wait(NULL);
	return 0;
}
