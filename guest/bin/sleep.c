/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sleep: does nothing for some seconds. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: sleep seconds\n");
		return 2;
	}
	sleep(atoi(argv[1]));
	return 0;
}
