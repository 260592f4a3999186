/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. posix_spawnp, of a program that is not there. */
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static char *const argv[] = {"nothing", NULL};
	pid_t pid;

	if (posix_spawnp(&pid, "nothing", NULL, NULL, argv, NULL) == 0)
		waitpid(pid, NULL, 0);
	return 0;
}
