/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * more: files, or its input, a screenful at a time: more [-N] [-s] [+N | +/re] [file ...]. Where the output is no
 * terminal it is cat. -N: so many lines a screen; -s: of empty lines in a row one; +: begins there.
 *
 *	space  a screenful, or N lines     Enter  one, or N     d  half a screenful
 *	s, f   skips N lines, or screenfuls     /re  the next line with that, or the Nth     n  once more
 *	:n  the next file     :f, =  where it is     !command     h  help     q  leaves
 */
#include <ctype.h>
#include <err.h>
#include <fcntl.h>
#include <regex.h>
#include <sgtty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/inputs.h"

#define WIDTH 80
#define HALF 11 /* lines */

static int keys = -1;   /* the terminal; -1: nobody types */
static int screen = 22; /* lines */
static int squeezes, first = 1;
static long line, size; /* where in the file, and how large it is; 0: not known */
static const char *pattern;
static struct sgttyb modes;

static void set_modes(int one_at_a_time)
{
	struct sgttyb now = modes;

	if (one_at_a_time) {
		now.sg_flags |= CBREAK;
		now.sg_flags &= ~ECHO;
	}
	ioctl(keys, TIOCSETN, &now);
}

static int key(void)
{
	char c = 'q';

	return read(keys, &c, 1) == 1 ? c : 'q';
}

/* A line of the user's, behind a sign that is shown. */
static const char *typed(char sign)
{
	static char text[256];
	ssize_t n;

	putchar(sign);
	fflush(stdout);
	set_modes(0);
	n = read(keys, text, sizeof(text) - 1);
	set_modes(1);
	text[n > 0 ? n - 1 : 0] = '\0';
	return text;
}

/* The next line, without more than one empty one in a row if so wished; 0 at the end. */
static int next_line(FILE *f, char **text, size_t *room)
{
	static int empty;
	ssize_t n;

	do {
		int was = empty;

		n = getline(text, room, f);
		empty = n == 1 && **text == '\n';
		line += n > 0;
		if (!(squeezes && empty && was))
			break;
	} while (n > 0);
	return n > 0;
}

/* Up to the count-th line with the pattern, which stays to be shown. 0: there is none, and the place is as it was. */
static int search(FILE *f, int count, char **text, size_t *room)
{
	long at = ftell(f), was = line;
	regex_t re;

	if (pattern == NULL || regcomp(&re, pattern, REG_NOSUB) != 0)
		return 0;
	while (count > 0 && next_line(f, text, room))
		count -= regexec(&re, *text, 0, NULL, 0) == 0;
	regfree(&re);
	if (count == 0)
		return 1;
	if (at >= 0 && fseek(f, at, SEEK_SET) == 0)
		line = was;
	return 0;
}

/* What is to be done: how many lines more; 0: no more of this file. A line that was found is in text, and *found. */
static int ask(FILE *f, const char *name, char **text, size_t *room, int *found)
{
	int lines = -1, c, count;

	set_modes(1);
	while (lines < 0) {
		printf(size > 0 ? "--More--(%ld%%)" : "--More--", size > 0 ? ftell(f) * 100 / size : 0);
		fflush(stdout);
		for (count = 0; isdigit(c = key());)
			count = count * 10 + c - '0';
		printf("\r%14s\r", "");
		switch (c) {
		case ' ':
			lines = count > 0 ? count : screen;
			break;
		case '\n':
		case '\r':
			lines = count > 0 ? count : 1;
			break;
		case 'd':
		case '\004':
			lines = count > 0 ? count : HALF;
			break;
		case 's':
		case 'f':
			count = (count > 0 ? count : 1) * (c == 's' ? 1 : screen);
			while (count-- > 0 && next_line(f, text, room))
				;
			lines = screen;
			break;
		case '/':
			pattern = strdup(typed('/'));
			/* fall through */
		case 'n':
			*found = search(f, count > 0 ? count : 1, text, room);
			if (*found)
				lines = screen;
			else
				puts("Pattern not found");
			break;
		case ':':
			c = key();
			if (c == 'n') {
				lines = 0;
				break;
			}
			/* fall through */
		case '=':
			printf("\"%s\" line %ld\n", name[0] != '\0' ? name : "input", line);
			break;
		case '!':
			system(typed('!'));
			puts("------------------------");
			break;
		case 'h':
			puts("space, Enter, d: on; s, f: skip; /re, n: search; :n: the next file; =, !command, q");
			break;
		case 'q':
		case 'Q':
			set_modes(0);
			exit(0);
		}
	}
	set_modes(0);
	return lines;
}

/* So many lines on the screen. */
static int height(const char *text)
{
	int column = 0, rows = 1;

	for (; *text != '\0' && *text != '\n'; text++) {
		column = *text == '\t' ? (column + 8) / 8 * 8 : column + 1;
		if (column > WIDTH) {
			rows++;
			column = 1;
		}
	}
	return rows;
}

static int at_end(FILE *f)
{
	int c = getc(f);

	ungetc(c, f);
	return c == EOF;
}

static void show(FILE *f, const char *name)
{
	char *text = NULL;
	size_t room = 0;
	int left = screen, found = 0;
	struct stat sb;

	line = 0;
	size = fstat(fileno(f), &sb) == 0 && S_ISREG(sb.st_mode) ? sb.st_size : 0;
	while (line + 1 < first && next_line(f, &text, &room))
		;
	if (pattern != NULL && line == 0 && !search(f, 1, &text, &room))
		puts("Pattern not found");
	else
		found = pattern != NULL && line > 0;
	while (found || !at_end(f)) {
		if (!found && left <= 0 && keys >= 0) {
			left = ask(f, name, &text, &room, &found);
			if (left == 0)
				break;
			continue;
		}
		if (!found && !next_line(f, &text, &room))
			break;
		fputs(text, stdout);
		left -= height(text);
		found = 0;
	}
	free(text);
}

static char **paths;

static void show_with_name(FILE *f, const char *name)
{
	if (paths[0] != NULL && paths[1] != NULL)
		printf("::::::::::::::\n%s\n::::::::::::::\n", name);
	show(f, name);
}

int main(int argc, char **argv)
{
	(void)argc;
	if (isatty(STDOUT_FILENO)) {
		keys = open("/dev/tty", O_RDONLY);
		if (keys >= 0 && ioctl(keys, TIOCGETP, &modes) < 0)
			keys = -1;
	}
	for (paths = argv + 1; *paths != NULL && strchr("-+", (*paths)[0]) != NULL && (*paths)[1] != '\0'; paths++) {
		const char *word = *paths + 1;

		if (**paths == '+' && *word == '/')
			pattern = word + 1;
		else if (**paths == '+')
			first = atoi(word);
		else if (isdigit((unsigned char)*word) && atoi(word) > 0)
			screen = atoi(word);
		else if (strspn(word, "cdflsu") == strlen(word)) /* of those it is for this terminal to do only s */
			squeezes |= strchr(word, 's') != NULL;
		else
			errx(2, "usage: more [-N] [-s] [+N | +/re] [file ...]");
	}
	return each_input(paths, show_with_name);
}
