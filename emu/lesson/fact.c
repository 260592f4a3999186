/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts of a lesson, asked of the machine. See fact.h. */
#include "lesson/fact.h"

#include <errno.h>
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "analysis/condition.h"
#include "analysis/consequence.h"
#include "analysis/where.h"
#include "base/alloc.h"

/* Values -------------------------------------------------------------------------------------------- */

/* A word at the beginning of a text, and a blank or a colon behind it: steps over both. */
static bool take(const char **text, const char *word, char behind)
{
	size_t n = strlen(word);

	if (strncmp(*text, word, n) || (*text)[n] != behind)
		return false;
	*text += n + 1;
	*text += strspn(*text, " ");
	return true;
}

/* The processes of the loan, or fork, that is shown at an instant. */
static bool party(struct session *session, const struct timeline_mark *at, bool parent, uint32_t *pid, char *error)
{
	struct snapshot *s = snapshot_caption(session, at);

	*pid = s ? parent ? s->lender : s->borrower : 0;
	snapshot_free(s);
	return *pid || error_set(error, "%s: there is neither a loan nor a fork by then", parent ? "parent" : "child");
}

static bool read_number(const char *text, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = *text == '-' ? (uint64_t)strtoll(text, &end, 0) : strtoull(text, &end, 0);
	return end != text && !*end && !errno && (*text == '-' || (*text >= '0' && *text <= '9'));
}

/* Is it memory that has no name of its own, a word of the stack? It is told in hexadecimal, as what lies there is
 * mostly an address; a variable whose type nobody knows, as those of the library, is a number. */
static bool is_place(const char *datum)
{
	static const char way_back[] = ".return";
	size_t n = strlen(datum), ending = strlen(way_back);

	return isdigit((unsigned char)*datum) || (n > ending && !strcmp(datum + n - ending, way_back));
}

static bool term_value(struct session *session, const struct timeline_mark *here, const char *text,
                       struct fact_value *v, char *error)
{
	struct timeline_mark at = *here;
	char name[FACT_NAME];
	const char *rest = name;
	bool frame = false, pids;
	uint32_t pid = 0;
	char *when;

	*v = (struct fact_value){0};
	if (strlen(text) >= sizeof name)
		return error_set(error, "%.60s: is too long", text);
	strcpy(v->text, text);
	strcpy(name, text);
	if (read_number(text, &v->value))
		return true;
	when = strstr(name, " at ");
	if (when) {
		*when = '\0';
		if (!where_mark(session, when + 4, &at, error) && !fact_mark(session, here, when + 4, &at, error))
			return false;
	}
	pids = take(&rest, "pid", ':');
	if (pids && strcmp(rest, "parent") && strcmp(rest, "child"))
		return error_set(error, "%.60s: pid:parent and pid:child, there are no others", rest);
	if (pids) {
		if (!party(session, &at, !strcmp(rest, "parent"), &pid, error))
			return false;
		v->value = pid;
		v->size = 4;
		return true;
	}
	if (take(&rest, "parent", ':') ? !party(session, &at, true, &pid, error)
	                               : take(&rest, "child", ':') && !party(session, &at, false, &pid, error))
		return false;
	frame = take(&rest, "frame", ':');
	if (!datum_read(session, &at, pid, rest, &v->datum, error))
		return false;
	if (frame && v->datum.reg >= 0)
		return error_set(error, "%.60s: a register is in no page frame", rest);
	v->value = frame ? v->datum.pa >> PGSHIFT : v->datum.value;
	v->size = frame ? 4 : v->datum.size;
	snprintf(v->type, sizeof v->type, "%s",
	         frame            ? "int"
	         : *v->datum.type ? v->datum.type
	         : is_place(rest) ? "*"
	                          : "");
	return true;
}

bool fact_value(struct session *session, const struct timeline_mark *here, const char *text, struct fact_value *v,
                char error[ERROR_MAX])
{
	static const char plus[] = " + ";
	const char *next = strstr(text, plus);
	char term[FACT_NAME];
	struct fact_value more;

	if (!next)
		return term_value(session, here, text, v, error);
	snprintf(term, sizeof term, "%.*s", (int)(next - text), text);
	if (!term_value(session, here, term, v, error) || !fact_value(session, here, next + strlen(plus), &more, error))
		return false;
	v->value += more.value;
	v->datum = (struct datum){.reg = -1}; /* it is nowhere */
	if (!v->size) {
		v->size = more.size;
		memcpy(v->type, more.type, sizeof v->type);
	}
	snprintf(v->text, sizeof v->text, "%s", text);
	return true;
}

/* As many bytes as the other one has. */
static uint64_t in_size(uint64_t value, uint32_t size)
{
	return size && size < 8 ? value & ((UINT64_C(1) << 8 * size) - 1) : value;
}

char *fact_tell(const struct fact_value *v, bool hex, char text[24])
{
	uint64_t value = v->value;

	if (hex || strchr(v->type, '*')) {
		snprintf(text, 24, "0x%" PRIx64, value);
		return text;
	}
	if (v->size && v->size < 8 && strncmp(v->type, "unsigned", 8) && value >> (8 * v->size - 1) & 1)
		value |= ~UINT64_C(0) << 8 * v->size;
	snprintf(text, 24, "%" PRId64, (int64_t)value);
	return text;
}

