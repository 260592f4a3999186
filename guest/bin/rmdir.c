/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rmdir: removes empty directories. */
#include <err.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int failed = 0;

	if (argc < 2) {
		fprintf(stderr, "usage: rmdir directory ...\n");
		return 2;
	}
	for (int i = 1; i < argc; i++) {
		if (rmdir(argv[i]) < 0) {
			warn("%s", argv[i]);
			failed = 1;
		}
	}
	return failed;
}
