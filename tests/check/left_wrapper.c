/* SPDX-License-Identifier: GPL-2.0-or-later */
/* left, lines 8-9. A wrapper that hides vfork. */
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) static pid_t my_fork(void)
{
	return vfork();
}

int main(void)
{
	static char *const argv[] = {"true", NULL};

	if (my_fork() == 0) {
		execv("/bin/true", argv);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
