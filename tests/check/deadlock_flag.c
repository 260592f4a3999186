/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deadlock, lines 11-12. The child waits until its parent sets a variable. */
#include <sys/wait.h>
#include <unistd.h>

static volatile int ready;

int main(void)
{
	if (vfork() == 0) {
		while (!ready)
			;
		_exit(0);
	}
	ready = 1;
	return 0;
}
