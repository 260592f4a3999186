/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The child's environment and arguments are made by the parent, and the child only reads its own. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char *environment[] = {"HOME=/nowhere", "MODE=child", NULL};
	char *arguments[] = {"true", argv[argc - 1], NULL};

	if (vfork() == 0) {
		if (getenv("HOME") != NULL)
			execve("/bin/true", arguments, environment);
		_exit(127);
	}
	wait(NULL);
	printf("%s %s\n", argv[0], getenv("HOME"));
	return 0;
}
