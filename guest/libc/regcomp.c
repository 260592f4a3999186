/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Regular expressions are compiled: a recursive descent, whose functions append to the program what they have read. */
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "regex_private.h"

#define MOST_INSNS 16000 /* so that a jump fits into its argument */
#define MOST_PARTS 250
#define MOST_REPEATS 255 /* RE_DUP_MAX */
#define WITHOUT_END (-1) /* \{3,\} */

struct reading {
	struct _reprogram *to;
	const char *p, *end;
	int extended, parts, depth;
	unsigned int closed[MOST_PARTS / 32 + 1]; /* parts that \1 may name */
	int error;
};

static void alternatives(struct reading *r);

static void fail(struct reading *r, int error)
{
	if (r->error == 0)
		r->error = error;
	r->p = r->end;
}

/* Makes room for instructions at a place. False if there is no memory. */
static int make_room(struct reading *r, int at, int count)
{
	struct _reprogram *to = r->to;

	if (r->error != 0)
		return 0;
	if (to->count + count > MOST_INSNS) {
		fail(r, REG_ESPACE);
		return 0;
	}
	if (to->count + count > to->room) {
		int room = to->room + count + 32;
		struct re_insn *larger = realloc(to->insns, room * sizeof(*larger));

		if (larger == NULL) {
			fail(r, REG_ESPACE);
			return 0;
		}
		to->insns = larger;
		to->room = room;
	}
	memmove(to->insns + at + count, to->insns + at, (to->count - at) * sizeof(*to->insns));
	to->count += count;
	return 1;
}

static void insert(struct reading *r, int at, enum re_op op, int arg)
{
	if (make_room(r, at, 1))
		r->to->insns[at] = (struct re_insn){(unsigned char)op, (short)arg};
}

static void append(struct reading *r, enum re_op op, int arg)
{
	insert(r, r->to->count, op, arg);
}

static int at(const struct reading *r, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(r->end - r->p) >= n && strncmp(r->p, what, n) == 0;
}

/* Takes an operator: in basic expressions a \ stands before it. */
static int take_operator(struct reading *r, char c)
{
	if (r->extended ? r->p < r->end && *r->p == c : r->end - r->p > 1 && r->p[0] == '\\' && r->p[1] == c) {
		r->p += r->extended ? 1 : 2;
		return 1;
	}
	return 0;
}

static void add_to_set(re_set set, int c, int flags)
{
	set[c / 32] |= 1u << c % 32;
	if (!(flags & REG_ICASE))
		return;
	set[toupper(c) / 32] |= 1u << toupper(c) % 32;
	set[tolower(c) / 32] |= 1u << tolower(c) % 32;
}

static int alpha(int c)
{
	return isalpha(c);
}
static int digit(int c)
{
	return isdigit(c);
}
static int alnum(int c)
{
	return isalnum(c);
}
static int upper(int c)
{
	return isupper(c);
}
static int lower(int c)
{
	return islower(c);
}
static int space(int c)
{
	return isspace(c);
}
static int blank(int c)
{
	return isblank(c);
}
static int punct(int c)
{
	return ispunct(c);
}
static int print(int c)
{
	return isprint(c);
}
static int graph(int c)
{
	return isgraph(c);
}
static int cntrl(int c)
{
	return iscntrl(c);
}
static int xdigit(int c)
{
	return isxdigit(c);
}

/* [:alpha:] */
static void read_class(struct reading *r, re_set set)
{
	static const struct {
		const char *name;
		int (*is)(int c);
	} classes[] = {{"alpha:]", alpha}, {"digit:]", digit}, {"alnum:]", alnum}, {"upper:]", upper},
	               {"lower:]", lower}, {"space:]", space}, {"blank:]", blank}, {"punct:]", punct},
	               {"print:]", print}, {"graph:]", graph}, {"cntrl:]", cntrl}, {"xdigit:]", xdigit}};

	r->p += 2;
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (!at(r, classes[i].name))
			continue;
		for (int c = 1; c < 256; c++)
			if (classes[i].is(c))
				add_to_set(set, c, r->to->flags);
		r->p += strlen(classes[i].name);
		return;
	}
	fail(r, REG_ECTYPE);
}

