/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. Signals are blocked around vfork. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	sigset_t all, before;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	if (vfork() == 0) {
		sigprocmask(SIG_SETMASK, &before, NULL);
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	wait(NULL);
	return 0;
}
