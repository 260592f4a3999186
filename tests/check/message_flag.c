/* SPDX-License-Identifier: GPL-2.0-or-later */
/* portability, line 14, level systems. The child tells its parent by a volatile variable that exec has
 * failed. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int failed;

int main(void)
{
	if (vfork() == 0) {
		execl("/no/such/program", "program", (char *)NULL);
		failed = 1;
		_exit(127);
	}
	wait(NULL);
	puts(failed ? "no such program" : "it runs");
	return 0;
}
