/* SPDX-License-Identifier: GPL-2.0-or-later */
/* frame, line 8. The kernel stores for the child: read into a short buffer. */
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static void take(char *to, int from)
{
	read(from, to, 64);
}

__attribute__((noipa)) static int start(int from)
{
	char name[8] = "x";

	if (vfork() == 0) {
		take(name, from);
		_exit(0);
	}
	wait(NULL);
	return name[0] == 'x';
}

int main(void)
{
	static char zeros[64];
	int fd[2];

	if (pipe(fd) < 0)
		return 1;
	write(fd[1], zeros, sizeof zeros);
	return start(fd[0]);
}
