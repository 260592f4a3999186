/* SPDX-License-Identifier: GPL-2.0-or-later */
/* basename: the last part of a path, without a suffix: basename path [suffix] */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	char *name;
	size_t n, m;

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: basename path [suffix]\n");
		return 1;
	}
	name = argv[1];
	for (n = strlen(name); n > 1 && name[n - 1] == '/'; n--)
		name[n - 1] = '\0';
	if (n > 1 && strrchr(name, '/') != NULL)
		name = strrchr(name, '/') + 1;
	n = strlen(name);
	m = argc > 2 ? strlen(argv[2]) : 0;
	if (m > 0 && m < n && strcmp(name + n - m, argv[2]) == 0)
		name[n - m] = '\0';
	puts(name);
	return 0;
}
