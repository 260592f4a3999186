/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 13. Memory that the program has got without malloc. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char *line = strcpy(sbrk(64), "parent");

	if (vfork() == 0) {
		strcpy(line, "child");
		_exit(0);
	}
	wait(NULL);
	puts(line);
	return 0;
}
