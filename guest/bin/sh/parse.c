/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tokens to a tree, by recursive descent:
 *
 *	list      and_or { (; | & | newline) and_or } [; | &]
 *	and_or    pipeline { (&& | ||) pipeline }
 *	pipeline  [!] command { | command }
 *	command   word ... | ( list ) | { list } | if | while | until | for | case | name () command, with redirections
 */
#include <stdio.h>
#include <string.h>

#include "sh.h"

static int failed;

static struct node *parse_list(int lines);
static struct node *parse_command(void);

int parse_failed(void)
{
	return failed;
}

/* Tells of the first mistake only: what comes after it makes no sense. */
static struct node *mistake(const char *missing, const char *opener, int line)
{
	const struct lexeme *l = peek();

	if (!failed && l->token != T_MISTAKE) {
		input->line += l->token == T_NEWLINE ? -1 : 0;
		if (missing == NULL)
			complain("syntax error at %s", token_name(l));
		else if (opener != NULL && l->token == T_END)
			complain("syntax error: %s is missing, for the %s of line %d", missing, opener, line);
		else
			complain("syntax error at %s: %s is missing", token_name(l), missing);
		input->line += l->token == T_NEWLINE ? 1 : 0;
	}
	failed = 1;
	return NULL;
}

static struct node *node_new(enum kind kind)
{
	struct node *n = take(tree, sizeof(*n));

	n->kind = kind;
	n->line = peek()->line;
	return n;
}

static int at(enum token token)
{
	return !failed && peek()->token == token;
}

/* Is there this reserved word? Only where a command may begin does it mean anything, so only there this is asked. */
static int at_word(const char *word)
{
	return at(T_WORD) && strcmp(peek()->word, word) == 0;
}

static void skip_newlines(void)
{
	while (at(T_NEWLINE))
		next();
}

static void expect(const char *word, const char *opener, int line)
{
	if (at_word(word))
		next();
	else
		mistake(word, opener, line);
}

static int ends_list(int lines)
{
	static const char *const enders[] = {"then", "else", "elif", "fi", "do", "done", "esac", "}"};

	if (failed || at(T_END) || at(T_MISTAKE) || at(T_RIGHT) || at(T_DSEMI) || (!lines && at(T_NEWLINE)))
		return 1;
	for (size_t i = 0; i < sizeof(enders) / sizeof(enders[0]); i++)
		if (at_word(enders[i]))
			return 1;
	return 0;
}

/* A list in which something must be. */
static struct node *parse_some(void)
{
	struct node *n = parse_list(1);

	return n != NULL || failed ? n : mistake("a command", NULL, 0);
}

/* Redirections
 * ------------------------------------------------------------------------------------------------------ */

static int at_redirection(void)
{
	return !failed && peek()->token >= T_LESS && peek()->token <= T_GREATAMP;
}

static void parse_redirection(struct redirection ***last)
{
	static const enum redirection_kind kinds[] = {
		[T_LESS] = R_IN,        [T_GREAT] = R_OUT,      [T_APPEND] = R_APPEND,
		[T_HERE] = R_HERE,      [T_HERE_TABS] = R_HERE, [T_CLOBBER] = R_CLOBBER,
		[T_LESSGREAT] = R_BOTH, [T_LESSAMP] = R_COPY,   [T_GREATAMP] = R_COPY,
	};
	struct redirection *r = take(tree, sizeof(*r));
	struct lexeme l = next();

	r->kind = kinds[l.token];
	r->fd = l.fd >= 0 ? l.fd
	                  : l.token == T_GREAT || l.token == T_APPEND || l.token == T_GREATAMP || l.token == T_CLOBBER;
	r->tabs_off = l.token == T_HERE_TABS;
	r->from = -1;
	if (!at(T_WORD)) {
		mistake("a file", NULL, 0);
		return;
	}
	r->word = next().word;
	if (r->kind == R_HERE)
		here_later(r);
	**last = r;
	*last = &r->next;
}

/* Commands
 * ---------------------------------------------------------------------------------------------------------- */

static void add_word(struct word ***last, const char *text)
{
	struct word *w = take(tree, sizeof(*w));

	w->text = text;
	**last = w;
	*last = &w->next;
}

