/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A signal kills the child. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		kill(getpid(), SIGKILL);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
