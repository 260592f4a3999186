/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. execve at once. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static char *const argv[] = {"true", NULL};
	static char *const envp[] = {"A=B", NULL};
	int status = 0;
	pid_t pid = vfork();

	if (pid == 0) {
		execve("/bin/true", argv, envp);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 1;
	return status != 0;
}
