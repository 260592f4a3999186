/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The status of a program. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int status = 0;
	pid_t pid = vfork();

	if (pid == 0) {
		execl("/bin/false", "false", (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	printf("%d\n", WEXITSTATUS(status));
	return 0;
}
