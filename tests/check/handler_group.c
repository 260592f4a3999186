/* SPDX-License-Identifier: GPL-2.0-or-later */
/* handler, line 17. A signal to the whole group, the child among them. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void caught(int sig)
{
	(void)sig;
}

int main(void)
{
	setpgrp(0, getpid());
	signal(SIGUSR2, caught);
	if (vfork() == 0) {
		kill(0, SIGUSR2);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
