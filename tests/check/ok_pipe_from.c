/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A pipe from the child. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char line[80];
	int fd[2];
	long n;

	if (pipe(fd) < 0)
		return 1;
	if (vfork() == 0) {
		close(fd[0]);
		dup2(fd[1], 1);
		close(fd[1]);
		execl("/bin/echo", "echo", "hello", (char *)NULL);
		_exit(127);
	}
	close(fd[1]);
	n = read(fd[0], line, sizeof line);
	printf("%ld bytes\n", n);
	wait(NULL);
	return 0;
}
