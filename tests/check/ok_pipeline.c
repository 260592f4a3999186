/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. Two children and a pipe between them. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int fd[2];

	if (pipe(fd) < 0)
		return 1;
	if (vfork() == 0) {
		dup2(fd[1], 1);
		close(fd[0]);
		close(fd[1]);
		execl("/bin/echo", "echo", "through", (char *)NULL);
		_exit(127);
	}
	if (vfork() == 0) {
		dup2(fd[0], 0);
		close(fd[0]);
		close(fd[1]);
		execl("/bin/cat", "cat", (char *)NULL);
		_exit(127);
	}
	close(fd[0]);
	close(fd[1]);
	while (wait(NULL) > 0)
		;
	return 0;
}
