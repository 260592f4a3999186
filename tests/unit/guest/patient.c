/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Its child lends and is gone; then it waits for ever. */
#include <sys/wait.h>
#include <unistd.h>

static void wait_for_ever(void)
{
	for (;;)
		pause();
}

int main(void)
{
	if (fork() == 0) {
		if (vfork() == 0)
			_exit(0);
		_exit(0);
	}
	wait(NULL);
	wait_for_ever();
}
