/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. vfork may fail, and is looked at. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	pid_t pid = vfork();

	switch (pid) {
	case -1:
		perror("vfork");
		return 1;
	case 0:
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	default:
		waitpid(pid, NULL, 0);
		return 0;
	}
}
