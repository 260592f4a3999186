/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. An environment that is ready before vfork. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	static char *const argv[] = {"true", NULL};
	static char *envp[] = {"PATH=/bin", "MODE=child", NULL};

	if (vfork() == 0) {
		execve("/bin/true", argv, envp);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
