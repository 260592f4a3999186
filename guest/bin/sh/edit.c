/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A line is typed at the terminal, and may be changed anywhere before it is entered. The terminal passes on every
 * character meanwhile (CBREAK) and shows none: that is done here, with backspaces and spaces only, which every terminal
 * knows. Each command gets the terminal as it was.
 *
 *	^B ^F, arrows  left, right        ^H DEL  erase before             ^P ^N, arrows  older, newer line
 *	^A ^E          begin, end         ^D      erase at; alone: the end  ^R  older line that has this one in it
 *	^K ^U ^W       erase to the end, all before, the word before       ^L  the line anew    TAB  complete a name
 */
#include <errno.h>
#include <glob.h>
#include <sgtty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sh.h"

#define LINE 1024
#define HISTORY 100
#define CONTROL(c) ((c)&037)
#define DELETE 0177
#define ENDS 20 /* so often nobody types ^D: the terminal is gone */

static char line[LINE + 2]; /* with its newline */
static int n, at;           /* how long it is, and where the cursor is */
static const char *prompt;
static char *history[HISTORY]; /* [0] is the oldest */
static int kept;

/* The screen ------------------------------------------------------------------------------------------------------- */

static char screen[2 * LINE];
static size_t written;

static void show(const char *s, int bytes)
{
	for (int i = 0; i < bytes; i++) {
		if (written == sizeof(screen)) {
			write(STDERR_FILENO, screen, written);
			written = 0;
		}
		screen[written++] = s[i];
	}
}

static void show_now(void)
{
	write(STDERR_FILENO, screen, written);
	written = 0;
}

static void show_many(char c, int times)
{
	while (times-- > 0)
		show(&c, 1);
}

/* What is behind the cursor anew, and `gone` columns that were behind it. */
static void show_rest(int gone)
{
	show(line + at, n - at);
	show_many(' ', gone);
	show_many('\b', n - at + gone);
}

/* Changes ---------------------------------------------------------------------------------------------------------- */

static void move(int to)
{
	if (to < at)
		show_many('\b', at - to);
	else
		show(line + at, to - at);
	at = to;
}

static void insert(const char *text, int bytes)
{
	if (n + bytes > LINE)
		return;
	memmove(line + at + bytes, line + at, n - at);
	memcpy(line + at, text, bytes);
	n += bytes;
	show(text, bytes);
	at += bytes;
	show_rest(0);
}

/* From there up to the cursor. */
static void erase(int from)
{
	int gone = at - from;

	memmove(line + from, line + at, n - at);
	n -= gone;
	show_many('\b', gone);
	at = from;
	show_rest(gone);
}

static void erase_rest(void)
{
	int from = at;

	move(n);
	erase(from);
}

static void replace(const char *text)
{
	move(n);
	erase(0);
	insert(text, strlen(text));
}

static int word_begin(int from)
{
	while (from > 0 && line[from - 1] == ' ')
		from--;
	while (from > 0 && line[from - 1] != ' ')
		from--;
	return from;
}

/* Older lines ------------------------------------------------------------------------------------------------------ */

static void remember(void)
{
	line[n] = '\0';
	if (n == 0 || (kept > 0 && strcmp(history[kept - 1], line) == 0))
		return;
	if (kept == HISTORY) {
		free(history[0]);
		memmove(history, history + 1, --kept * sizeof(*history));
	}
	history[kept++] = need(strdup(line));
}

int history_builtin(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	for (int i = 0; i < kept; i++)
		printf("%4d %s\n", i + 1, history[i]);
	return 0;
}

/* Where the line that is shown is in the history; behind all others it is the one that is being typed. */
static int shown;
static char typed[LINE + 2], sought[LINE + 2];

static void show_line(int i)
{
	if (i < 0 || i > kept)
		return;
	line[n] = '\0';
	if (shown == kept)
		strcpy(typed, line);
	shown = i;
	replace(i == kept ? typed : history[i]);
}

/* The next older line with that text in it; asked again, one that is older still. */
static void search(int again)
{
	int i = shown - 1;

	line[n] = '\0';
	if (!again)
		strcpy(sought, line);
	while (i >= 0 && strstr(history[i], sought) == NULL)
		i--;
	if (i >= 0)
		show_line(i);
}

/* Completion ------------------------------------------------------------------------------------------------------- */

/* Adds the files that the pattern matches; of a command only those that can be run, without their directories. */
static void add_matches(struct words *to, const char *pattern, int commands)
{
	glob_t found;

	if (glob(pattern, 0, NULL, &found) == GLOB_NOSPACE)
		need(NULL);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		char *path = take_text(&work, found.gl_pathv[i], strlen(found.gl_pathv[i]));

		if (!commands)
			words_add(to, path);
		else if (access(path, X_OK) == 0)
			words_add(to, strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path);
	}
	globfree(&found);
}

/* What the word before the cursor may become. */
static struct words candidates(const char *word, int is_command)
{
	struct words found = {.n = 0};
	struct text pattern = {.arena = &work};

	text_puts(&pattern, word);
	text_put(&pattern, '*');
	text_end(&pattern);
	if (!is_command || strchr(word, '/') != NULL) {
		add_matches(&found, pattern.s, 0);
		return found;
	}
	builtins_beginning(&found, word);
	for (char **path = find_paths(pattern.s); *path != NULL; path++)
		add_matches(&found, *path, 1);
	return found;
}

