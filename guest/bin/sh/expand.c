/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A word as it is written to the words that a program gets: ~, variables, substituted commands, splitting, files.
 *
 * All of this is done by the shell itself before it calls vfork. It takes memory, sets $?, may start commands and may
 * fail:
 * a borrower that did it would do all that to the memory of the shell, which goes on with it.
 *
 * On the way a word is a pattern: what was quoted has a backslash before it, so that it matches only itself.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "sh.h"

struct expansion {
	enum { FIELDS, ONE, PATTERN, HERE } mode;
	struct words *to;
	struct text field;
	int there;  /* is there a field, if only an empty one in quotes? */
	int absent; /* "$@" without parameters: no field, although it is in quotes */
};

static int failed;

static const char *put_dollar(struct expansion *x, const char *p, int quoted);

int expand_failed(void)
{
	int was = failed;

	failed = 0;
	return was;
}

static void put(struct expansion *x, char c, int quoted)
{
	if (quoted && x->mode != HERE && strchr("*?[]!-\\", c) != NULL)
		text_put(&x->field, '\\');
	text_put(&x->field, c);
	x->there = 1;
}

static void end_field(struct expansion *x)
{
	char *pattern;

	if (!x->there || (x->absent && x->field.n == 0)) {
		x->there = x->absent = 0;
		return;
	}
	pattern = text_end(&x->field);
	if (has_pattern(pattern))
		add_files(x->to, pattern);
	else
		words_add(x->to, unescape(&work, pattern));
	x->field = (struct text){.arena = &work};
	x->there = x->absent = 0;
}

/* A value in quotes is as it is; outside of them it is split where characters of IFS are. */
static void put_value(struct expansion *x, const char *value, int quoted)
{
	const char *ifs = variable("IFS");

	if (ifs == NULL)
		ifs = " \t\n";
	for (; *value != '\0'; value++) {
		if (quoted || x->mode != FIELDS || strchr(ifs, *value) == NULL) {
			/* a backslash of a value is one */
			put(x, *value, quoted || *value == '\\');
		} else {
			if (!isspace(*value))
				x->there = 1;
			end_field(x);
		}
	}
}

static void put_parameters(struct expansion *x, int each, int quoted)
{
	if (parameters.n == 0 && each && quoted)
		x->absent = 1;
	for (int i = 0; i < parameters.n; i++) {
		put_value(x, parameters.v[i], quoted);
		if (i == parameters.n - 1)
			break;
		if (x->mode == FIELDS && (each || !quoted)) {
			x->there |= quoted;
			end_field(x);
		} else {
			put(x, ' ', quoted);
		}
	}
}

/* Value of a variable or of a special one; null if it is not set. */
static const char *value_of(const char *name, char text[12])
{
	int n = -1;

	if (strcmp(name, "?") == 0)
		n = status;
	else if (strcmp(name, "$") == 0)
		n = shell_pid; /* of a subshell, too: it is a copy of the shell */
	else if (strcmp(name, "!") == 0)
		n = background > 0 ? background : -1;
	else if (strcmp(name, "#") == 0)
		n = parameters.n;
	else if (strcmp(name, "0") == 0)
		return shell_name;
	else if (isdigit(name[0]))
		return name[0] - '0' <= parameters.n ? parameters.v[name[0] - '1'] : NULL;
	else
		return variable(name);
	if (n < 0)
		return NULL;
	sprintf(text, "%d", n);
	return text;
}

/* The raw word of ${name-word}, with the rules of where it stands. */
static void put_raw(struct expansion *x, const char *raw, int quoted)
{
	while (*raw != '\0') {
		char c = *raw++;

		if (x->mode != HERE && c == '"') {
			quoted = !quoted;
			x->there = 1;
		} else if (x->mode != HERE && c == '\'' && !quoted) {
			x->there = 1;
			while (*raw != '\0' && *raw != '\'')
				put(x, *raw++, 1);
			raw += *raw != '\0';
		} else if (c == '\\' && *raw != '\0') {
			if (quoted && strchr("$`\\\n", *raw) == NULL && !(*raw == '"' && x->mode != HERE))
				put(x, '\\', 1);
			else if (*raw == '\n' && raw++)
				continue;
			put(x, *raw++, 1);
		} else if (c == '$') {
			raw = put_dollar(x, raw, quoted);
		} else if (c == '`') {
			size_t n = skip_part(raw - 1) - 1;
			struct text command = {.arena = &work};

			for (const char *end = raw + n - 1; raw < end; raw++) {
				if (*raw == '\\' && strchr("`$\\", raw[1]) != NULL)
					raw++;
				text_put(&command, *raw);
			}
			raw++;
			put_value(x, substitute(text_end(&command)), quoted);
		} else {
			put(x, c, quoted);
		}
	}
}

