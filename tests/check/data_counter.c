/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 12. A counter. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int started;

int main(void)
{
	if (vfork() == 0) {
		started++;
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	printf("%d\n", started);
	return 0;
}
