/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line of a process script: see line.h. */
#include "script/line.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { TEXT_COLUMN = 44 /* where a source begins, if there is room */ };

static const struct {
	const char *word, *operands;
} verbs[] = {
#define VERB(symbol, word, operands, says) {word, operands},
	SCRIPT_VERBS(VERB)
#undef VERB
};

/* Signals that Linux and BSD have, with 4.3BSD's numbers (sys/h/signal.h; 0: only Linux has it), and what they do by
 * themselves: `e` end a process, `i` nothing, `s` stop it, `l` end it on Linux only (signal(7); 4.3BSD sigvec(2)). */
static const struct {
	const char *name;
	int number;
	char does;
} signals[] = {
	{"SIGHUP", 1, 'e'},    {"SIGINT", 2, 'e'},   {"SIGQUIT", 3, 'e'},    {"SIGILL", 4, 'e'},
	{"SIGTRAP", 5, 'e'},   {"SIGABRT", 6, 'e'},  {"SIGIOT", 6, 'e'},     {"SIGEMT", 7, 'e'},
	{"SIGFPE", 8, 'e'},    {"SIGKILL", 9, 'e'},  {"SIGBUS", 10, 'e'},    {"SIGSEGV", 11, 'e'},
	{"SIGSYS", 12, 'e'},   {"SIGPIPE", 13, 'e'}, {"SIGALRM", 14, 'e'},   {"SIGTERM", 15, 'e'},
	{"SIGURG", 16, 'i'},   {"SIGSTOP", 17, 's'}, {"SIGTSTP", 18, 's'},   {"SIGCONT", 19, 'i'},
	{"SIGCHLD", 20, 'i'},  {"SIGTTIN", 21, 's'}, {"SIGTTOU", 22, 's'},   {"SIGIO", 23, 'l'},
	{"SIGXCPU", 24, 'e'},  {"SIGXFSZ", 25, 'e'}, {"SIGVTALRM", 26, 'e'}, {"SIGPROF", 27, 'e'},
	{"SIGWINCH", 28, 'i'}, {"SIGINFO", 29, 'i'}, {"SIGUSR1", 30, 'e'},   {"SIGUSR2", 31, 'e'},
	{"SIGSTKFLT", 0, 'e'}, {"SIGPWR", 0, 'e'},   {"SIGPOLL", 23, 'l'},
};

const char *script_verb_word(enum script_verb verb)
{
	return verbs[verb].word;
}

const char *script_verb_operands(enum script_verb verb)
{
	return verbs[verb].operands;
}

/* Where the signal is in the table; -1: it is none of it. */
static int find_signal(const char *name)
{
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (!strcmp(name, signals[i].name))
			return (int)i;
	return -1;
}

bool script_symbol_char(char c)
{
	return isupper((unsigned char)c) || isdigit((unsigned char)c) || c == '_' || c == '+';
}

/* Real-time signals: SIGRTMIN, SIGRT_1 and so on. */
static bool is_real_time(const char *name)
{
	if (strncmp(name, "SIGRT", 5) != 0)
		return false;
	while (*name && script_symbol_char(*name))
		name++;
	return !*name;
}

int script_signal(const char *name)
{
	int i = find_signal(name);

	return i >= 0 ? signals[i].number : is_real_time(name) ? 0 : -1;
}

bool script_signal_ends(const char *name)
{
	int i = find_signal(name);

	return i < 0 || signals[i].does == 'e' || signals[i].does == 'l';
}

int script_signal_death(const char *name)
{
	int i = find_signal(name);

	return i < 0 || signals[i].does != 'e' ? 0 : signals[i].number;
}

static bool name_char(char c)
{
	return isalnum((unsigned char)c) || c == '.' || c == '_' || c == '-' || c == '+';
}

static bool name_good(const char *name, size_t length)
{
	if (!length || length >= SCRIPT_NAME || !isalnum((unsigned char)*name))
		return false;
	for (size_t i = 0; i < length; i++)
		if (!name_char(name[i]))
			return false;
	return true;
}

/* Reading --------------------------------------------------------------------------------------- */

struct reader {
	const char *text, *at, *end;
	char *error;
	unsigned *column;
};

static void skip_blanks(struct reader *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t'))
		r->at++;
}

