/* SPDX-License-Identifier: GPL-2.0-or-later */
/* data, line 15. A member of a structure. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static struct {
	const char *name;
	int state;
} job = {"job", 1};

int main(void)
{
	if (vfork() == 0) {
		job.state = 2;
		execl("/no/such/program", job.name, (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	printf("%s: %d\n", job.name, job.state);
	return 0;
}
