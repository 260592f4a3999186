/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The child gives signals back their default. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	signal(SIGINT, SIG_IGN);
	if (vfork() == 0) {
		signal(SIGINT, SIG_DFL);
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
