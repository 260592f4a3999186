/* SPDX-License-Identifier: GPL-2.0-or-later */
/* order, line 8, level systems. Child and parent write, and nobody waits. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		for (volatile int i = 0; i < 20000; i++)
			;
		write(1, "child\n", 6);
		_exit(0);
	}
	write(1, "parent\n", 7);
	wait(NULL);
	return 0;
}
