/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. A child of vfork calls fork. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		if (fork() == 0)
			_exit(0);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
