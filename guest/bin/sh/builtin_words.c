/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shell's own commands that take words apart: read, getopts; and those that tell what a word is: command, type. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

#define KEPT '\376' /* before a character that had a backslash: it separates nothing */

/* A line of the standard input, byte by byte: what comes after it is for others. 0 at the end of input. */
static int read_line(struct text *t, int raw)
{
	ssize_t n;
	char c;

	while ((n = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n') {
		if (c == '\\' && !raw) {
			if (read(STDIN_FILENO, &c, 1) != 1)
				break;
			if (c == '\n')
				continue;
			text_put(t, KEPT);
		}
		if (c != '\0')
			text_put(t, c);
	}
	text_end(t);
	return n == 1;
}

static const char *ifs;

static int is_blank(char c)
{
	return c != '\0' && isspace(c) && strchr(ifs, c) != NULL;
}

static int separates(char c)
{
	return c != '\0' && strchr(ifs, c) != NULL;
}

/* The end of a word, or of all that is left if it is for the last variable. */
static char *word_end(char *p, int last)
{
	char *end = p, *q = p;

	while (*q != '\0') {
		if (*q == KEPT && q[1] != '\0')
			q += 2;
		else if (separates(*q) && (!last || is_blank(*q))) {
			if (!last)
				return q;
			q++;
			continue;
		} else {
			q++;
		}
		end = q;
	}
	return end;
}

static char *without_marks(const char *from, const char *end)
{
	struct text t = {.arena = &work};

	for (; from < end; from++)
		if (*from != KEPT)
			text_put(&t, *from);
	return text_end(&t);
}

/* Of the last variable: one separator that only ends the line's last word is none of its text. */
static char *last_end(char *p, char *end)
{
	char *first = word_end(p, 0), *after = first;

	while (is_blank(*after))
		after++;
	if (separates(*after))
		after++;
	while (is_blank(*after))
		after++;
	return *after == '\0' ? first : end;
}

int read_builtin(int argc, char **argv)
{
	struct text line = {.arena = &work};
	int raw = argc > 1 && strcmp(argv[1], "-r") == 0, found, bad = 0;
	char *p;

	ifs = variable("IFS") != NULL ? variable("IFS") : " \t\n";
	ifs = take_text(&work, ifs, strlen(ifs));
	found = read_line(&line, raw);
	if (interrupted)
		return SIGNALLED + 2;
	p = line.s;
	for (int i = 1 + raw; i < argc; i++) {
		int last = i == argc - 1;
		char *end;

		while (is_blank(*p))
			p++;
		end = word_end(p, last);
		if (last)
			end = last_end(p, end);
		if (!is_name(argv[i], strlen(argv[i]))) {
			complain("read: %s: is no name", argv[i]);
			return MISTAKE;
		}
		bad |= variable_set(argv[i], without_marks(p, end));
		p = end;
		while (is_blank(*p))
			p++;
		if (separates(*p))
			p++;
	}
	return bad || !found;
}

static int option_at; /* in the word that OPTIND numbers; 0: at its beginning */

void getopts_anew(void)
{
	option_at = 0;
}

/* 0 at the end of the options. */
static int next_option(const char *letters, char **v, int n, char found[2], const char **value)
{
	int index = 1, at = option_at;
	const char *word, *letter, *optind = variable("OPTIND");
	char text[12];

	*value = NULL;
	if (optind != NULL)
		number(optind, &index);
	word = index > 0 && index <= n ? v[index - 1] : NULL;
	if (at == 0 || word == NULL || at >= (int)strlen(word)) {
		at = 1;
		if (word == NULL || word[0] != '-' || word[1] == '\0')
			return 0;
	}
	if (strcmp(word, "--") != 0) {
		found[0] = word[at++];
		letter = found[0] != ':' ? strchr(letters, found[0]) : NULL;
		if (letter != NULL && letter[1] == ':' && word[at] != '\0') {
			*value = word + at;
			at = strlen(word);
		} else if (letter != NULL && letter[1] == ':') {
			*value = index < n ? v[index] : NULL;
			index += *value != NULL;
			word = "";
			at = 0;
		}
		if (letter == NULL || (letter[1] == ':' && *value == NULL)) {
			if (letters[0] == ':')
				*value = take_text(&work, found, 1);
			else
				complain(letter == NULL ? "getopts: -%c: no such option" : "getopts: -%c wants a value",
				         found[0]);
			found[0] = letters[0] == ':' && letter != NULL ? ':' : '?';
		}
	} else {
		found[0] = '\0';
		at = 2;
	}
	if (word[at] == '\0') {
		index++;
		at = 0;
	}
	sprintf(text, "%d", index);
	variable_set("OPTIND", text);
	option_at = at;
	return found[0] != '\0';
}

/* getopts letters name [word ...] */
int getopts_builtin(int argc, char **argv)
{
	char found[2] = "";
	const char *value;
	int more;

	if (argc < 3) {
		complain("usage: getopts letters name [word ...]");
		return MISTAKE;
	}
	if (argc > 3)
		more = next_option(argv[1], argv + 3, argc - 3, found, &value);
	else
		more = next_option(argv[1], parameters.v, parameters.n, found, &value);
	if (value != NULL)
		variable_set("OPTARG", value);
	else
		variable_unset("OPTARG");
	return variable_set(argv[2], more ? found : "?") || !more;
}

static int is_reserved(const char *word)
{
	static const char *const reserved[] = {"!",    "{",  "}",   "case", "do",   "done",  "elif", "else",
	                                       "esac", "fi", "for", "if",   "then", "until", "while"};

	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (strcmp(reserved[i], word) == 0)
			return 1;
	return 0;
}

static const char *program(const char *name)
{
	for (char **p = find_paths(name); *p != NULL; p++)
		if (access(*p, X_OK) == 0)
			return *p;
	return NULL;
}

/* Tells what a word is: for `type` in words, for command -v so that it can be used. */
static int tell(const char *name, int in_words)
{
	const char *text = alias_text(name);

	if (text != NULL && in_words)
		printf("%s is an alias for %s\n", name, text);
	else if (text != NULL)
		printf("alias %s='%s'\n", name, text);
	else if (is_reserved(name))
		printf("%s%s\n", name, in_words ? " is a shell keyword" : "");
	else if (function_find(name) != NULL)
		printf("%s%s\n", name, in_words ? " is a shell function" : "");
	else if (builtin_find(name) != NULL)
		printf("%s%s\n", name, in_words ? " is a shell builtin" : "");
	else if ((text = program(name)) != NULL)
		printf("%s%s%s\n", in_words ? name : "", in_words ? " is " : "", text);
	else {
		if (in_words)
			printf("%s: not found\n", name);
		return NOT_FOUND;
	}
	return 0;
}

int type_builtin(int argc, char **argv)
{
	int bad = 0;

	for (int i = 1; i < argc; i++)
		bad |= tell(argv[i], 1);
	return bad;
}

/* command -v name ...; without an option the simple command is run by execute.c, which leaves functions out. */
int command_builtin(int argc, char **argv)
{
	int bad = 0;

	if (argc > 2 && (strcmp(argv[1], "-v") == 0 || strcmp(argv[1], "-V") == 0))
		for (int i = 2; i < argc; i++)
			bad |= tell(argv[i], argv[1][1] == 'V');
	return bad;
}
