/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clean. Limits of the child. */
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_CPU, &limit);
	if (vfork() == 0) {
		limit.rlim_cur = 10;
		setrlimit(RLIMIT_CPU, &limit);
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	return 0;
}
