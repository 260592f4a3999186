/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Characters to tokens. A word is kept as it is written, with its quotes: what they mean is found out when it is
 * expanded. The command's text is kept, too, for `jobs` to show.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "sh.h"

struct arena *tree;

static struct text record; /* of the command */
static struct lexeme ahead;
static int there; /* is there a token in ahead? */
static struct redirection *heres, **last_here;

static int get(void)
{
	int c = input_get();

	if (c != END)
		text_put(&record, c);
	return c;
}

static void unget(int c)
{
	if (c == END)
		return;
	record.n--;
	input_unget(c);
}

void tokens_begin(void)
{
	record = (struct text){.arena = tree};
	there = 0;
	heres = NULL;
	last_here = &heres;
}

char *tokens_text(size_t from, size_t to)
{
	char *text;

	while (to > from && strchr(" \t\n", record.s[to - 1]) != NULL)
		to--;
	text = take_text(tree, record.s + from, to - from);

	for (char *p = text; *p != '\0'; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	return text;
}

/* A quote's text, or a bracket's, has no end. */
static int unfinished(int end, int line)
{
	if (!input->abandoned) {
		input->line = line;
		complain("%c is missing", end);
	}
	return 0;
}

static int copy_part(struct text *to, int quoted);
static int copy_backquotes(struct text *to, int quoted);

static int copy_single(struct text *to)
{
	int begin = input->line, c;

	while ((c = get()) != '\'') {
		if (c == END)
			return unfinished('\'', begin);
		text_put(to, c);
	}
	text_put(to, c);
	return 1;
}

/* Up to a quotation mark, a } or the ) of an arithmetic expression, which itself is not copied. */
static int copy_until(struct text *to, int end, int quoted)
{
	int begin = input->line, depth = 0, good = 1, c;

	while (good && ((c = get()) != end || depth > 0)) {
		if (c == END)
			return unfinished(end, begin);
		if (c == '`') {
			good = copy_backquotes(to, quoted);
			continue;
		}
		text_put(to, c);
		if (c == '\\' && (c = get()) != END) {
			text_put(to, c);
		} else if (c == '$') {
			good = copy_part(to, quoted);
		} else if (c == '"' && end == '}') {
			good = copy_until(to, '"', 1);
			text_put(to, '"');
		} else if (c == '\'' && end == '}' && !quoted) {
			good = copy_single(to);
		} else if (end == ')') {
			depth += (c == '(') - (c == ')');
		}
	}
	return good;
}

/*
 * `command`: from here on the same as $(command). A backslash in it has done its work; in double quotes it also keeps a
 * quotation mark from ending them.
 */
static int copy_backquotes(struct text *to, int quoted)
{
	int begin = input->line, c;

	text_puts(to, (char[]){'$', OPEN, '(', '\0'});
	while ((c = get()) != '`') {
		if (c == END)
			return unfinished('`', begin);
		if (c == '\\') {
			c = get();
			if (c == END)
				continue;
			if (strchr("$`\\", c) == NULL && !(quoted && c == '"'))
				text_put(to, '\\');
		}
		text_put(to, c);
	}
	text_put(to, CLOSE);
	return 1;
}

/* Only the grammar knows where the ) is that ends $(command): case has some of its own. */
static int copy_command(struct text *to)
{
	struct redirection *outer_heres = heres, **outer_last = last_here;
	size_t from = record.n;
	int good;

	there = 0;
	heres = NULL;
	last_here = &heres;
	good = parse_enclosed();
	for (; good && from < record.n - 1; from++)
		text_put(to, record.s[from]);
	heres = outer_heres;
	last_here = outer_heres != NULL ? outer_last : &heres;
	return good;
}

/* What stands behind a $. The name of a ${...} may be special; after # or % quotes are those of a pattern. */
static int copy_braced(struct text *to, int quoted)
{
	size_t from = to->n;
	int c = get();

	while (isalnum(c) || c == '_' || (to->n == from && c != END && strchr("?$!#*@-", c) != NULL)) {
		text_put(to, c);
		c = get();
	}
	if (to->n > from && (c == '#' || c == '%'))
		quoted = 0;
	unget(c);
	return copy_until(to, '}', quoted);
}

static int copy_part(struct text *to, int quoted)
{
	int begin = input->line, c = get(), good;

	if (c != '(' && c != '{') {
		unget(c);
		return 1;
	}
	text_put(to, OPEN);
	if (c == '{') {
		text_put(to, c);
		good = copy_braced(to, quoted);
	} else if ((c = get()) == '(') {
		text_put(to, ARITHMETIC);
		good = copy_until(to, ')', 1) && (get() == ')' || unfinished(')', begin));
	} else {
		unget(c);
		text_put(to, '(');
		good = copy_command(to);
	}
	text_put(to, CLOSE);
	return good;
}

static int is_blank(int c)
{
	return c == ' ' || c == '\t';
}

static int ends_word(int c)
{
	return c == END || strchr(" \t\n;&|<>()", c) != NULL;
}

static enum token read_word(struct text *to)
{
	int good = 1, c = END;

	while (good && !ends_word(c = get())) {
		if (c == '`') {
			good = copy_backquotes(to, 0);
			continue;
		}
		if (c == '\\') {
			int escaped = get();

			if (escaped == '\n')
				continue;
			text_put(to, c);
			if (escaped != END)
				text_put(to, escaped);
			continue;
		}
		text_put(to, c);
		if (c == '$') {
			good = copy_part(to, 0);
		} else if (c == '"') {
			good = copy_until(to, c, 1);
			text_put(to, c);
		} else if (c == '\'') {
			good = copy_single(to);
		}
	}
	if (!good)
		return T_MISTAKE;
	unget(c);
	return T_WORD;
}

/* The end of a here-document as it will stand there, and whether it was quoted. */
static const char *here_end(const char *word, int *quoted)
{
	char *end = take(tree, strlen(word) + 1), *to = end;

	*quoted = strpbrk(word, "'\"\\") != NULL;
	for (; *word != '\0'; word++)
		if (strchr("'\"\\", *word) == NULL)
			*to++ = *word;
	return end;
}

/* A here-document's text with the parts in it that are to be expanded. */
static int copy_here(struct text *to, const char *body, int line)
{
	struct input from;
	size_t recorded = record.n;
	int good = 1, c;

	input_string(&from, body);
	from.line = line;
	while (good && (c = get()) != END) {
		if (c == '`') {
			good = copy_backquotes(to, 0);
			continue;
		}
		text_put(to, c);
		if (c == '$')
			good = copy_part(to, 1);
		else if (c == '\\' && (c = get()) != END)
			text_put(to, c);
	}
	input_pop();
	record.n = recorded;
	return good;
}

/* The texts of the here-documents of the line that has just ended. */
static int read_heres(void)
{
	for (struct redirection *r = heres; r != NULL; r = r->next_here) {
		struct text body = {.arena = tree}, read = {.arena = tree};
		const char *end = here_end(r->word, &r->literal);
		int begin = input->line;

		for (;;) {
			struct text line = {.arena = tree};
			int c;

			while ((c = get()) != END && c != '\n')
				if (c != '\t' || line.n > 0 || !r->tabs_off)
					text_put(&line, c);
			if (strcmp(text_end(&line), end) == 0)
				break;
			if (c == END) {
				input->line = begin;
				if (!input->abandoned)
					complain("the here-document's end is missing: %s", end);
				return 0;
			}
			text_puts(&body, line.s);
			text_put(&body, '\n');
		}
		r->here = text_end(&body);
		if (!r->literal) {
			if (!copy_here(&read, r->here, begin))
				return 0;
			r->here = text_end(&read);
		}
	}
	heres = NULL;
	last_here = &heres;
	return 1;
}

void here_later(struct redirection *r)
{
	*last_here = r;
	last_here = &r->next_here;
}

static const struct {
	const char *text;
	enum token token;
} operators[] = {
	/* the longer ones first */
	{"<<-", T_HERE_TABS}, {";;", T_DSEMI},   {"&&", T_AND},      {"||", T_OR},      {">>", T_APPEND},
	{"<<", T_HERE},       {"<&", T_LESSAMP}, {">&", T_GREATAMP}, {">|", T_CLOBBER}, {"<>", T_LESSGREAT},
	{";", T_SEMI},        {"&", T_AMP},      {"|", T_PIPE},      {"(", T_LEFT},     {")", T_RIGHT},
	{"<", T_LESS},        {">", T_GREAT},
};
#define OPERATORS (sizeof(operators) / sizeof(operators[0]))

static enum token read_operator(int c)
{
	int second = get();

	for (size_t i = 0; i < OPERATORS; i++) {
		const char *text = operators[i].text;

		if (text[0] != c || (text[1] != '\0' && text[1] != second))
			continue;
		if (text[1] == '\0') {
			unget(second);
		} else if (text[2] != '\0') {
			int third = get();

			if (third != text[2]) {
				unget(third);
				continue;
			}
		}
		return operators[i].token;
	}
	complain("this is no text: there is a character 0"); /* ends_word names nothing else */
	return T_MISTAKE;
}

/* Blanks, comments and joined lines. The first character after them. */
static int skip_blanks(void)
{
	int c;

	for (;;) {
		c = get();
		if (c == '#') {
			while ((c = get()) != END && c != '\n')
				;
			return c;
		}
		if (c == '\\') {
			int second = get();

			if (second == '\n')
				continue;
			unget(second);
			return c;
		}
		if (!is_blank(c))
			return c;
	}
}

static struct lexeme read_token(void)
{
	struct lexeme l = {.fd = -1};
	struct text word = {.arena = tree};
	int c;

	input_left_blank = 0;
	c = skip_blanks();
	l.also = input_left_blank;
	l.line = input->line;
	l.from = record.n - (c != END);
	if (c == END) {
		l.token = input->abandoned ? T_MISTAKE : T_END;
	} else if (c == '\n') {
		l.line--;
		l.token = read_heres() ? T_NEWLINE : T_MISTAKE;
	} else if (ends_word(c)) {
		l.token = read_operator(c);
	} else {
		unget(c);
		l.token = read_word(&word);
		l.word = text_end(&word);
		c = get();
		if (l.token == T_WORD && (c == '<' || c == '>') && l.word[0] != '\0' && l.word[1] == '\0' &&
		    isdigit(l.word[0])) {
			l.fd = l.word[0] - '0';
			l.token = read_operator(c);
		} else {
			unget(c);
		}
	}
	l.to = record.n;
	return l;
}

const struct lexeme *peek(void)
{
	if (!there) {
		ahead = read_token();
		there = 1;
	}
	return &ahead;
}

struct lexeme next(void)
{
	struct lexeme l = *peek();

	/* the end stays the end */
	there = l.token == T_END || l.token == T_MISTAKE;
	return l;
}

const char *token_name(const struct lexeme *l)
{
	if (l->token == T_WORD)
		return tokens_text(l->from, l->to);
	if (l->token == T_NEWLINE)
		return "end of line";
	for (size_t i = 0; i < OPERATORS; i++)
		if (operators[i].token == l->token)
			return operators[i].text;
	return "end of file";
}

const char *skip_part(const char *open)
{
	int depth = 0;

	do
		depth += (*open == OPEN) - (*open == CLOSE);
	while (*open++ != '\0' && depth > 0);
	return open;
}
