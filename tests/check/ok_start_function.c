/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. vfork, exec and _exit in one function that is called. */
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static pid_t start(const char *path, char *const *argv)
{
	pid_t pid = vfork();

	if (pid == 0) {
		execv(path, argv);
		_exit(127);
	}
	return pid;
}

int main(void)
{
	static char *const argv[] = {"true", NULL};
	pid_t pid = start("/bin/true", argv);

	return waitpid(pid, NULL, 0) != pid;
}
