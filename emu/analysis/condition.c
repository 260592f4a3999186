/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what one looks for in a run. See condition.h. */
#include "analysis/condition.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "base/alloc.h"

const struct condition_word condition_things[] = {
	{"write", OPERAND_DATUM, CONDITION_WRITE, "something is stored there"},
	{"read", OPERAND_DATUM, CONDITION_READ, "an instruction reads it"},
	{"change", OPERAND_DATUM, CONDITION_CHANGE, "something else is stored there than what is there"},
	{"call", OPERAND_FUNCTION, CONDITION_LOCATION, "the function is entered"},
	{"return", OPERAND_FUNCTION, CONDITION_LOCATION, "the function returns"},
	{"event", OPERAND_EVENT, CONDITION_EVENT, "an event, with these arguments"},
	{"console", OPERAND_TEXT, CONDITION_CONSOLE, "the text has been printed"},
	{0},
};

const struct condition_word condition_filters[] = {
	{"pid", OPERAND_PID, CONDITION_NONE, "by that process"},
	{"mode", OPERAND_MODE, CONDITION_NONE, "by the program, or by the kernel"},
	{"in", OPERAND_LOCATION, CONDITION_NONE, "by an instruction of the function, or of the line"},
	{0},
};

const char *const condition_modes[] = {[MODE_ANY] = "", [MODE_USER] = "user", [MODE_KERNEL] = "kernel", NULL};

/* The rest of a text behind a word and blanks; NULL if it does not begin with that word. */
static const char *behind(const char *text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(text, word, length) != 0 || !isspace((unsigned char)text[length]))
		return NULL;
	return text + length + strspn(text + length, " \t");
}

/* A negative one is what a longword has of it. */
static bool read_value(const char *text, uint64_t *value)
{
	bool minus = *text == '-', hex = !strncmp(text + minus, "0x", 2);
	char *end;

	text += minus;
	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoull(text, &end, hex ? 16 : 10);
	if (minus)
		*value = (uint32_t) - (uint32_t)*value;
	return !*end && !errno && (!hex || end > text + 2);
}

/* Cuts " = VALUE" off a text. False if there is one that is no number. */
static bool cut_value(char *text, struct condition *c)
{
	char *equals = strchr(text, '=');
	size_t length;

	if (!equals)
		return true;
	c->has_value = true;
	*equals = '\0';
	for (length = strlen(text); length && isspace((unsigned char)text[length - 1]); length--)
		text[length - 1] = '\0';
	return read_value(equals + 1 + strspn(equals + 1, " \t"), &c->value);
}

/* "NAME=VALUE ...": arguments of an event. */
static bool read_arguments(char *text, struct condition *c, char *error)
{
	for (char *rest = text, *word; (word = strtok_r(rest, " \t", &rest));) {
		char *equals = strchr(word, '=');
		char name[CONDITION_TEXT];
		int argument = -1;
		uint64_t value;

		if (!equals)
			return error_set(error, "%.60s: behind an event come arguments, as NAME=VALUE", word);
		*equals = '\0';
		for (int i = 0; event_arg_name(c->event, i, name, sizeof name); i++)
			if (!strcmp(name, word))
				argument = i;
		if (argument < 0)
			return error_set(error, "%.60s: %s has no such argument; vforkscope events shows them", word,
			                 event_name(c->event));
		if (!read_value(equals + 1, &value) || value > UINT32_MAX)
			return error_set(error, "%.60s: is no number", equals + 1);
		c->args[argument] = (uint32_t)value;
		c->wanted |= 1u << argument;
	}
	return true;
}

/* A datum, which is written, read or changed. */
static bool read_datum(struct session *session, char *text, const struct timeline_mark *at, enum condition_kind kind,
                       struct condition *c, char *error)
{
	const struct chronicle *ch = &session_cache(session)->chronicle;
	long course;

	c->kind = kind;
	if (!cut_value(text, c))
		return error_set(error, "%.60s: behind = comes a number", text);
	/* one that is not there yet may have its variables where another one has them, and will have its registers */
	if (!datum_read(session, at, c->has_pid ? c->pid : 0, text, &c->datum, error)) {
		if (!c->has_pid || !datum_read(session, at, 0, text, &c->datum, error))
			return false;
		if (c->datum.reg >= 0)
			c->datum.pid = c->pid;
	}
	course = c->datum.pid ? chronicle_course(ch, c->datum.pid, at->icount) : -1;
	if (course >= 0)
		snprintf(c->program, sizeof c->program, "%.*s", MAXCOMLEN,
		         course_name(&ch->courses[course], c->datum.at.icount));
	return true;
}

