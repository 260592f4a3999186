/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 13. So are the strings: strtok cuts off what the parent wants to print. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char *name = argv[argc - 1];

	if (vfork() == 0) {
		name = strtok(name, "_");
		execlp("true", name, (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	printf("%s\n", argv[argc - 1]);
	return 0;
}
