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
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "sh.h"

struct expansion {
	enum { FIELDS, ONE, PATTERN, HERE } mode;
	struct words *to;
	struct text field;
	int there;  /* is there a field, if only an empty one in quotes? */
	int absent; /* "$@" without parameters: no field, although it is in quotes */
	int blank;  /* a blank ended the field before: a separator that is none may follow and ends nothing */
};

static int failed;

static const char *put_dollar(struct expansion *x, const char *p, int quoted);
static const char *put_home(struct expansion *x, const char *word);

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
	x->blank = 0;
}

static void end_field(struct expansion *x)
{
	char *pattern;

	if (!x->there || (x->absent && x->field.n == 0)) {
		x->there = x->absent = 0;
		return;
	}
	pattern = text_end(&x->field);
	if (has_pattern(pattern) && !no_files)
		add_files(x->to, pattern);
	else
		words_add(x->to, unescape(&work, pattern));
	x->field = (struct text){.arena = &work};
	x->there = x->absent = 0;
}

static const char *separators(void)
{
	const char *ifs = variable("IFS");

	return ifs != NULL ? ifs : " \t\n";
}

/* A character outside of quotes that was not written as it is: it may end a field. */
static void put_split(struct expansion *x, char c, const char *ifs)
{
	if (x->mode != FIELDS || strchr(ifs, c) == NULL) {
		put(x, c, c == '\\'); /* a backslash of a value is one */
	} else if (isspace(c)) {
		x->blank |= x->there;
		end_field(x);
	} else {
		x->there |= !x->blank;
		x->blank = 0;
		end_field(x);
	}
}

/* A value in quotes is as it is; outside of them it is split where characters of IFS are. */
static void put_value(struct expansion *x, const char *value, int quoted)
{
	const char *ifs = separators();

	for (; *value != '\0'; value++) {
		if (quoted)
			put(x, *value, 1);
		else
			put_split(x, *value, ifs);
	}
}

static void put_parameters(struct expansion *x, int each, int quoted)
{
	char between = each ? ' ' : separators()[0];

	if (parameters.n == 0 && each && quoted)
		x->absent = 1;
	for (int i = 0; i < parameters.n; i++) {
		x->there |= quoted;
		put_value(x, parameters.v[i], quoted);
		if (i == parameters.n - 1)
			break;
		if (x->mode == FIELDS && (each || !quoted))
			end_field(x);
		else if (between != '\0')
			put(x, between, quoted);
	}
}

/* Value of a variable or of a special one; null if it is not set. */
static const char *value_of(const char *name, char text[OPTIONS_MAX + 12])
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
	else if (strcmp(name, "-") == 0)
		return options_letters(text);
	else if (strcmp(name, "0") == 0)
		return shell_name;
	else if (isdigit(name[0]))
		return number(name, &n) && n > 0 && n <= parameters.n ? parameters.v[n - 1] : NULL;
	else if (strcmp(name, "LINENO") == 0)
		n = current_line;
	else
		return variable(name);
	if (n < 0)
		return NULL;
	sprintf(text, "%d", n);
	return text;
}

/* A variable's value where it is only looked at; with -u a variable that is not set is a mistake. */
static const char *known_value(const char *name, char text[OPTIONS_MAX + 12])
{
	const char *value = value_of(name, text);

	if (value == NULL && refuse_unset) {
		complain("%s: is not set", name);
		failed = 1;
	}
	return value;
}

/*
 * A word as it is written. What begins in quotes stays in them, "${name-word}", even where its own quotes end. `split`:
 * it is such a word outside of quotes, which is split as a value is.
 */
static void put_raw(struct expansion *x, const char *raw, int quoted, int split)
{
	const char *ifs = separators();
	int outer = quoted;

	while (*raw != '\0') {
		char c = *raw++;

		if ((x->mode != HERE || split) && c == '"') {
			quoted = outer || !quoted;
			x->there = 1;
		} else if (x->mode != HERE && c == '\'' && !quoted) {
			x->there = 1;
			while (*raw != '\0' && *raw != '\'')
				put(x, *raw++, 1);
			raw += *raw != '\0';
		} else if (c == '\\' && *raw != '\0') {
			if (quoted && strchr("$`\\\n", *raw) == NULL && !(*raw == '"' && (x->mode != HERE || split)) &&
			    !(*raw == '}' && split))
				put(x, '\\', 1);
			else if (*raw == '\n' && raw++)
				continue;
			put(x, *raw++, 1);
		} else if (c == '$') {
			raw = put_dollar(x, raw, quoted);
		} else if (split && !quoted) {
			put_split(x, c, ifs);
		} else {
			put(x, c, quoted);
		}
	}
}