static bool read_thing(struct session *session, char *text, const struct timeline_mark *at, struct condition *c,
                       char *error)
{
	const struct condition_word *verb = condition_things;
	size_t name = strcspn(text, " \t");
	char word[LOCATION_NAME + 16];
	const char *rest = NULL;
	int kind;

	while (verb->word && !(rest = behind(text, verb->word)))
		verb++;
	if (rest && verb->operand == OPERAND_DATUM)
		return read_datum(session, text + (rest - text), at, verb->kind, c, error);
	if (rest && verb->operand == OPERAND_TEXT) {
		c->kind = verb->kind;
		if (strlen(rest) >= sizeof c->text)
			return error_set(error, "the text to look for is too long");
		strcpy(c->text, rest);
		return true;
	}
	if (rest && verb->operand == OPERAND_EVENT)
		return read_thing(session, text + (rest - text), at, c, error);
	snprintf(word, sizeof word, "%.*s", (int)name, text);
	kind = event_kind(word);
	if (kind >= 0) {
		c->kind = CONDITION_EVENT;
		c->event = (uint32_t)kind;
		return read_arguments(text + name, c, error);
	}
	c->kind = CONDITION_LOCATION;
	if (!rest)
		return location_read(session, text, &c->location, error);
	snprintf(word, sizeof word, strcmp(verb->word, "return") ? "%.71s" : "%.64s.return", rest);
	return location_read(session, word, &c->location, error);
}

/* "NAME = VALUE", "NAME != VALUE". */
static bool read_check(const char *text, struct condition *c, char *error)
{
	const char *equals = strchr(text, '='), *end = equals;
	struct condition_check *check = &c->checks[c->nchecks];

	if (c->nchecks == CONDITION_CHECKS)
		return error_set(error, "%.60s: at most %d variables are compared", text, CONDITION_CHECKS);
	check->other = end > text && end[-1] == '!';
	end -= check->other;
	while (end > text && isspace((unsigned char)end[-1]))
		end--;
	if (end == text || (size_t)(end - text) >= sizeof check->name ||
	    !read_value(equals + 1 + strspn(equals + 1, " \t"), &check->value))
		return error_set(error, "%.60s: write NAME = VALUE or NAME != VALUE", text);
	memcpy(check->name, text, (size_t)(end - text));
	check->name[end - text] = '\0';
	c->nchecks++;
	return true;
}

/* Does it begin with a word for what an instruction does? */
static bool is_doing(const char *text)
{
	for (const struct condition_word *thing = condition_things; thing->word; thing++)
		if ((thing->operand == OPERAND_DATUM || thing->operand == OPERAND_FUNCTION) &&
		    behind(text, thing->word))
			return true;
	return false;
}

static bool read_also(struct session *session, const char *text, struct condition *c, char *error)
{
	struct condition *also;
	bool ok;

	if (*c->also || strlen(text) >= sizeof c->also)
		return error_set(error, "%.60s: one more thing that an instruction does is enough", text);
	also = alloc_new(1, sizeof *also);
	ok = condition_read(session, text, &c->looked_up, also, error);
	free(also);
	strcpy(c->also, text);
	return ok;
}

static bool read_filter(struct session *session, const char *text, struct condition *c, char *error)
{
	const char *rest;
	uint64_t n;

	if ((rest = behind(text, "pid")) && read_value(rest, &n) && n <= UINT32_MAX) {
		c->has_pid = true;
		c->pid = (uint32_t)n;
		return true;
	}
	if ((rest = behind(text, "in")))
		return c->has_inside = location_read(session, rest, &c->inside, error);
	rest = behind(text, "mode");
	for (int mode = MODE_USER; rest && condition_modes[mode]; mode++)
		if (!strcmp(rest, condition_modes[mode])) {
			c->mode = (enum condition_mode)mode;
			return true;
		}
	if (is_doing(text))
		return read_also(session, text, c, error);
	if (strchr(text, '='))
		return read_check(text, c, error);
	return error_set(error,
	                 "%.60s: behind \"and\" comes pid N, mode user, mode kernel, in FUNCTION or FILE:LINE, NAME = "
	                 "VALUE, or what the same instruction does: write, read, change, call, return",
	                 text);
}

bool condition_read(struct session *session, const char *text, const struct timeline_mark *at, struct condition *c,
                    char error[ERROR_MAX])
{
	char *copy = alloc_string(text + strspn(text, " \t")), *and;
	bool ok = true;

	memset(c, 0, sizeof *c);
	c->looked_up = *at;
	while (ok && (and = strstr(copy, CONDITION_AND))) { /* the filters, from the last one on */
		for (char *next; (next = strstr(and+1, CONDITION_AND));)
			and = next;
		ok = read_filter(session, and+strlen(CONDITION_AND), c, error);
		*and = '\0';
	}
	ok = ok && read_thing(session, copy, at, c, error);
	if (ok && c->has_inside && (c->kind == CONDITION_EVENT || c->kind == CONDITION_CONSOLE))
		ok = error_set(error, "%.60s: what an event or a text tells is in no function", text);
	if (ok && *c->also && (c->kind == CONDITION_EVENT || c->kind == CONDITION_CONSOLE))
		ok = error_set(error, "%.60s: no instruction does what an event or a text tells", text);
	free(copy);
	return ok;
}
