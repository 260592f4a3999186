/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The exit status is the message. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int status = 0;

	if (vfork() == 0) {
		execl("/no/such/program", "program", (char *)NULL);
		_exit(127);
	}
	wait(&status);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		puts("no such program");
	return 0;
}
