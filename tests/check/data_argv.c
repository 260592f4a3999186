/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 10. The argument vector is above all frames, and lent like them. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (vfork() == 0) {
		argv[argc - 1] = "true";
		execvp(argv[argc - 1], argv);
		_exit(127);
	}
	wait(NULL);
	printf("%s\n", argv[0]);
	return 0;
}
