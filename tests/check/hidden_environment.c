/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden, line 11. The pointer of a variable that is there is replaced, above all frames. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		setenv("HOME", "/nowhere", 1);
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	puts(getenv("HOME"));
	return 0;
}
