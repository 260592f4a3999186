/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A handler starts a program. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void caught(int sig)
{
	(void)sig;
	if (vfork() == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
}

int main(void)
{
	signal(SIGUSR1, caught);
	kill(getpid(), SIGUSR1);
	wait(NULL);
	return 0;
}
