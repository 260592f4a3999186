/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line of any length into memory of an unknown one. */
#include <stdio.h>

char *gets(char *to)
{
	char *p = to;
	int c;

	while ((c = getchar()) != EOF && c != '\n')
		*p++ = c;
	if (c == EOF && p == to)
		return NULL;
	*p = '\0';
	return to;
}
