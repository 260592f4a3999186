/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. posix_spawn with file actions. */
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static char *const argv[] = {"echo", "to a file", NULL};
	posix_spawn_file_actions_t actions;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/tmp/out", O_WRONLY | O_CREAT, 0600);
	posix_spawn_file_actions_addclose(&actions, 0);
	if (posix_spawn(&pid, "/bin/echo", &actions, NULL, argv, NULL) == 0)
		waitpid(pid, NULL, 0);
	posix_spawn_file_actions_destroy(&actions);
	return 0;
}
