/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long one try of a fuzzer may take. */
#include "time_limit.h"

#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

static void hung(int sig)
{
	static const char told[] = "# takes too long\n";

	(void)sig;
	if (write(STDOUT_FILENO, told, sizeof told - 1) < 0)
		_exit(3);
	_exit(2);
}

void time_limit(unsigned seconds)
{
	signal(SIGPROF, hung);
	setitimer(ITIMER_PROF, &(struct itimerval){.it_value = {.tv_sec = (time_t)seconds}}, NULL);
}
