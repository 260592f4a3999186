/* SPDX-License-Identifier: GPL-2.0-or-later */
/* env: writes the environment, or runs a command with more in it: env [name=value ...] [command [argument ...]] */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int i = 1;

	while (i < argc && strchr(argv[i], '=') != NULL)
		putenv(argv[i++]);
	if (i < argc) {
		execvp(argv[i], argv + i);
		err(127, "%s", argv[i]);
	}
	for (char **e = environ; *e != NULL; e++)
		puts(*e);
	return 0;
}
