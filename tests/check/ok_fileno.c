/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The child closes its descriptor, not its parent's FILE. */
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
		close(fileno(log));
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	fputs("parent again\n", log);
	return fclose(log) == EOF;
}
