/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mkdir: makes directories. */
#include <err.h>
#include <stdio.h>
#include <sys/stat.h>

int main(int argc, char **argv)
{
	int failed = 0;

	if (argc < 2) {
		fprintf(stderr, "usage: mkdir directory ...\n");
		return 2;
	}
	for (int i = 1; i < argc; i++) {
		if (mkdir(argv[i], 0777) < 0) {
			warn("%s", argv[i]);
			failed = 1;
		}
	}
	return failed;
}
