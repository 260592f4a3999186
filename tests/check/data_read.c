/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 17. The kernel stores for the child: read into a global buffer. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static char line[16] = "parent";

int main(void)
{
	int fd[2];

	if (pipe(fd) < 0)
		return 1;
	write(fd[1], "child", 6);
	if (vfork() == 0) {
		read(fd[0], line, 6);
		_exit(0);
	}
	wait(NULL);
	puts(line);
	return 0;
}
