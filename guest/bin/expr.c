/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expr: arithmetic and comparison, each number, operator and parenthesis a word of its own. The status is 1 where the
 * result is 0 or empty.
 *
 *	or       and { | and }           and       compare { & compare }
 *	compare  sum { (= != < <= > >=) sum }      sum  product { (+ -) product }
 *	product  match { (* / %) match } match     one { : one }
 *	one      ( or ) | word | length word | match word expression | substr word from count | index word characters
 *
 * word : expression is what \( \) of the regular expression encloses, or without them how many characters match from
 * the beginning.
 */
#include <err.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct value {
	const char *text; /* null: it is a number */
	long n;
};

static char **words;

/* Weakest first; those of one level from left to right. */
static const struct {
	const char *text;
	int level;
} operators[] = {
	{"|", 0},  {"&", 1}, {"=", 2}, {"!=", 2}, {"<", 2}, {"<=", 2}, {">", 2},
	{">=", 2}, {"+", 3}, {"-", 3}, {"*", 4},  {"/", 4}, {"%", 4},  {":", 5},
};
enum { BIT_OR, BIT_AND, EQ, NE, LT, LE, GT, GE, ADD, SUB, MUL, DIV, MOD, MATCH, OPERATORS };
#define LEVELS 6

static int is_number(const struct value *v)
{
	char *end;

	if (v->text == NULL)
		return 1;
	strtol(v->text, &end, 10);
	return *v->text != '\0' && *end == '\0';
}

static long number(const struct value *v)
{
	if (!is_number(v))
		errx(2, "%s: is no number", v->text);
	return v->text != NULL ? strtol(v->text, NULL, 10) : v->n;
}

static int is_true(const struct value *v)
{
	return is_number(v) ? number(v) != 0 : v->text[0] != '\0';
}

static const char *text_of(const struct value *v)
{
	char *text = malloc(16);

	if (v->text != NULL)
		return v->text;
	if (text == NULL)
		err(2, NULL);
	sprintf(text, "%ld", v->n);
	return text;
}

static int compare(const struct value *a, const struct value *b)
{
	if (is_number(a) && is_number(b))
		return number(a) < number(b) ? -1 : number(a) > number(b);
	return strcmp(text_of(a), text_of(b));
}

static struct value match(const struct value *a, const struct value *b)
{
	const char *text = text_of(a);
	struct value result = {NULL, 0};
	regmatch_t m[2];
	regex_t re;

	if (regcomp(&re, text_of(b), 0) != 0)
		errx(2, "%s: is no regular expression", text_of(b));
	if (re.re_nsub > 0)
		result.text = "";
	if (regexec(&re, text, 2, m, 0) == 0 && m[0].rm_so == 0) {
		result.n = m[0].rm_eo;
		if (re.re_nsub > 0 && m[1].rm_so >= 0)
			result.text = strndup(text + m[1].rm_so, m[1].rm_eo - m[1].rm_so);
	}
	regfree(&re);
	return result;
}

static struct value calculate(int operator, struct value a, struct value b)
{
	struct value result = {NULL, 0};

	switch (operator) {
	case BIT_OR:
		return is_true(&a) ? a : b;
	case BIT_AND:
		return is_true(&a) && is_true(&b) ? a : result;
	case EQ:
		result.n = compare(&a, &b) == 0;
		return result;
	case NE:
		result.n = compare(&a, &b) != 0;
		return result;
	case LT:
		result.n = compare(&a, &b) < 0;
		return result;
	case LE:
		result.n = compare(&a, &b) <= 0;
		return result;
	case GT:
		result.n = compare(&a, &b) > 0;
		return result;
	case GE:
		result.n = compare(&a, &b) >= 0;
		return result;
	case ADD:
		result.n = number(&a) + number(&b);
		return result;
	case SUB:
		result.n = number(&a) - number(&b);
		return result;
	case MUL:
		result.n = number(&a) * number(&b);
		return result;
	case MATCH:
		return match(&a, &b);
	}
	if (number(&b) == 0)
		errx(2, "division by zero");
	result.n = operator== DIV ? number(&a) / number(&b) : number(&a) % number(&b);
	return result;
}

/* 4.3BSD's words: how long; match; a part, from 1 on; where the first of the characters is, 0: nowhere. */
static int function(struct value *result)
{
	static const struct {
		const char *name;
		int arguments;
	} functions[] = {{"length", 1}, {"match", 2}, {"substr", 3}, {"index", 2}};
	struct value given[3];
	size_t length, i = 0;
	long from, count;

	while (i < 4 && strcmp(functions[i].name, *words) != 0)
		i++;
	for (int n = 0; i < 4 && n <= functions[i].arguments; n++) /* else it is a word like any other */
		if (words[n] == NULL)
			return 0;
	if (i == 4 || (words[1] != NULL && words[1][0] == ':' && words[1][1] == '\0'))
		return 0;
	for (int n = 0; n < functions[i].arguments; n++)
		given[n] = (struct value){words[n + 1], 0};
	words += functions[i].arguments + 1;
	*result = (struct value){NULL, 0};
	length = strlen(given[0].text);
	if (i == 0) {
		result->n = (long)length;
	} else if (i == 1) {
		*result = match(&given[0], &given[1]);
	} else if (i == 2) {
		from = number(&given[1]);
		count = number(&given[2]);
		result->text = "";
		if (from > 0 && count > 0 && from <= (long)length)
			result->text = strndup(given[0].text + from - 1, (size_t)count);
	} else {
		size_t at = strcspn(given[0].text, given[1].text);

		result->n = at < length ? (long)at + 1 : 0;
	}
	return 1;
}

static struct value expression(int level)
{
	struct value v;

	if (level == LEVELS) {
		if (*words == NULL)
			errx(2, "a word is missing");
		if (function(&v))
			return v;
		if (strcmp(*words, "(") != 0)
			return (struct value){*words++, 0};
		words++;
		v = expression(0);
		if (*words == NULL || strcmp(*words, ")") != 0)
			errx(2, ") is missing");
		words++;
		return v;
	}
	v = expression(level + 1);
	while (*words != NULL) {
		int i = 0;

		while (i < OPERATORS && (operators[i].level != level || strcmp(operators[i].text, *words) != 0))
			i++;
		if (i == OPERATORS)
			break;
		words++;
		v = calculate(i, v, expression(level + 1));
	}
	return v;
}

int main(int argc, char **argv)
{
	struct value v;

	(void)argc;
	words = argv + 1;
	v = expression(0);
	if (*words != NULL)
		errx(2, "%s: makes no sense", *words);
	if (v.text != NULL)
		puts(v.text);
	else
		printf("%ld\n", v.n);
	return !is_true(&v);
}
