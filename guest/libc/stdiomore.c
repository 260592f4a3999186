/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What POSIX has besides in <stdio.h>. There are no threads: nobody needs to lock a FILE. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int getc_unlocked(FILE *f)
{
	return fgetc(f);
}

int getchar_unlocked(void)
{
	return fgetc(stdin);
}

int putc_unlocked(int c, FILE *f)
{
	return fputc(c, f);
}

int putchar_unlocked(int c)
{
	return fputc(c, stdout);
}

void flockfile(FILE *f)
{
	(void)f;
}

int ftrylockfile(FILE *f)
{
	(void)f;
	return 0;
}

void funlockfile(FILE *f)
{
	(void)f;
}

char *ctermid(char *to)
{
	static char name[L_ctermid];

	return strcpy(to != NULL ? to : name, "/dev/tty");
}

/* A name that is not in use: TMPDIR's directory, else the given one, else /tmp; five letters of the prefix. */
char *tempnam(const char *directory, const char *prefix)
{
	const char *from = getenv("TMPDIR");
	char *name;

	if (from == NULL)
		from = directory != NULL ? directory : P_tmpdir;
	name = malloc(strlen(from) + 16);
	if (name == NULL)
		return NULL;
	sprintf(name, "%s/%.5sXXXXXX", from, prefix != NULL ? prefix : "");
	mktemp(name);
	if (*name != '\0')
		return name;
	free(name);
	return NULL;
}
