/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hidden, line 14. localtime has one result for both. */
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
	time_t then = 86400 * 365, now = 0;
	struct tm *tm = localtime(&then);

	if (vfork() == 0)
		_exit(localtime(&now) == NULL);
	wait(NULL);
	printf("%d\n", tm->tm_year);
	return 0;
}
