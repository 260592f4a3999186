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

/*
 * Copies what a quote or parenthesis encloses, its end included. Quotes inside of $(...) and ${...} count; between
 * backquotes only a backslash does.
 */
static int copy_enclosed(struct text *to, int end)
{
	int begin = input->line, c;

	while ((c = get()) != END) {
		int inner = 0;

		text_put(to, c);
		if (c == end)
			return 1;
		if (end == '\'')
			continue;
		if (c == '\\' && (c = get()) != END) {
			text_put(to, c);
			continue;
		}
		if (end == '`')
			continue;
		if (c == '`' || (c == '"' && end != '"') || (c == '\'' && end != '"'))
			inner = c;
		else if (c == '(' && end == ')')
			inner = ')';
		if (c == '$') {
			c = get();
			inner = c == '(' ? ')' : c == '{' ? '}' : 0;
			if (inner)
				text_put(to, c);
			else
				unget(c);
		}
		if (inner && !copy_enclosed(to, inner))
			return 0;
	}
	if (!input->abandoned) {
		input->line = begin;
		complain("%c is missing", end);
	}
	return 0;
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
	int c;

	while (!ends_word(c = get())) {
		int end = c == '\'' || c == '"' || c == '`' ? c : 0;

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
			c = get();
			end = c == '(' ? ')' : c == '{' ? '}' : 0;
			if (end)
				text_put(to, c);
			else
				unget(c);
		}
		if (end && !copy_enclosed(to, end))
			return T_MISTAKE;
	}
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

/* The texts of the here-documents of the line that has just ended. */
static int read_heres(void)
{
	for (struct redirection *r = heres; r != NULL; r = r->next_here) {
		struct text body = {.arena = tree};
		const char *end = here_end(r->word, &r->literal);
		int begin = input->line;

		for (;;) {
			struct text line = {.arena = tree};
			int c;

			while ((c = input_get()) != END && c != '\n')
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
	{";;", T_DSEMI},   {"&&", T_AND},      {"||", T_OR},  {">>", T_APPEND}, {"<<", T_HERE},
	{"<&", T_LESSAMP}, {">&", T_GREATAMP}, {";", T_SEMI}, {"&", T_AMP},     {"|", T_PIPE},
	{"(", T_LEFT},     {")", T_RIGHT},     {"<", T_LESS}, {">", T_GREAT},
};
#define OPERATORS (sizeof(operators) / sizeof(operators[0]))

static enum token read_operator(int c)
{
	int second = get();

	for (size_t i = 0; i < OPERATORS; i++) {
		const char *text = operators[i].text;

		if (text[0] != c || (text[1] != '\0' && text[1] != second))
			continue;
		if (text[1] == '\0')
			unget(second);
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
	int c = skip_blanks();

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
		return l->word;
	if (l->token == T_NEWLINE)
		return "end of line";
	for (size_t i = 0; i < OPERATORS; i++)
		if (operators[i].token == l->token)
			return operators[i].text;
	return "end of file";
}

/* Length of what is enclosed, its end included. */
static size_t enclosed(const char *s, char end)
{
	size_t i = 0;

	for (; s[i] != '\0' && s[i] != end; i++) {
		if (end == '\'')
			continue;
		if (s[i] == '\\' && s[i + 1] != '\0')
			i++;
		else if (end == '`')
			continue;
		else if (s[i] == '`' || (end != '"' && (s[i] == '"' || s[i] == '\'')))
			i += enclosed(s + i + 1, s[i]);
		else if (s[i] == '$' && (s[i + 1] == '(' || s[i + 1] == '{'))
			i += 1 + enclosed(s + i + 2, s[i + 1] == '(' ? ')' : '}');
		else if (s[i] == '(' && end == ')')
			i += enclosed(s + i + 1, ')');
	}
	return s[i] != '\0' ? i + 1 : i;
}

size_t skip_part(const char *s)
{
	if (s[0] != '$')
		return 1 + enclosed(s + 1, s[0]);
	return 2 + enclosed(s + 2, s[1] == '(' ? ')' : '}');
}
