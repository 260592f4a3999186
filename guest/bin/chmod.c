/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chmod: changes permissions of files: chmod mode file ..., the mode in octal. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int main(int argc, char **argv)
{
	int failed = 0;
	char *end;
	long mode;

	if (argc < 3) {
		fprintf(stderr, "usage: chmod mode file ...\n");
		return 2;
	}
	mode = strtol(argv[1], &end, 8);
	if (*end != '\0' || mode < 0 || mode > 07777)
		errx(2, "%s: is no octal mode", argv[1]);
	for (int i = 2; i < argc; i++) {
		if (chmod(argv[i], (mode_t)mode) < 0) {
			warn("%s", argv[i]);
			failed = 1;
		}
	}
	return failed;
}
