/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. As csh does: what the child may change is saved before and restored behind. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *command = "shell";
static int depth = 3;

int main(void)
{
	const char *saved_command = command;
	int saved_depth = depth;
	pid_t pid = vfork();

	if (pid == 0) {
		command = "true";
		depth++;
		execl("/bin/true", command, (char *)NULL);
		_exit(127);
	}
	command = saved_command;
	depth = saved_depth;
	waitpid(pid, NULL, 0);
	printf("%s %d\n", command, depth);
	return 0;
}