/* A character within [ ], which may be written [.c.] or [=c=]. */
static int read_member(struct reading *r)
{
	int c;

	if (at(r, "[.") || at(r, "[=")) {
		char closing = r->p[1];

		if (r->end - r->p < 5 || r->p[3] != closing || r->p[4] != ']') {
			fail(r, REG_ECOLLATE);
			return 0;
		}
		c = (unsigned char)r->p[2];
		r->p += 5;
		return c;
	}
	if (r->p == r->end) {
		fail(r, REG_EBRACK);
		return 0;
	}
	return (unsigned char)*r->p++;
}

/* What stands between [ and ]. */
static void bracket(struct reading *r)
{
	struct _reprogram *to = r->to;
	re_set *larger = realloc(to->sets, (to->set_count + 1) * sizeof(*larger));
	int negated = r->p < r->end && *r->p == '^', first = 1;
	uint32_t *set;

	if (larger == NULL) {
		fail(r, REG_ESPACE);
		return;
	}
	to->sets = larger;
	set = memset(larger[to->set_count], 0, sizeof(*larger));
	r->p += negated;
	for (; r->error == 0 && (first || !at(r, "]")); first = 0) {
		int low, high;

		if (at(r, "[:")) {
			read_class(r, set);
			continue;
		}
		low = high = read_member(r);
		if (r->end - r->p > 1 && r->p[0] == '-' && r->p[1] != ']') {
			r->p++;
			high = read_member(r);
		}
		if (low > high)
			fail(r, REG_ERANGE);
		for (int c = low; c <= high && r->error == 0; c++)
			add_to_set(set, c, to->flags);
	}
	if (r->error != 0)
		return;
	r->p++;
	for (int i = 0; negated && i < 8; i++)
		set[i] = ~set[i];
	if (negated && (to->flags & REG_NEWLINE))
		set['\n' / 32] &= ~(1u << '\n' % 32);
	append(r, RE_SET, to->set_count++);
}

static void character(struct reading *r, int c)
{
	struct _reprogram *to = r->to;

	if (!(to->flags & REG_ICASE) || !isalpha(c)) {
		append(r, RE_CHAR, c);
		return;
	}
	/* as if it were [cC] */
	re_set *larger = realloc(to->sets, (to->set_count + 1) * sizeof(*larger));
	if (larger == NULL) {
		fail(r, REG_ESPACE);
		return;
	}
	to->sets = larger;
	memset(larger[to->set_count], 0, sizeof(*larger));
	add_to_set(larger[to->set_count], c, to->flags);
	append(r, RE_SET, to->set_count++);
}

/* What stands between \( and \). */
static void part(struct reading *r)
{
	int number = ++r->parts;

	if (number > MOST_PARTS) {
		fail(r, REG_ESPACE);
		return;
	}
	append(r, RE_SAVE, 2 * number);
	r->depth++;
	alternatives(r);
	r->depth--;
	if (!take_operator(r, ')')) {
		fail(r, REG_EPAREN);
		return;
	}
	append(r, RE_SAVE, 2 * number + 1);
	r->closed[number / 32] |= 1u << number % 32;
}

/* A \ and what follows it. */
static void escaped(struct reading *r)
{
	int c;

	if (r->end - r->p < 2) {
		fail(r, REG_EESCAPE);
		return;
	}
	c = (unsigned char)r->p[1];
	r->p += 2;
	if (c == '<') {
		append(r, RE_WORD, 0);
	} else if (c == '>') {
		append(r, RE_ENDWORD, 0);
	} else if (c >= '1' && c <= '9') {
		if (!(r->closed[0] >> (c - '0') & 1))
			fail(r, REG_ESUBREG);
		append(r, RE_BACK, c - '0');
		r->to->backs = 1;
	} else {
		character(r, c);
	}
}

