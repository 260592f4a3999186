/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The child looks into the environment. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		const char *home = getenv("HOME");

		execl("/bin/true", home != NULL ? home : "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
