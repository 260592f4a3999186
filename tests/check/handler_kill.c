/* SPDX-License-Identifier: GPL-2.0-or-later */
/* handler, line 18. The parent catches a signal, and the child gets it. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static int count;

static void caught(int sig)
{
	count += sig;
}

int main(void)
{
	signal(SIGUSR1, caught);
	if (vfork() == 0) {
		kill(getpid(), SIGUSR1);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
