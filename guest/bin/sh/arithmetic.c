/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * $((...)): whole numbers as in C, with variables by their names. Neither Bourne's shell nor 4.3BSD's had it: there
 * expr does it, a program for each sum.
 *
 *	assign   name (= += -= *= /= %= <<= >>= &= |= ^=) assign | choice
 *	choice   binary [? assign : choice]
 *	binary   unary { operator unary }, the stronger operators first
 *	unary    (+ - ! ~) unary | ( assign ) | name | number
 *
 * What && || and ? leave out is read and not calculated.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

static const char *at;
static int left_out; /* nothing is assigned here */
static const char *wrong;

static long long assign(void);

static const struct operator
{
	const char *text;
	int strength;
}
operators[] = {
	/* the longer ones first */
	{"<<", 8}, {">>", 8}, {"<=", 7}, {">=", 7}, {"==", 6}, {"!=", 6}, {"&&", 2}, {"||", 1}, {"<", 7},
	{">", 7},  {"&", 5},  {"^", 4},  {"|", 3},  {"+", 9},  {"-", 9},  {"*", 10}, {"/", 10}, {"%", 10},
};
#define OPERATORS (sizeof(operators) / sizeof(operators[0]))
#define WEAKEST 1

static void skip_blanks(void)
{
	while (isspace(*at))
		at++;
}

static long long fail(const char *why)
{
	if (wrong == NULL)
		wrong = why;
	return 0;
}

static const struct operator* find_operator(void)
{
	skip_blanks();
	for (size_t i = 0; i < OPERATORS; i++)
		if (strncmp(at, operators[i].text, strlen(operators[i].text)) == 0)
			return &operators[i];
	return NULL;
}

static long long value_of(const char *name)
{
	const char *value = variable(name);
	char *end;
	long long n;

	if (value == NULL && refuse_unset)
		return fail("a variable is not set");
	if (value == NULL || *value == '\0')
		return 0;
	n = strtoll(value, &end, 0);
	while (isspace(*end))
		end++;
	return *end == '\0' ? n : fail("a variable is no number");
}

static long long unary(void)
{
	char sign, *end;
	long long n;
	size_t length = 0;

	skip_blanks();
	if (*at != '\0' && strchr("+-!~", *at) != NULL) {
		sign = *at++;
		n = unary();
		return sign == '-' ? -n : sign == '!' ? !n : sign == '~' ? ~n : n;
	}
	if (*at == '(') {
		at++;
		n = assign();
		skip_blanks();
		if (*at != ')')
			return fail(") is missing");
		at++;
		return n;
	}
	while (isalnum(at[length]) || at[length] == '_')
		length++;
	if (is_name(at, length)) {
		n = value_of(take_text(&work, at, length));
		at += length;
		return n;
	}
	n = strtoll(at, &end, 0);
	if (length == 0 || end != at + length)
		return fail("a number is missing");
	at = end;
	return n;
}

static long long calculate_two(const char *op, long long a, long long b)
{
	switch (op[0]) {
	case '<':
		return op[1] == '<' ? (long long)((unsigned long long)a << (b & 63)) : op[1] == '=' ? a <= b : a < b;
	case '>':
		return op[1] == '>' ? a >> (b & 63) : op[1] == '=' ? a >= b : a > b;
	case '=':
		return a == b;
	case '!':
		return a != b;
	case '&':
		return op[1] == '&' ? a && b : a & b;
	case '|':
		return op[1] == '|' ? a || b : a | b;
	case '^':
		return a ^ b;
	case '+':
		return a + b;
	case '-':
		return a - b;
	case '*':
		return a * b;
	}
	if (b == 0)
		return left_out ? 0 : fail("division by zero");
	return op[0] == '/' ? a / b : a % b;
}

static long long binary(int weakest)
{
	long long n = unary(), second;
	const struct operator* o;

	while (wrong == NULL && (o = find_operator()) != NULL && o->strength >= weakest) {
		int skips = (strcmp(o->text, "&&") == 0 && !n) || (strcmp(o->text, "||") == 0 && n);

		at += strlen(o->text);
		left_out += skips;
		second = binary(o->strength + 1);
		left_out -= skips;
		n = calculate_two(o->text, n, second);
	}
	return n;
}

static long long choice(void)
{
	long long n = binary(WEAKEST), yes, no;

	skip_blanks();
	if (*at != '?')
		return n;
	at++;
	left_out += !n;
	yes = assign();
	left_out -= !n;
	skip_blanks();
	if (*at != ':')
		return fail(": is missing");
	at++;
	left_out += n != 0;
	no = choice();
	left_out -= n != 0;
	return n ? yes : no;
}

/* name = or name += ...; op is empty for the plain one. The length of all that, 0 if something else is there. */
static size_t assignment(size_t *name, char op[3])
{
	const char *p = at;
	size_t n = 0;

	while (isalnum(p[n]) || p[n] == '_')
		n++;
	if (!is_name(p, n))
		return 0;
	*name = n;
	p += n;
	while (isspace(*p))
		p++;
	n = strspn(p, "+-*/%&|^<>");
	if (n > 2 || p[n] != '=' || p[n + 1] == '=' || (n == 1 && (*p == '<' || *p == '>')) ||
	    (n == 2 && strncmp(p, "<<", 2) != 0 && strncmp(p, ">>", 2) != 0))
		return 0;
	memcpy(op, p, n);
	op[n] = '\0';
	return p + n + 1 - at;
}

static long long assign(void)
{
	size_t name, length;
	char op[3], text[24], *to;
	long long n;

	skip_blanks();
	length = assignment(&name, op);
	if (length == 0)
		return choice();
	to = take_text(&work, at, name);
	at += length;
	n = assign();
	if (op[0] != '\0')
		n = calculate_two(op, value_of(to), n);
	sprintf(text, "%lld", n);
	if (wrong == NULL && !left_out && variable_set(to, text))
		return fail("a variable is read-only");
	return n;
}

int calculate(const char *written, long long *result)
{
	at = written;
	left_out = 0;
	wrong = NULL;
	skip_blanks();
	*result = *at != '\0' ? assign() : 0;
	skip_blanks();
	if (wrong == NULL && *at != '\0')
		wrong = "it goes on where nothing should be";
	if (wrong != NULL)
		complain("$((%s)): %s", written, wrong);
	return wrong == NULL;
}
