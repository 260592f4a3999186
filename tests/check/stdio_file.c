/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdio, line 15. A file is written by both. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	FILE *log = fopen("/tmp/log", "w");

	if (log == NULL)
		return 1;
	fputs("parent\n", log);
	if (vfork() == 0) {
		fputs("child\n", log);
		_exit(0);
	}
	wait(NULL);
	fclose(log);
	return 0;
}