/* Facts --------------------------------------------------------------------------------------------- */

static bool compare(struct session *session, const struct timeline_mark *here, const char *fact, bool *holds,
                    char told[FACT_TOLD], char *error)
{
	static const char *const operators[] = {" = ", " != ", " < ", " > "};
	struct fact_value left, right;
	char a[24], b[24], *text, *at = NULL;
	uint64_t x, y;
	size_t op = 0;
	bool ok;

	text = alloc_string(fact);
	while (op < 4 && !(at = strstr(text, operators[op])))
		op++;
	if (!at) {
		free(text);
		return error_set(error,
		                 "%.60s: is no fact; there are VALUE = VALUE (!=, <, >), printed, prints, happens, "
		                 "parent, and not before each",
		                 fact);
	}
	*at = '\0';
	ok = fact_value(session, here, text, &left, error) &&
	     fact_value(session, here, at + strlen(operators[op]), &right, error);
	free(text);
	if (!ok)
		return false;
	x = in_size(left.value, left.size ? left.size : right.size);
	y = in_size(right.value, right.size ? right.size : left.size);
	*holds = op == 0 ? x == y : op == 1 ? x != y : op == 2 ? x < y : x > y;
	if (!left.size || !right.size)
		snprintf(told, FACT_TOLD, "%s is %s", left.size ? left.text : right.text,
		         fact_tell(left.size ? &left : &right, false, a));
	else
		snprintf(told, FACT_TOLD, "%.60s is %s, %.60s is %s", left.text, fact_tell(&left, false, a), right.text,
		         fact_tell(&right, false, b));
	return true;
}

static bool has_text(struct session *session, uint64_t by, const char *text)
{
	const char *bytes;
	size_t n = timeline_output(session_timeline(session), by, &bytes);
	char *all = alloc_copy(bytes, n);
	bool found = strstr(all, text) != NULL;

	free(all);
	return found;
}

static bool happens(struct session *session, const struct timeline_mark *here, const char *text, bool *holds,
                    char *error)
{
	struct timeline_mark mark = *here;
	struct condition c;

	if (!condition_read(session, text, here, &c, error))
		return false;
	switch (condition_find(session, &c, &mark, false, error)) {
	case PASSAGE_FOUND:
		*holds = true;
		return true;
	case PASSAGE_NONE:
		*holds = false;
		return true;
	default:
		return false;
	}
}

static bool fate(struct session *session, const struct timeline_mark *here, const char *text, bool *holds,
                 char told[FACT_TOLD], char *error)
{
	static const struct {
		const char *word;
		enum ending ending;
	} fates[] = {{"lives", OUTCOME_LIVES}, {"dies", OUTCOME_DIES}, {"strays", OUTCOME_ASTRAY}};
	char ending[SNAP_TEXT];
	enum ending is;
	uint32_t pid;

	if (!party(session, here, true, &pid, error))
		return false;
	is = outcome_of(session, here, pid, ending);
	snprintf(told, FACT_TOLD, "%s", ending);
	if (!strcmp(text, "sleeps")) {
		*holds = is == OUTCOME_STUCK || is == OUTCOME_WAITS;
		return true;
	}
	for (size_t i = 0; i < sizeof fates / sizeof *fates; i++)
		if (!strcmp(text, fates[i].word)) {
			*holds = is == fates[i].ending;
			return true;
		}
	return error_set(error, "%.40s: a parent lives, dies, sleeps or strays", text);
}

bool fact_holds(struct session *session, const struct timeline_mark *here, const char *fact, bool *holds,
                char told[FACT_TOLD], char error[ERROR_MAX])
{
	const char *rest = fact;
	bool not = take(&rest, "not", ' '), ok = true;

	*told = '\0';
	if (take(&rest, "printed", ' ') || take(&rest, "prints", ' ')) {
		bool by_then = !strncmp(fact + (not ? 4 : 0), "printed", 7);

		*holds = has_text(session, by_then ? here->icount : UINT64_MAX, rest);
		snprintf(told, FACT_TOLD, "the console %s \"%.100s\"", *holds ? "has" : "does not have", rest);
	} else if (take(&rest, "happens", ' ')) {
		ok = happens(session, here, rest, holds, error);
		snprintf(told, FACT_TOLD, "%.100s %s", rest, ok && *holds ? "happens" : "does not happen");
	} else if (take(&rest, "parent", ' ')) {
		ok = fate(session, here, rest, holds, told, error);
	} else {
		ok = compare(session, here, rest, holds, told, error);
	}
	if (not )
		*holds = !*holds;
	return ok;
}

bool fact_mark(struct session *session, const struct timeline_mark *from, const char *text, struct timeline_mark *mark,
               char error[ERROR_MAX])
{
	struct condition c;
	char other[ERROR_MAX];

	if (where_is_one(text))
		return where_mark(session, text, mark, error);
	*mark = *from;
	if (condition_read(session, text, from, &c, other)) {
		switch (condition_find(session, &c, mark, false, error)) {
		case PASSAGE_FOUND:
			return true;
		case PASSAGE_NONE:
			return error_set(error, "%.80s: does not happen from here on", text);
		default:
			return false;
		}
	}
	if (where_mark(session, text, mark, error))
		return true;
	if (strchr(text, ' ')) /* it was meant to be a condition */
		error_set(error, "%s", other);
	return false;
}
