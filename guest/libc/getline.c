/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading lines of any length, and words of the machine. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST 80

ssize_t getdelim(char **line, size_t *bytes, int last, FILE *f)
{
	size_t n = 0;
	int c;

	if (*line == NULL)
		*bytes = 0;
	do {
		c = fgetc(f);
		if (c == EOF && n == 0)
			return -1;
		if (n + 2 > *bytes) {
			size_t more = *bytes > 0 ? 2 * *bytes : FIRST;
			char *longer = realloc(*line, more);

			if (longer == NULL)
				return -1;
			*line = longer;
			*bytes = more;
		}
		if (c != EOF)
			(*line)[n++] = c;
	} while (c != EOF && c != last);
	(*line)[n] = '\0';
	return n;
}

ssize_t getline(char **line, size_t *bytes, FILE *f)
{
	return getdelim(line, bytes, '\n', f);
}

int getw(FILE *f)
{
	int word;

	return fread(&word, sizeof(word), 1, f) == 1 ? word : EOF;
}

int putw(int word, FILE *f)
{
	return fwrite(&word, sizeof(word), 1, f) == 1 ? 0 : EOF;
}
