/* SPDX-License-Identifier: GPL-2.0-or-later */
/* left, line 12. The child comes back from the function that called vfork. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t start(void)
{
	pid_t pid = vfork();

	return pid;
}

int main(void)
{
	pid_t pid = start();

	if (pid == 0) {
		puts("child");
		_exit(0);
	}
	wait(NULL);
	return 0;
}