static struct node *parse_function(struct node *n, const char *name)
{
	next();
	if (!at(T_RIGHT))
		return mistake(")", NULL, 0);
	next();
	skip_newlines();
	n->kind = FUNCTION;
	n->name = name;
	n->arena = tree;
	n->left = parse_command();
	return n;
}

/* Where a command may begin: an alias's text is read in its place. */
static int replace_alias(void)
{
	const char *text = at(T_WORD) ? alias_text(peek()->word) : NULL, *name;

	if (text == NULL || input_has_alias(peek()->word))
		return 0;
	name = next().word;
	input_alias(name, text);
	return 1;
}

static struct node *parse_simple(void)
{
	struct node *n = node_new(COMMAND);
	struct word **last = &n->words, **assigned = &n->assignments;
	struct redirection **redirected = &n->redirections;

	for (;;) {
		if (at_redirection()) {
			parse_redirection(&redirected);
		} else if (at(T_WORD) && peek()->also && n->words != NULL && replace_alias()) {
			continue;
		} else if (at(T_WORD)) {
			const char *word = next().word;

			if (n->words == NULL && assigned_name(word))
				add_word(&assigned, word);
			else
				add_word(&last, word);
			if (at(T_LEFT) && n->words != NULL && n->words->next == NULL && n->redirections == NULL &&
			    n->assignments == NULL && is_name(word, strlen(word)))
				return parse_function(n, word);
		} else {
			break;
		}
	}
	if (n->words == NULL && n->assignments == NULL && n->redirections == NULL)
		return mistake(at(T_END) || at(T_NEWLINE) ? "a command" : NULL, NULL, 0);
	return n;
}

/* After `if` or `elif`, up to its `fi`. */
static struct node *parse_if(int line)
{
	struct node *n = node_new(IF);

	n->left = parse_some();
	expect("then", "if", line);
	n->right = parse_some();
	if (at_word("elif")) {
		next();
		n->otherwise = parse_if(line);
		return n;
	}
	if (at_word("else")) {
		next();
		n->otherwise = parse_some();
	}
	expect("fi", "if", line);
	return n;
}

static struct node *parse_body(const char *opener, int line)
{
	struct node *body;

	skip_newlines();
	expect("do", opener, line);
	body = parse_some();
	expect("done", opener, line);
	return body;
}

static struct node *parse_loop(enum kind kind, const char *opener, int line)
{
	struct node *n = node_new(kind);

	n->left = parse_some();
	n->right = parse_body(opener, line);
	return n;
}

static struct node *parse_for(int line)
{
	struct node *n = node_new(FOR);
	struct word **last = &n->words;

	if (!at(T_WORD) || !is_name(peek()->word, strlen(peek()->word)))
		return mistake("a variable's name", NULL, 0);
	n->name = next().word;
	skip_newlines();
	if (at_word("in")) {
		next();
		n->inside = 1;
		while (at(T_WORD))
			add_word(&last, next().word);
		if (!at(T_SEMI) && !at(T_NEWLINE))
			return mistake("do", "for", line);
	}
	if (at(T_SEMI))
		next();
	n->right = parse_body("for", line);
	return n;
}

static void parse_item(struct case_item *item)
{
	struct word **last = &item->patterns;

	if (at(T_LEFT))
		next();
	do {
		if (at(T_PIPE))
			next();
		if (!at(T_WORD)) {
			mistake("a pattern", NULL, 0);
			return;
		}
		add_word(&last, next().word);
	} while (at(T_PIPE));
	if (!at(T_RIGHT)) {
		mistake(")", NULL, 0);
		return;
	}
	next();
	item->body = parse_list(1);
}

static struct node *parse_case(int line)
{
	struct node *n = node_new(CASE);
	struct case_item **last = &n->items;

	if (!at(T_WORD))
		return mistake("a word", NULL, 0);
	n->name = next().word;
	skip_newlines();
	expect("in", "case", line);
	for (skip_newlines(); !failed && !at_word("esac"); skip_newlines()) {
		if (at(T_END))
			return mistake("esac", "case", line);
		*last = take(tree, sizeof(**last));
		parse_item(*last);
		last = &(*last)->next;
		if (!at(T_DSEMI))
			break;
		next();
	}
	expect("esac", "case", line);
	return n;
}

