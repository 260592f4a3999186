/* SPDX-License-Identifier: GPL-2.0-or-later */
/* posix, line 9, level undefined. The child says something before it ends. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		write(2, "", 0);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
