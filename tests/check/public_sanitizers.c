/* SPDX-License-Identifier: GPL-2.0-or-later */
/* left, line 20. The interceptor of github.com/google/sanitizers issue 925 (2018), told anew: it cannot be a
 * function in C. */
#include <sys/wait.h>
#include <unistd.h>

static volatile unsigned poisoned;

__attribute__((noipa)) static void unpoison(pid_t pid)
{
	poisoned += pid > 0;
}

__attribute__((noipa)) static pid_t intercepted(void)
{
	pid_t pid = vfork();

	unpoison(pid);
	return pid;
}

int main(void)
{
	static char *const argv[] = {"true", NULL};

	if (intercepted() == 0) {
		execv("/bin/true", argv);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