/* What a * may stand behind. `first`: an expression or a part of it begins here. */
static void atom(struct reading *r, int first)
{
	int c = (unsigned char)*r->p;

	if (take_operator(r, '(')) {
		part(r);
		return;
	}
	switch (c) {
	case '[':
		r->p++;
		bracket(r);
		return;
	case '.':
		r->p++;
		append(r, r->to->flags & REG_NEWLINE ? RE_ANYLINE : RE_ANY, 0);
		return;
	case '^':
		r->p++;
		if (r->extended || first)
			append(r, RE_BOL, 0);
		else
			character(r, c);
		return;
	case '$':
		r->p++;
		if (r->extended || r->p == r->end || at(r, "\\)") || at(r, "\\|"))
			append(r, RE_EOL, 0);
		else
			character(r, c);
		return;
	case '\\':
		escaped(r);
		return;
	case '*':
	case '+':
	case '?':
	case '{':
		if (r->extended && c != '{') {
			fail(r, REG_BADRPT);
			return;
		}
		/* fallthrough */
	default:
		r->p++;
		character(r, c);
	}
}

/* Appends the instructions of an atom once more. They jump by distances, so they are good at any place. */
static void repeat(struct reading *r, int from, int count)
{
	int to = r->to->count;

	if (make_room(r, to, count))
		memcpy(r->to->insns + to, r->to->insns + from, count * sizeof(*r->to->insns));
}

/* The atom from `from` on, any number of times. Going round without having moved would have no end. */
static void star(struct reading *r, int from)
{
	int slot = r->to->slots++, length;

	insert(r, from, RE_SAVE, slot);
	append(r, RE_MOVED, slot);
	length = r->to->count - from;
	insert(r, from, RE_SPLIT, length + 2);
	append(r, RE_JUMP, -(length + 1));
}

/* It is repeated at least `least` times and at most `most`. */
static void repetition(struct reading *r, int from, int least, int most)
{
	int length = r->to->count - from;

	if (least == 0 && most == 0) {
		insert(r, from, RE_JUMP, length + 1);
		return;
	}
	for (int i = 1; i < least; i++)
		repeat(r, from, length);
	if (most == WITHOUT_END) {
		int last = r->to->count;

		if (least > 0)
			repeat(r, from, length);
		star(r, least > 0 ? last : from);
		return;
	}
	if (least == 0)
		insert(r, from, RE_SPLIT, length + 1);
	for (int i = least > 0 ? least : 1; i < most; i++) {
		append(r, RE_SPLIT, length + 1);
		repeat(r, least > 0 ? from : from + 1, length);
	}
}

static int read_count(struct reading *r)
{
	int n = 0;

	if (r->p == r->end || !isdigit((unsigned char)*r->p))
		fail(r, REG_BADBR);
	for (; r->p < r->end && isdigit((unsigned char)*r->p); r->p++)
		if ((n = n * 10 + *r->p - '0') > MOST_REPEATS)
			fail(r, REG_BADBR);
	return n;
}

/* \{n\}, \{n,\}, \{n,m\} */
static void braces(struct reading *r, int from)
{
	int least = read_count(r), most = least;

	if (r->p < r->end && *r->p == ',') {
		r->p++;
		most = WITHOUT_END;
		if (r->p < r->end && isdigit((unsigned char)*r->p))
			most = read_count(r);
	}
	if (r->error == 0 && most != WITHOUT_END && most < least)
		fail(r, REG_BADBR);
	if (!take_operator(r, '}'))
		fail(r, r->p == r->end ? REG_EBRACE : REG_BADBR);
	if (r->error == 0)
		repetition(r, from, least, most);
}

