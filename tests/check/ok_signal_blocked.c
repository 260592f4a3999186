/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A signal comes, and is blocked. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void caught(int sig)
{
	(void)sig;
}

int main(void)
{
	signal(SIGUSR1, caught);
	sigblock(1 << (SIGUSR1 - 1));
	if (vfork() == 0) {
		kill(getpid(), SIGUSR1);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
