/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. posix_spawn. */
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static char *const argv[] = {"true", NULL};
	pid_t pid;

	if (posix_spawn(&pid, "/bin/true", NULL, NULL, argv, NULL) == 0)
		waitpid(pid, NULL, 0);
	return 0;
}