static int is_command_at(int begin)
{
	while (begin > 0 && line[begin - 1] == ' ')
		begin--;
	return begin == 0 || strchr(";|&(`", line[begin - 1]) != NULL;
}

static void list(const struct words *found)
{
	int before = at;

	move(n);
	for (int i = 0; i < found->n; i++) {
		show(i % 5 == 0 ? "\n" : " ", 1);
		show(found->v[i], strlen(found->v[i]));
		if (i % 5 < 4)
			show_many(' ', 14 - (int)strlen(found->v[i]));
	}
	show("\n", 1);
	show(prompt, strlen(prompt));
	show(line, n);
	at = n;
	move(before);
}

static void complete(int again)
{
	struct mark begin = mark();
	int from = at, common;
	struct words found;
	char *word;
	struct stat sb;

	while (from > 0 && strchr(" ;|&()`<>=", line[from - 1]) == NULL)
		from--;
	word = take_text(&work, line + from, at - from);
	found = candidates(word, is_command_at(from));
	if (found.n > 0) {
		common = strlen(found.v[0]);
		for (int i = 1; i < found.n; i++)
			while (strncmp(found.v[0], found.v[i], common) != 0)
				common--;
		insert(found.v[0] + strlen(word), common - (int)strlen(word));
		if (found.n == 1)
			insert(stat(found.v[0], &sb) == 0 && S_ISDIR(sb.st_mode) ? "/" : " ", 1);
		else if (again)
			list(&found);
	}
	release(begin);
}

/* Keys ------------------------------------------------------------------------------------------------------------- */

static int key(void)
{
	static int ends; /* in a row */
	unsigned char c;
	ssize_t got;

	show_now();
	while ((got = read(STDIN_FILENO, &c, 1)) < 0 && errno == EINTR && !interrupted)
		traps_run();
	ends = got == 0 ? ends + 1 : 0;
	if (got == 0 && ends < ENDS) /* ^D, which ends a read here, too */
		return CONTROL('d');
	return got == 1 ? c : -1;
}

/* What an arrow sends, as the key that does the same; 0 for others. */
static int arrow(void)
{
	static const char codes[] = "ABCDHF";
	static const char keys[] = {CONTROL('p'), CONTROL('n'), CONTROL('f'), CONTROL('b'), CONTROL('a'), CONTROL('e')};
	int c = key();
	const char *found;

	if (c != '[' && c != 'O')
		return 0;
	c = key();
	found = c > 0 ? strchr(codes, c) : NULL;
	return found != NULL ? keys[found - codes] : 0;
}

/* 0 when the line is entered, 1 to go on. */
static int do_key(int c, int before)
{
	char text = (char)c;

	switch (c) {
	case '\n':
	case '\r':
		return 0;
	case CONTROL('a'):
		move(0);
		break;
	case CONTROL('e'):
		move(n);
		break;
	case CONTROL('b'):
		move(at > 0 ? at - 1 : 0);
		break;
	case CONTROL('f'):
		move(at < n ? at + 1 : n);
		break;
	case CONTROL('h'):
	case DELETE:
		erase(at > 0 ? at - 1 : 0);
		break;
	case CONTROL('d'):
		if (at < n) {
			move(at + 1);
			erase(at - 1);
		}
		break;
	case CONTROL('k'):
		erase_rest();
		break;
	case CONTROL('u'):
		erase(0);
		break;
	case CONTROL('w'):
		erase(word_begin(at));
		break;
	case CONTROL('l'):
		show("\n", 1);
		show(prompt, strlen(prompt));
		show(line, n);
		show_many('\b', n - at);
		break;
	case CONTROL('p'):
		show_line(shown - 1);
		break;
	case CONTROL('n'):
		show_line(shown + 1);
		break;
	case CONTROL('r'):
		search(before == c);
		break;
	case '\t':
		complete(before == c);
		break;
	default:
		if (c >= ' ')
			insert(&text, 1);
	}
	return 1;
}

/* The line, its newline included, in *text; 0 at the end of input, -1 and errno if a signal came. */
static int edit(char **text)
{
	int c, before = 0;

	n = at = 0;
	shown = kept;
	do {
		c = key();
		if (c < 0 || (c == CONTROL('d') && n == 0)) {
			if (interrupted)
				show("^C", 2);
			errno = EINTR;
			return c < 0 && interrupted ? -1 : 0;
		}
		if (c == CONTROL('['))
			c = arrow();
		if (c == 0 || do_key(c, before)) {
			before = c;
			continue;
		}
		break;
	} while (1);
	move(n);
	show("\n", 1);
	remember();
	line[n] = '\n';
	*text = line;
	return n + 1;
}

int edit_line(const char *shown_prompt, char **text)
{
	struct sgttyb was, now;
	int result;

	if (ioctl(STDIN_FILENO, TIOCGETP, &was) < 0 || !(was.sg_flags & ECHO))
		return EDIT_NOT;
	now = was;
	now.sg_flags = (now.sg_flags | CBREAK) & ~ECHO;
	prompt = shown_prompt;
	ioctl(STDIN_FILENO, TIOCSETN, &now);
	result = edit(text);
	ioctl(STDIN_FILENO, TIOCSETN, &was);
	show_now(); /* who sees the line entered may type to its command */
	return result;
}
