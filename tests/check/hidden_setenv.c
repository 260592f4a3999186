/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden, line 11. The environment of the child is that of its parent. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		setenv("MODE", "child", 1);
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	puts(getenv("MODE") != NULL ? getenv("MODE") : "no mode");
	return 0;
}