static struct node *parse_subshell(int line)
{
	struct node *n = node_new(SUBSHELL);

	next();
	n->left = parse_some();
	if (!at(T_RIGHT))
		return mistake(")", "(", line);
	next();
	return n;
}

static struct node *parse_group(int line)
{
	struct node *n = node_new(GROUP);

	n->left = parse_some();
	expect("}", "{", line);
	return n;
}

static int take_word(const char *word)
{
	if (!at_word(word))
		return 0;
	next();
	return 1;
}

static struct node *parse_command(void)
{
	int line;
	struct redirection **last;
	struct node *n;

	while (replace_alias())
		;
	line = failed ? 0 : peek()->line;
	if (at(T_LEFT))
		n = parse_subshell(line);
	else if (take_word("{"))
		n = parse_group(line);
	else if (take_word("if"))
		n = parse_if(line);
	else if (take_word("while"))
		n = parse_loop(WHILE, "while", line);
	else if (take_word("until"))
		n = parse_loop(UNTIL, "until", line);
	else if (take_word("for"))
		n = parse_for(line);
	else if (take_word("case"))
		n = parse_case(line);
	else if (ends_list(1) || at(T_SEMI) || at(T_AMP) || at(T_PIPE))
		return mistake(at(T_END) ? "a command" : NULL, NULL, 0);
	else
		return parse_simple();
	if (n == NULL)
		return NULL;
	n->line = line;
	last = &n->redirections;
	while (at_redirection())
		parse_redirection(&last);
	return n;
}

static struct node *parse_pipeline(void)
{
	struct node *n = node_new(PIPELINE), **last = &n->left;
	size_t from = peek()->from, to;
	int count = 0;

	while (take_word("!"))
		n->negated = !n->negated;
	for (;;) {
		*last = parse_command();
		if (failed)
			return NULL;
		to = peek()->from;
		last = &(*last)->next;
		if (!at(T_PIPE))
			break;
		if (++count == PIPELINE_MAX) {
			complain("more than %d commands in a pipeline", PIPELINE_MAX);
			failed = 1;
			return NULL;
		}
		next();
		skip_newlines();
	}
	n->text = tokens_text(from, to);
	return n;
}

static struct node *parse_and_or(void)
{
	struct node *n = parse_pipeline();

	while (at(T_AND) || at(T_OR)) {
		struct node *both = node_new(at(T_AND) ? AND : OR);

		next();
		skip_newlines();
		both->left = n;
		both->right = parse_pipeline();
		n = both;
	}
	return n;
}

/* Null if there is nothing in it. `lines`: it may go on over the end of a line. */
static struct node *parse_list(int lines)
{
	struct node *list = NULL, **last = NULL;

	for (;;) {
		struct node *n;
		size_t from;

		if (lines)
			skip_newlines();
		if (ends_list(lines))
			break;
		if (list == NULL) {
			list = node_new(LIST);
			last = &list->left;
		}
		from = peek()->from;
		n = parse_and_or();
		if (failed)
			return NULL;
		if (at(T_AMP)) {
			struct node *behind = node_new(BACKGROUND);

			behind->left = n;
			behind->text = tokens_text(from, peek()->from);
			n = behind;
		}
		*last = n;
		last = &n->next;
		if (!at(T_SEMI) && !at(T_AMP) && !(lines && at(T_NEWLINE)))
			break;
		next();
	}
	return list;
}

static struct node *parse_from(int lines)
{
	struct node *n;

	failed = 0;
	current_line = 0;
	tokens_begin();
	n = parse_list(lines);
	if (!failed && !at(T_NEWLINE) && !at(T_END))
		mistake(NULL, NULL, 0);
	input_pop_aliases();
	return failed ? NULL : n;
}

struct node *parse(void)
{
	return parse_from(0);
}

struct node *parse_whole(void)
{
	return parse_from(1);
}

int parse_enclosed(void)
{
	int line = input->line;

	parse_list(1);
	if (!at(T_RIGHT))
		mistake(")", "$(", line);
	else
		next();
	return !failed;
}
