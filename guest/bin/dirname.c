/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dirname: a path without its last part. */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	size_t n;

	if (argc != 2) {
		fprintf(stderr, "usage: dirname path\n");
		return 1;
	}
	n = strlen(argv[1]);
	while (n > 1 && argv[1][n - 1] == '/')
		n--;
	while (n > 0 && argv[1][n - 1] != '/')
		n--;
	while (n > 1 && argv[1][n - 1] == '/')
		n--;
	printf("%.*s\n", n > 0 ? (int)n : 1, n > 0 ? argv[1] : ".");
	return 0;
}