/* An atom with what repeats it. */
static void piece(struct reading *r, int first)
{
	int from = r->to->count;

	atom(r, first);
	/* in a basic expression a * behind a ^ is a * */
	if (!r->extended && r->to->count > from && r->to->insns[from].op == RE_BOL && at(r, "*")) {
		r->p++;
		from = r->to->count;
		character(r, '*');
	}
	while (r->error == 0) {
		if (at(r, "*")) {
			r->p++;
			repetition(r, from, 0, WITHOUT_END);
		} else if (take_operator(r, '+')) {
			repetition(r, from, 1, WITHOUT_END);
		} else if (take_operator(r, '?')) {
			repetition(r, from, 0, 1);
		} else if (r->extended ? r->end - r->p > 1 && r->p[0] == '{' && isdigit((unsigned char)r->p[1])
		                       : at(r, "\\{")) {
			take_operator(r, '{');
			braces(r, from);
		} else {
			return;
		}
	}
}

/* Is there a | here, or the end of a part? */
static int sequence_ends(const struct reading *r)
{
	if (r->p == r->end)
		return 1;
	if (r->extended)
		return *r->p == '|' || (*r->p == ')' && r->depth > 0);
	return at(r, "\\|") || at(r, "\\)");
}

static void sequence(struct reading *r)
{
	for (int first = 1; r->error == 0 && !sequence_ends(r); first = 0)
		piece(r, first);
}

static void alternatives(struct reading *r)
{
	int from = r->to->count;

	sequence(r);
	while (r->error == 0 && take_operator(r, '|')) {
		int length = r->to->count - from, rest;

		insert(r, from, RE_SPLIT, length + 2);
		append(r, RE_JUMP, 0);
		rest = r->to->count;
		alternatives(r);
		if (r->error == 0)
			r->to->insns[rest - 1].arg = (short)(r->to->count - rest + 1);
	}
}

/* How many slots there are for parts is known only now; those of loops come behind them. */
static void number_slots(struct _reprogram *to, int parts)
{
	for (int i = 0; i < to->count; i++) {
		struct re_insn *insn = &to->insns[i];

		if ((insn->op == RE_SAVE || insn->op == RE_MOVED) && insn->arg >= 2 * (MOST_PARTS + 1))
			insn->arg -= 2 * (MOST_PARTS - parts);
	}
	to->slots -= 2 * (MOST_PARTS - parts);
}

int regcomp(regex_t *re, const char *pattern, int flags)
{
	struct reading r = {.p = pattern, .extended = flags & REG_EXTENDED};

	r.end = flags & REG_PEND ? re->re_endp : pattern + strlen(pattern);
	r.to = re->re_program = calloc(1, sizeof(*re->re_program));
	if (r.to == NULL)
		return REG_ESPACE;
	r.to->flags = flags;
	r.to->slots = 2 * (MOST_PARTS + 1);
	alternatives(&r);
	if (r.error == 0 && r.p < r.end)
		fail(&r, REG_EPAREN);
	append(&r, RE_MATCH, 0);
	if (r.error != 0) {
		regfree(re);
		return r.error;
	}
	re->re_nsub = r.parts;
	number_slots(r.to, r.parts);
	return 0;
}

void regfree(regex_t *re)
{
	if (re->re_program == NULL)
		return;
	free(re->re_program->insns);
	free(re->re_program->sets);
	free(re->re_program);
	re->re_program = NULL;
}

size_t regerror(int error, const regex_t *re, char *to, size_t bytes)
{
	static const char *const texts[] = {"no error",
	                                    "no match",
	                                    "invalid regular expression",
	                                    "invalid collating element",
	                                    "invalid character class",
	                                    "backslash at the end",
	                                    "invalid back reference",
	                                    "brackets ([ ]) not balanced",
	                                    "parentheses not balanced",
	                                    "braces not balanced",
	                                    "invalid repetition count",
	                                    "invalid character range",
	                                    "out of memory",
	                                    "nothing to repeat"};
	const char *text =
		error >= 0 && (size_t)error < sizeof(texts) / sizeof(texts[0]) ? texts[error] : "unknown error";
	size_t n = strlen(text);

	(void)re;
	if (bytes > 0) {
		size_t some = n < bytes ? n : bytes - 1;

		memcpy(to, text, some);
		to[some] = '\0';
	}
	return n + 1;
}
