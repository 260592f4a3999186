/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. execvp at once. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static char *const argv[] = {"true", NULL};
	int status = 0;
	pid_t pid = vfork();

	if (pid == 0) {
		execvp("true", argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 1;
	return status != 0;
}
