/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden, line 12. The vector is on the heap by now. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	setenv("MODE", "parent", 1);
	if (vfork() == 0) {
		unsetenv("HOME");
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	puts(getenv("MODE"));
	return 0;
}
