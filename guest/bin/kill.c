/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kill: sends processes a signal: kill [-signal] pid ..., the signal as a number; SIGTERM if none is given. */
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	int sig = SIGTERM, i = 1, failed = 0;

	if (argc > 1 && argv[1][0] == '-') {
		sig = atoi(argv[1] + 1);
		i++;
	}
	if (i == argc) {
		fprintf(stderr, "usage: kill [-signal] pid ...\n");
		return 2;
	}
	for (; i < argc; i++) {
		if (kill(atoi(argv[i]), sig) < 0) {
			warn("%s", argv[i]);
			failed = 1;
		}
	}
	return failed;
}