/* ${name}, or ${name op word} where op is one of - = ? +, with a colon if an empty value counts as none. */
static const char *put_braced(struct expansion *x, const char *p, int quoted)
{
	size_t n = 0, length = skip_part(p - 2) - 2;
	const char *end = p + length - 1;
	char *name, *word, text[12], op;
	const char *value;
	int colon;

	while (isalnum(p[n]) || p[n] == '_')
		n++;
	if (n == 0 && strchr("?$!#*@", *p) != NULL)
		n = 1;
	name = take_text(&work, p, n);
	colon = p[n] == ':';
	op = p[n + colon];
	word = p + n < end ? take_text(&work, p + n + colon + 1, end - (p + n + colon + 1)) : NULL;
	if (n == 0 || (word != NULL && strchr("-=?+", op) == NULL) || (isdigit(name[0]) && n > 1)) {
		complain("${%s: makes no sense", p);
		failed = 1;
		return end + 1;
	}
	if (name[0] == '*' || name[0] == '@') {
		put_parameters(x, name[0] == '@', quoted);
		return end + 1;
	}
	value = value_of(name, text);
	if (value != NULL && colon && *value == '\0')
		value = NULL;
	if (word == NULL || op == '+') {
		if (value != NULL && word == NULL)
			put_value(x, value, quoted);
		else if (value != NULL)
			put_raw(x, word, quoted);
	} else if (value != NULL) {
		put_value(x, value, quoted);
	} else if (op == '-') {
		put_raw(x, word, quoted);
	} else if (op == '=') {
		failed |= !is_name(name, n) || variable_set(name, expand_one(word));
		put_value(x, failed ? "" : variable(name), quoted);
	} else {
		complain("%s: %s", name, *word != '\0' ? expand_one(word) : "is not set");
		failed = 1;
	}
	return end + 1;
}

/* What stands behind a '$'; returns where it ends. */
static const char *put_dollar(struct expansion *x, const char *p, int quoted)
{
	char *name, text[12];
	const char *value;
	size_t n = 0;

	if (*p == '{')
		return put_braced(x, p + 1, quoted);
	if (*p == '(') {
		n = skip_part(p - 1) - 1;
		if (p[1] == '(') {
			complain("$((...)): arithmetic is done by expr here");
			failed = 1;
			return p + n;
		}
		put_value(x, substitute(take_text(&work, p + 1, n - 2)), quoted);
		return p + n;
	}
	if (*p == '*' || *p == '@') {
		put_parameters(x, *p == '@', quoted);
		return p + 1;
	}
	if (*p != '\0' && (isdigit(*p) || strchr("?$!#", *p) != NULL))
		n = 1;
	else if (!isdigit(*p))
		while (isalnum(p[n]) || p[n] == '_')
			n++;
	if (n == 0) {
		put(x, '$', quoted);
		return p;
	}
	name = take_text(&work, p, n);
	value = value_of(name, text);
	if (value != NULL)
		put_value(x, value, quoted);
	return p + n;
}

/* ~ is the home directory where it begins a word and nothing else follows but a path. */
static void put_word(struct expansion *x, const char *word)
{
	const char *home = variable("HOME");

	if (word[0] == '~' && (word[1] == '\0' || word[1] == '/') && home != NULL) {
		for (; *home != '\0'; home++)
			put(x, *home, 1);
		word++;
	}
	put_raw(x, word, x->mode == HERE);
}

void expand(struct words *to, const char *word)
{
	struct expansion x = {.mode = FIELDS, .to = to, .field = {.arena = &work}};

	put_word(&x, word);
	end_field(&x);
}

static char *expand_whole(const char *word, int mode)
{
	struct expansion x = {.mode = mode, .field = {.arena = &work}};

	put_word(&x, word);
	return text_end(&x.field);
}

char *expand_pattern(const char *word)
{
	return expand_whole(word, PATTERN);
}

char *expand_one(const char *word)
{
	return unescape(&work, expand_whole(word, ONE));
}

char *expand_here(const char *text)
{
	struct expansion x = {.mode = HERE, .field = {.arena = &work}};

	put_raw(&x, text, 1);
	return text_end(&x.field);
}