/* What is left of a value when its shortest (or longest) beginning or end that matches is taken away. */
static const char *trimmed(const char *value, const char *pattern, char where, int longest)
{
	int n = strlen(value), at = (where == '#') == !longest ? 0 : n, step = at == 0 ? 1 : -1;
	char *copy = take_text(&work, value, n);

	for (; at >= 0 && at <= n; at += step) {
		char kept = copy[at];

		if (where == '#') {
			copy[at] = '\0';
			if (fnmatch(pattern, copy, 0) == 0)
				return value + at;
			copy[at] = kept;
		} else if (fnmatch(pattern, copy + at, 0) == 0) {
			copy[at] = '\0';
			return copy;
		}
	}
	return value;
}

static void put_length(struct expansion *x, const char *name)
{
	char text[OPTIONS_MAX + 12];
	const char *value = strchr("*@", *name) != NULL ? NULL : known_value(name, text);
	int n = strchr("*@", *name) != NULL ? parameters.n : value != NULL ? (int)strlen(value) : 0;

	sprintf(text, "%d", n);
	put_value(x, text, 0);
}

/* - = ? +, with a colon if an empty value counts as none. */
static void put_instead(struct expansion *x, const char *name, const char *value, const char *word, char op, int quoted)
{
	if (*word == '~' && !quoted && (op == '+') == (value != NULL) && strchr("-+", op) != NULL)
		word = put_home(x, word);
	if (op == '+') {
		if (value != NULL)
			put_raw(x, word, quoted, 1);
	} else if (value != NULL) {
		put_value(x, value, quoted);
	} else if (op == '-') {
		put_raw(x, word, quoted, 1);
	} else if (op == '=') {
		failed |= !is_name(name, strlen(name)) || variable_set(name, expand_one(word));
		put_value(x, failed ? "" : variable(name), quoted);
	} else {
		complain("%s: %s", name, *word != '\0' ? expand_one(word) : "is not set");
		failed = 1;
	}
}

/* What is between the braces of ${name}, ${#name}, ${name op word}. */
static void put_braced(struct expansion *x, const char *p, int quoted)
{
	int length = p[0] == '#' && p[1] != '\0' && (strchr("-=+:%", p[1]) == NULL || p[2] == '\0');
	size_t n = 0, colon;
	char *name, text[OPTIONS_MAX + 12];
	const char *value, *word;

	p += length;
	while (isalnum(p[n]) || p[n] == '_')
		n++;
	if (n == 0 && *p != '\0' && strchr("?$!#*@-", *p) != NULL)
		n = 1;
	name = take_text(&work, p, n);
	colon = p[n] == ':';
	word = p + n + colon;
	if (n == 0 || (length && p[n] != '\0') || (isdigit(name[0]) && strspn(name, "0123456789") != n) ||
	    (*word != '\0' && strchr(colon ? "-=?+" : "-=?+#%", *word) == NULL) || (colon && *word == '\0')) {
		complain("${%s}: makes no sense", p - length);
		failed = 1;
	} else if (length) {
		put_length(x, name);
	} else if (*word == '\0' && (name[0] == '*' || name[0] == '@')) {
		put_parameters(x, name[0] == '@', quoted);
	} else if (*word == '\0') {
		value = known_value(name, text);
		put_value(x, value != NULL ? value : "", quoted);
	} else if (*word == '#' || *word == '%') {
		int longest = word[1] == word[0];

		value = known_value(name, text);
		put_value(x, trimmed(value != NULL ? value : "", expand_pattern(word + 1 + longest), *word, longest),
		          quoted);
	} else {
		int all = name[0] == '*' || name[0] == '@';

		value = !all ? value_of(name, text) : parameters.n > 0 ? parameters.v[0] : NULL;
		if (value != NULL && colon && *value == '\0')
			value = NULL;
		if (all && value != NULL && *word != '+')
			put_parameters(x, name[0] == '@', quoted);
		else
			put_instead(x, name, value, word + 1, *word, quoted);
	}
}

