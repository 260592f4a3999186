/* SPDX-License-Identifier: GPL-2.0-or-later */
/* handler, line 16. raise in the child. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void caught(int sig)
{
	(void)sig;
}

int main(void)
{
	signal(SIGTERM, caught);
	if (vfork() == 0) {
		raise(SIGTERM);
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
