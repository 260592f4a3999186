/* SPDX-License-Identifier: GPL-2.0-or-later */
/* posix, line 9, level undefined. The child takes a group of its own. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		setpgrp(0, 0);
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