/* $((...)): what is written there is expanded as if in quotes, and then calculated. */
static void put_arithmetic(struct expansion *x, const char *written, int quoted)
{
	struct expansion inner = {.mode = HERE, .field = {.arena = &work}};
	char text[24];
	long long n;

	put_raw(&inner, written, 1, 0);
	if (!calculate(text_end(&inner.field), &n)) {
		failed = 1;
		return;
	}
	sprintf(text, "%lld", n);
	put_value(x, text, quoted);
}

/* A part that the reader has marked; returns where it ends. */
static const char *put_part(struct expansion *x, const char *open, int quoted)
{
	const char *end = skip_part(open);
	char *inside = take_text(&work, open + 2, end - open - 3);

	if (open[1] == '{')
		put_braced(x, inside, quoted);
	else if (open[1] == ARITHMETIC)
		put_arithmetic(x, inside, quoted);
	else
		put_value(x, substitute(inside), quoted);
	return end;
}

/* What stands behind a '$'; returns where it ends. */
static const char *put_dollar(struct expansion *x, const char *p, int quoted)
{
	char *name, text[OPTIONS_MAX + 12];
	const char *value;
	size_t n = 0;

	if (*p == OPEN)
		return put_part(x, p, quoted);
	if (*p == '*' || *p == '@') {
		put_parameters(x, *p == '@', quoted);
		return p + 1;
	}
	if (*p != '\0' && (isdigit(*p) || strchr("?$!#-", *p) != NULL))
		n = 1;
	else
		while (isalnum(p[n]) || p[n] == '_')
			n++;
	if (n == 0) {
		put(x, '$', quoted);
		return p;
	}
	name = take_text(&work, p, n);
	value = known_value(name, text);
	if (value != NULL)
		put_value(x, value, quoted);
	return p + n;
}

/* ~ or ~user where a word, or a part of an assigned path, begins: that home directory. Returns what is behind it. */
static const char *put_home(struct expansion *x, const char *word)
{
	size_t n = strcspn(word, x->mode == ONE ? "/:" : "/");
	const char *home = NULL;

	if (n == 1)
		home = variable("HOME");
	if (home == NULL)
		return word;
	for (; *home != '\0'; home++)
		put(x, *home, 1);
	return word + n;
}

static void put_word(struct expansion *x, const char *word)
{
	if (word[0] == '~')
		word = put_home(x, word);
	put_raw(x, word, x->mode == HERE, 0);
}

/* Characters of a word that is as it was written, as most are. (A word is not empty.) */
static size_t plain(const char *word)
{
	static const char special[1 << CHAR_BIT] = {
		['\0'] = 1, ['$'] = 1, ['`'] = 1, ['"'] = 1, ['\''] = 1,
		['\\'] = 1, ['*'] = 1, ['?'] = 1, ['['] = 1, ['~'] = 1,
	};
	size_t n = 0;

	while (!special[(unsigned char)word[n]])
		n++;
	return n;
}

void expand(struct words *to, const char *word)
{
	struct expansion x;
	size_t n = plain(word);

	if (n > 0 && word[n] == '\0') {
		words_add(to, take_text(&work, word, n));
		return;
	}
	x = (struct expansion){.mode = FIELDS, .to = to, .field = {.arena = &work}};
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

/* A value that is assigned: behind each colon a home directory may stand. */
char *expand_assigned(const char *word)
{
	struct expansion x = {.mode = ONE, .field = {.arena = &work}};

	for (const char *colon; *word == '~' || strstr(word, ":~") != NULL; word = colon) {
		if (*word == '~')
			word = put_home(&x, word);
		if (strpbrk(word, "'\"$\\") != NULL || (colon = strstr(word, ":~")) == NULL)
			break;
		colon++;
		put_raw(&x, take_text(&work, word, colon - word), 0, 0);
	}
	put_raw(&x, word, 0, 0);
	return unescape(&work, text_end(&x.field));
}

char *expand_here(const char *text)
{
	struct expansion x = {.mode = HERE, .field = {.arena = &work}};

	put_raw(&x, text, 1, 0);
	return text_end(&x.field);
}