static bool fail(struct reader *r, const char *at, const char *what)
{
	*r->column = (unsigned)(at - r->text) + 1;
	return error_set(r->error, "%s", what);
}

static bool word_char(char c)
{
	return c > ' ' && c <= '~' && !strchr("\"#@:\\", c);
}

/* A word that ends at a blank; its characters are not looked at. */
static size_t token(const struct reader *r)
{
	size_t n = 0;

	while (r->at + n < r->end && r->at[n] != ' ' && r->at[n] != '\t')
		n++;
	return n;
}

static bool read_quoted(struct reader *r, char *to, size_t room)
{
	const char *begin = r->at++;
	size_t n = 0;

	for (; r->at < r->end && *r->at != '"'; r->at++) {
		unsigned char c = (unsigned char)*r->at;

		if (c == '\\' && r->at + 1 < r->end && r->at[1] >= '0' && r->at[1] <= '3') {
			if (r->end - r->at < 4 || r->at[2] < '0' || r->at[2] > '7' || r->at[3] < '0' || r->at[3] > '7')
				return fail(r, r->at, "a backslash takes three octal digits, n, t, \\ or \"");
			c = (unsigned char)((r->at[1] - '0') << 6 | (r->at[2] - '0') << 3 | (r->at[3] - '0'));
			r->at += 3;
		} else if (c == '\\') {
			const char *from = "nt\\\"", *found = r->at + 1 < r->end ? strchr(from, r->at[1]) : NULL;

			if (!found || !*found)
				return fail(r, r->at, "a backslash takes three octal digits, n, t, \\ or \"");
			c = (unsigned char)"\n\t\\\""[found - from];
			r->at++;
		}
		if (!c)
			return fail(r, r->at, "a word cannot have a NUL in it");
		if (n + 1 >= room)
			return fail(r, begin, "the word is too long (at most 255 bytes)");
		to[n++] = (char)c;
	}
	if (r->at == r->end)
		return fail(r, begin, "the quotation mark is not closed");
	r->at++;
	to[n] = '\0';
	return n || fail(r, begin, "the word is empty");
}

static bool read_word(struct reader *r, char *to, size_t room)
{
	const char *begin = r->at;
	size_t n = 0;

	if (r->at < r->end && *r->at == '"')
		return read_quoted(r, to, room);
	while (r->at < r->end && word_char(*r->at)) {
		if (n + 1 >= room)
			return fail(r, begin, "the word is too long");
		to[n++] = *r->at++;
	}
	to[n] = '\0';
	if (r->at < r->end && *r->at != ' ' && *r->at != '\t')
		return fail(r, r->at, "this character stands only in quotation marks");
	return n || fail(r, begin, "a word is missing");
}

/* A number with a unit that may follow it. units: "K" and so on, each with its factor. */
struct unit {
	const char *name;
	uint64_t factor;
};
static const struct unit sizes[] = {{"G", 1 << 30}, {"M", 1 << 20}, {"K", 1 << 10}, {"", 1}, {NULL, 0}};
static const struct unit times[] = {{"s", 1000000}, {"ms", 1000}, {"us", 1}, {NULL, 0}};
static const struct unit plain[] = {{"", 1}, {NULL, 0}};

static bool read_number(struct reader *r, const struct unit *units, uint64_t most, const char *what, uint64_t *value)
{
	const char *begin = r->at;
	size_t length = token(r), n = 0;
	uint64_t v = 0;

	for (; n < length && isdigit((unsigned char)begin[n]); n++) {
		if (v > most)
			return fail(r, begin, "the number is too large");
		v = v * 10 + (uint64_t)(begin[n] - '0');
	}
	for (const struct unit *u = units; n && u->name; u++)
		if (strlen(u->name) == length - n && !memcmp(u->name, begin + n, length - n)) {
			if (v > most / u->factor)
				return fail(r, begin, "the number is too large");
			*value = v * u->factor;
			r->at += length;
			return true;
		}
	return fail(r, begin, what);
}

static bool read_name(struct reader *r, char *to)
{
	size_t n = 0;

	while (r->at + n < r->end && name_char(r->at[n]))
		n++;
	if (!name_good(r->at, n))
		return fail(r, r->at,
		            "a process is named by 1 to 23 letters, digits and . _ - +, a letter or digit first");
	memcpy(to, r->at, n);
	to[n] = '\0';
	r->at += n;
	return true;
}

