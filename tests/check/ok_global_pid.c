/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A global variable takes the result of vfork. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child;

int main(void)
{
	child = vfork();
	if (child == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	printf("%d\n", waitpid(child, NULL, 0) == child);
	return 0;
}
