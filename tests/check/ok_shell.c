/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A shell runs a command. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		execl("/bin/sh", "sh", "-c", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
