/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. Another directory. */
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (vfork() == 0) {
		if (chdir("/tmp") == 0)
			execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
