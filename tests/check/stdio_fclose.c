/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdio, line 17. A FILE that the child closes is closed for its parent. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	FILE *log = fopen("/tmp/log", "w");

	if (log == NULL)
		return 1;
	fputs("parent\n", log);
	fflush(log);
	if (vfork() == 0) {
		fputs("child\n", log);
		fclose(log);
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return fputs("parent again\n", log) == EOF;
}
