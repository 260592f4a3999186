/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A group of its own. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		setpgrp(0, getpid());
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	return 0;
}
