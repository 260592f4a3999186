/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deadlock, line 19. The child waits for a signal from its parent. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void caught(int sig)
{
	(void)sig;
}

int main(void)
{
	pid_t pid;

	signal(SIGUSR1, caught);
	pid = vfork();
	if (pid == 0) {
		pause();
		_exit(0);
	}
	kill(pid, SIGUSR1);
	return 0;
}
