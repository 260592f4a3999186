/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a terminal can do: entries of /etc/termcap, or one in the environment (TERMCAP). An entry is one line of fields
 * between colons, names first: am is there or not, co#80 is a number, cl=\E[H\E[J is a text.
 */
#include <ctype.h>
#include <sgtty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termcap.h>

#define ENTRY 1024 /* bytes of the longest, 4.3BSD's */
#define CHAIN 8    /* entries that tc= may lead through */

char PC, *BC, *UP;
short ospeed;

static char *entry;

/* Is the name one of those before the first colon, between bars? */
static int is_called(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = text; *p != '\0' && *p != ':'; p++) {
		if ((p == text || p[-1] == '|') && strncmp(p, name, n) == 0 && (p[n] == '|' || p[n] == ':'))
			return 1;
	}
	return 0;
}

/* Reads a line; what ends with a \ goes on in the next. 0 at the end. */
static int read_entry(FILE *f, char *to)
{
	size_t n = 0;
	int c;

	while ((c = getc(f)) != EOF && c != '\n') {
		if (c == '\\') {
			int next = getc(f);

			if (next == '\n')
				continue;
			if (n < ENTRY - 2)
				to[n++] = c;
			c = next;
		}
		if (n < ENTRY - 1)
			to[n++] = c;
	}
	to[n] = '\0';
	return c != EOF || n > 0;
}

/* The entry of that name in a file. 1: found, 0: not there, -1: no such file. */
static int look_up(const char *path, const char *name, char *to)
{
	FILE *f = fopen(path, "r");

	if (f == NULL)
		return -1;
	while (read_entry(f, to)) {
		if (*to != '#' && is_called(to, name)) {
			fclose(f);
			return 1;
		}
	}
	fclose(f);
	return 0;
}

/* tc=NAME at an entry's end: the rest is as with that terminal. */
static int follow(const char *path, char *to)
{
	char more[ENTRY], *tc;

	for (int i = 0; i < CHAIN && (tc = strstr(to, ":tc=")) != NULL; i++) {
		char name[64];
		size_t n = strcspn(tc + 4, ":");

		if (n >= sizeof(name))
			return 0;
		memcpy(name, tc + 4, n);
		name[n] = '\0';
		if (look_up(path, name, more) != 1)
			return 0;
		n = strcspn(more, ":");
		if (tc - to + strlen(more + n) + 1 > ENTRY)
			return 0;
		strcpy(tc, more + n);
	}
	return 1;
}

int tgetent(char *to, const char *name)
{
	const char *own = getenv("TERMCAP"), *path = "/etc/termcap";
	int found;

	entry = to;
	if (own != NULL && *own == '/')
		path = own;
	if (own != NULL && *own != '/' && *own != '\0' && strlen(own) < ENTRY && is_called(own, name)) {
		strcpy(to, own);
		found = 1;
	} else {
		found = look_up(path, name, to);
	}
	return found == 1 ? follow(path, to) : found;
}

/* What stands behind a field's name; null if there is no such field, or it says that it is not there (co@). */
static const char *field(const char *name)
{
	const char *p = entry;

	while ((p = strchr(p, ':')) != NULL) {
		p++;
		if (p[0] == name[0] && p[1] == name[1])
			return p[2] == '@' ? NULL : p + 2;
	}
	return NULL;
}

int tgetnum(const char *name)
{
	const char *p = field(name);

	return p != NULL && *p == '#' ? (int)strtol(p + 1, NULL, p[1] == '0' ? 8 : 10) : -1;
}

int tgetflag(const char *name)
{
	const char *p = field(name);

	return p != NULL && (*p == ':' || *p == '\0');
}

char *tgetstr(const char *name, char **to)
{
	static const char letters[] = "E\033n\nr\rt\tb\bf\f";
	const char *p = field(name), *l;
	char *begin = *to;

	if (p == NULL || *p != '=')
		return NULL;
	for (p++; *p != '\0' && *p != ':'; p++) {
		if (*p == '^') {
			*(*to)++ = *++p & 037;
		} else if (*p != '\\') {
			*(*to)++ = *p;
		} else if (isdigit((unsigned char)*++p)) {
			int c = 0;

			for (int i = 0; i < 3 && isdigit((unsigned char)*p); i++)
				c = c * 8 + *p++ - '0';
			p--;
			*(*to)++ = c;
		} else {
			for (l = letters; *l != '\0' && *l != *p; l += 2)
				;
			*(*to)++ = *l != '\0' ? l[1] : *p;
		}
	}
	*(*to)++ = '\0';
	return begin;
}

/* A text for moving the cursor: %d %2 %3 %. and %+c take the line, then the column; %r the other way round. */
char *tgoto(const char *text, int column, int line)
{
	static char result[64];
	int values[2] = {line, column}, which = 0;
	char *to = result;

	if (text == NULL)
		return "OOPS";
	for (; *text != '\0' && to < result + sizeof(result) - 8; text++) {
		if (*text != '%') {
			*to++ = *text;
			continue;
		}
		switch (*++text) {
		case 'd':
			to += sprintf(to, "%d", values[which++ & 1]);
			break;
		case '2':
		case '3':
			to += sprintf(to, "%0*d", *text - '0', values[which++ & 1]);
			break;
		case '.':
			*to++ = (char)values[which++ & 1];
			break;
		case '+':
			*to++ = (char)(values[which++ & 1] + *++text);
			break;
		case 'r':
			values[0] = column;
			values[1] = line;
			break;
		case 'i':
			values[0]++;
			values[1]++;
			break;
		case '\0':
			text--;
			break;
		default:
			*to++ = *text;
		}
	}
	*to = '\0';
	return result;
}

/* Writes a text. The number in front says how long the terminal takes for it; a console takes no time. */
int tputs(const char *text, int lines, int (*put)(int c))
{
	(void)lines;
	if (text == NULL)
		return 0;
	while (isdigit((unsigned char)*text) || *text == '.')
		text++;
	if (*text == '*')
		text++;
	while (*text != '\0')
		put(*text++);
	return 0;
}
