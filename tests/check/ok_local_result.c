/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A local variable of the function that called vfork, which the parent sets anew. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	volatile int tries;

	tries = 0;
	if (vfork() == 0) {
		tries = 1;
		execl("/bin/true", "true", (char *)NULL);
		_exit(tries);
	}
	tries = 0;
	wait(NULL);
	return tries;
}
