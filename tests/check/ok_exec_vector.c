/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. Arguments are put together before vfork. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char number[16];
	char *argv[] = {"echo", number, NULL};

	sprintf(number, "%d", 42);
	if (vfork() == 0) {
		execv("/bin/echo", argv);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