/* The word, if it is the next one. */
static bool keyword(struct reader *r, const char *word)
{
	size_t n = token(r);

	if (n != strlen(word) || memcmp(r->at, word, n) != 0)
		return false;
	r->at += n;
	return true;
}

/* An upper-case word, such as an error's or a signal's name. */
static bool read_symbol(struct reader *r, char *to, size_t room, const char *what)
{
	size_t n = token(r);

	if (n < 2 || n >= room)
		return fail(r, r->at, what);
	for (size_t i = 0; i < n; i++)
		if (!script_symbol_char(r->at[i]))
			return fail(r, r->at, what);
	memcpy(to, r->at, n);
	to[n] = '\0';
	r->at += n;
	return true;
}

static bool read_fd(struct reader *r, uint32_t *fd)
{
	uint64_t v;

	if (!read_number(r, plain, SCRIPT_FD_MAX, "a descriptor is a number, 0 to 1023", &v))
		return false;
	*fd = (uint32_t)v;
	return true;
}

static bool read_signal(struct reader *r, bool ends, char *to, size_t room)
{
	const char *begin = r->at;

	if (!read_symbol(r, to, room, "a signal is written as SIGTERM"))
		return false;
	if (script_signal(to) < 0)
		return fail(r, begin, "there is no such signal");
	return !ends || script_signal_ends(to) || fail(r, begin, "this signal ends nobody: it is ignored, or stops");
}

/* One operand by its letter. optional: that it is not there is no mistake. */
static bool read_operand(struct reader *r, char letter, bool optional, struct script_line *line)
{
	if (optional && (r->at == r->end || *r->at == '#' || *r->at == '@'))
		return true;
	switch (letter) {
	case 'p':
		return read_name(r, line->whom);
	case 's':
		line->sized = true;
		return read_number(r, sizes, SCRIPT_SIZE_MAX, "a size is a number of bytes, or of K, M or G",
		                   &line->size);
	case 't':
		return read_number(r, times, SCRIPT_TIME_MAX, "a time is a number of s, ms or us", &line->size);
	case 'n':
		return read_number(r, plain, 255, "an exit status is a number, 0 to 255", &line->size);
	case 'f':
		return read_fd(r, &line->fd);
	case 'g':
		return read_fd(r, &line->to);
	case 'w':
		return read_word(r, line->word, sizeof line->word);
	case 'e':
		return read_symbol(r, line->error, sizeof line->error, "an error is written as ENOENT");
	case 'i':
		return read_signal(r, line->verb == SCRIPT_DIE, line->signal, sizeof line->signal);
	case 'x':
		line->flag = keyword(r, "end");
		return line->flag || read_operand(r, 's', false, line);
	case 'c':
		line->flag = keyword(r, "cloexec");
		return line->flag || fail(r, r->at, "nothing but cloexec can stand here");
	case 'o':
		line->flag = keyword(r, "core");
		return line->flag || fail(r, r->at, "nothing but core can stand here");
	default: /* d */
		line->flag = keyword(r, "off");
		return line->flag || fail(r, r->at, "nothing but off can stand here");
	}
}

static bool read_verb(struct reader *r, struct script_line *line)
{
	size_t n = token(r);

	for (unsigned v = 0; v < SCRIPT_VERB_COUNT; v++)
		if (strlen(verbs[v].word) == n && !memcmp(verbs[v].word, r->at, n)) {
			line->verb = (enum script_verb)v;
			r->at += n;
			return true;
		}
	return fail(r, r->at, n ? "there is no such verb; docs/process-script.md has them" : "a verb is missing");
}

static bool read_sentence(struct reader *r, struct script_line *line)
{
	bool optional = false;
	unsigned n = 2;

	line->there = true;
	line->column[0] = (uint16_t)(r->at - r->text + 1);
	if (!read_name(r, line->who))
		return false;
	if (r->at == r->end || *r->at != ':')
		return fail(r, r->at, "a colon follows the name of the process that does something");
	r->at++;
	skip_blanks(r);
	line->column[1] = (uint16_t)(r->at - r->text + 1);
	if (!read_verb(r, line))
		return false;
	for (const char *o = verbs[line->verb].operands; *o; o++) {
		if (*o == '[')
			optional = true;
		if (*o == '[' || *o == ']')
			continue;
		skip_blanks(r);
		if (n < 4)
			line->column[n++] = (uint16_t)(r->at - r->text + 1);
		if (!read_operand(r, *o, optional, line))
			return false;
	}
	skip_blanks(r);
	return true;
}

