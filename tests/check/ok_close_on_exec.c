/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A pipe that exec closes tells whether it has failed. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int fd[2], error = 0;

	if (pipe(fd) < 0)
		return 1;
	fcntl(fd[1], F_SETFD, 1);
	if (vfork() == 0) {
		int number;

		execl("/no/such/program", "program", (char *)NULL);
		number = errno;
		write(fd[1], &number, sizeof number);
		_exit(127);
	}
	close(fd[1]);
	if (read(fd[0], &error, sizeof error) == sizeof error)
		printf("error %d\n", error);
	wait(NULL);
	return 0;
}
