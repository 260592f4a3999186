/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines with fields between colons. */
#include <string.h>

#include "accounts_private.h"

/* Puts a NUL at the end of each field; how many there are, at most `most`. */
static int split(char *line, char *fields[], int most)
{
	int count = 0;
	char *p = line;

	while (p != NULL && count < most) {
		fields[count++] = p;
		p = strchr(p, ':');
		if (p != NULL)
			*p++ = '\0';
	}
	return count;
}

int _account_fields(FILE *f, char line[ACCOUNT_LINE], char *fields[], int wanted)
{
	while (fgets(line, ACCOUNT_LINE, f) != NULL) {
		char *end = strchr(line, '\n');

		if (end == NULL) { /* too long, or the last one ends without a newline */
			int c = getc(f);

			while (c != EOF && c != '\n')
				c = getc(f);
			if (strlen(line) + 1 == ACCOUNT_LINE)
				continue;
		} else {
			*end = '\0';
		}
		if (split(line, fields, wanted) == wanted)
			return 1;
	}
	return 0;
}