bool script_line_read(const char *text, size_t length, struct script_line *line, unsigned *column,
                      char error[ERROR_MAX])
{
	struct reader r = {text, text, text + length, error, column};
	size_t n;

	memset(line, 0, offsetof(struct script_line, comment));
	memset(line->column, 0, sizeof line->column);
	line->who[0] = line->whom[0] = line->word[0] = line->comment[0] = '\0';
	if (length >= SCRIPT_LINE)
		return fail(&r, text + SCRIPT_LINE - 1, "the line is too long");
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < ' ' && text[i] != '\t')
			return fail(&r, text + i, "a control character");
	skip_blanks(&r);
	if (r.at < r.end && *r.at != '#' && !read_sentence(&r, line))
		return false;
	if (r.at < r.end && *r.at == '@' && line->there) {
		r.at++;
		if (!read_number(&r, plain, SCRIPT_TIME_MAX, "@ is followed by the number of a line", &line->source))
			return false;
		skip_blanks(&r);
	}
	if (r.at < r.end && *r.at != '#')
		return fail(&r, r.at, "nothing more can stand here");
	n = (size_t)(r.end - r.at);
	if (n >= sizeof line->comment)
		return fail(&r, r.at, "the comment is too long (at most 255 bytes)");
	memcpy(line->comment, r.at, n);
	while (n && (line->comment[n - 1] == ' ' || line->comment[n - 1] == '\t'))
		n--;
	line->comment[n] = '\0';
	return true;
}

/* Writing --------------------------------------------------------------------------------------- */

static void put_number(struct text *t, uint64_t value, const struct unit *units)
{
	const struct unit *u = units;

	while (u[1].name && (value % u->factor || !value))
		u++;
	text_put(t, " %" PRIu64 "%s", value / u->factor, u->name);
}

static void put_word(struct text *t, const char *word)
{
	bool bare = *word;

	for (const char *c = word; *c; c++)
		bare = bare && word_char(*c);
	text_put(t, " ");
	if (bare)
		text_put(t, "%s", word);
	else
		text_quote(t, word, strlen(word));
}

static void put_operand(struct text *t, char letter, bool optional, const struct script_line *line)
{
	switch (letter) {
	case 'p':
		text_put(t, " %s", line->whom);
		break;
	case 's':
		if (!optional || line->sized)
			put_number(t, line->size, sizes);
		break;
	case 't':
		put_number(t, line->size, times);
		break;
	case 'n':
		text_put(t, " %" PRIu64, line->size);
		break;
	case 'f':
		text_put(t, " %u", line->fd);
		break;
	case 'g':
		text_put(t, " %u", line->to);
		break;
	case 'w':
		if (!optional || *line->word)
			put_word(t, line->word);
		break;
	case 'e':
		text_put(t, " %s", line->error);
		break;
	case 'i':
		text_put(t, " %s", line->signal);
		break;
	case 'x':
		if (line->flag)
			text_put(t, " end");
		else
			put_number(t, line->size, sizes);
		break;
	default:
		if (line->flag)
			text_put(t, "%s", letter == 'c' ? " cloexec" : letter == 'o' ? " core" : " off");
		break;
	}
}

size_t script_line_write(const struct script_line *line, char *text)
{
	struct text t = text_in(text, SCRIPT_LINE);
	bool optional = false;

	if (line->there) {
		text_put(&t, "%s: %s", line->who, verbs[line->verb].word);
		for (const char *o = verbs[line->verb].operands; *o; o++) {
			if (*o == '[')
				optional = true;
			if (*o != '[' && *o != ']')
				put_operand(&t, *o, optional, line);
		}
		if (line->source)
			text_put(&t, "%*s@%" PRIu64, t.used < TEXT_COLUMN ? (int)(TEXT_COLUMN - t.used) : 1, "",
			         line->source);
		if (*line->comment)
			text_put(&t, " ");
	}
	text_put(&t, "%s\n", line->comment);
	return t.used;
}
