/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. The parent does not look at what the child has changed. */
#include <sys/wait.h>
#include <unistd.h>

static int mark;

int main(void)
{
	if (vfork() == 0) {
		mark = 1;
		execl("/bin/true", "true", (char *)NULL);
		_exit(mark);
	}
	wait(NULL);
	return 0;
}
