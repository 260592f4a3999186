/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kill: sends processes a signal: kill [-signal | -s signal] pid ..., the signal as a number or name; SIGTERM if none
 * is given. kill -l: their names.
 */
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sh/signals.h"

int main(int argc, char **argv)
{
	int sig = SIGTERM, i = 1, failed = 0;

	if (argc > 1 && strcmp(argv[1], "-l") == 0) {
		if (argc == 2)
			signals_print();
		return argc > 2 ? signals_named(argv + 2) : 0;
	}
	if (argc > 2 && strcmp(argv[1], "-s") == 0) {
		argv++, argc--;
		sig = signal_number(argv[1]);
		i++;
	} else if (argc > 1 && argv[1][0] == '-') {
		sig = signal_number(argv[1] + 1);
		i++;
	}
	if (sig < 0)
		errx(2, "%s: no such signal; kill -l lists them", argv[1] + (argv[1][0] == '-'));
	if (i >= argc) {
		fprintf(stderr, "usage: kill [-signal | -s signal] pid ... or kill -l\n");
		return 2;
	}
	for (; i < argc; i++) {
		char *end;
		int pid = (int)strtol(argv[i], &end, 10);

		if (*argv[i] == '\0' || *end != '\0') {
			warnx("%s: is no number of a process", argv[i]);
			failed = 1;
		} else if (kill(pid, sig) < 0) {
			warn("%s", argv[i]);
			failed = 1;
		}
	}
	return failed;
}
