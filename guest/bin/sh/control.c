/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control structures, and what leaves them: break, continue, return. */
#include <fnmatch.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

enum skip skipping;

static int skip_levels;
int loops; /* one in the other; break and continue make sense only there */

int condition(const struct node *n)
{
	tested++;
	execute(n);
	tested--;
	return status == 0;
}

/* After a loop's body: does the loop go on? */
static int goes_on(void)
{
	if (interrupted || skipping == RETURN)
		return 0;
	if (skipping == NOTHING)
		return 1;
	if (--skip_levels > 0)
		return 0;
	if (skipping == BREAK) {
		skipping = NOTHING;
		return 0;
	}
	skipping = NOTHING;
	return 1;
}

static void execute_while(const struct node *n)
{
	int last = 0, returned = 0;

	loops++;
	for (;;) {
		int go = condition(n->left) == (n->kind == WHILE);

		returned = skipping == RETURN;
		if (skipping != NOTHING || interrupted) {
			if (!goes_on())
				break;
			continue;
		}
		if (!go)
			break;
		execute(n->right);
		last = status;
		returned = skipping == RETURN;
		if (!goes_on())
			break;
	}
	loops--;
	if (!interrupted && !returned)
		status = last;
}

static void execute_for(const struct node *n)
{
	struct words list = {.n = 0};

	for (const struct word *w = n->words; w != NULL; w = w->next)
		expand(&list, w->text);
	if (!n->inside)
		for (int i = 0; i < parameters.n; i++)
			words_add(&list, take_text(&work, parameters.v[i], strlen(parameters.v[i])));
	if (expand_failed()) {
		status = script_ends(MISTAKE);
		return;
	}
	if (list.n == 0)
		status = 0;
	loops++;
	for (int i = 0; i < list.n; i++) {
		if (variable_set(n->name, list.v[i])) {
			status = script_ends(MISTAKE);
			break;
		}
		execute(n->right);
		if (!goes_on())
			break;
	}
	loops--;
}

static void execute_case(const struct node *n)
{
	const char *word = expand_one(n->name);

	if (expand_failed()) {
		status = script_ends(MISTAKE);
		return;
	}
	for (const struct case_item *item = n->items; item != NULL; item = item->next) {
		for (const struct word *p = item->patterns; p != NULL; p = p->next) {
			if (fnmatch(expand_pattern(p->text), word, 0) == 0) {
				if (item->body == NULL)
					status = 0;
				execute(item->body);
				return;
			}
		}
	}
	status = 0;
}

static void execute_if(const struct node *n)
{
	if (condition(n->left))
		execute(n->right);
	else if (skipping != NOTHING)
		return;
	else if (n->otherwise != NULL)
		execute(n->otherwise);
	else
		status = 0;
}

void execute_control(const struct node *n)
{
	switch (n->kind) {
	case IF:
		execute_if(n);
		break;
	case FOR:
		execute_for(n);
		break;
	case CASE:
		execute_case(n);
		break;
	default: /* WHILE, UNTIL */
		execute_while(n);
	}
}

/* break, continue, return
 * ---------------------------------------------------------------------------------------------- */

static int skip(int argc, char **argv, enum skip how)
{
	int levels = 1;

	if (argc > 1 && (!number(argv[1], &levels) || levels < 1)) {
		complain("%s: %s: is no number of loops", argv[0], argv[1]);
		return MISTAKE;
	}
	if (loops == 0) {
		complain("%s: there is no loop", argv[0]);
		return MISTAKE;
	}
	skipping = how;
	skip_levels = levels < loops ? levels : loops;
	return 0;
}

int break_builtin(int argc, char **argv)
{
	return skip(argc, argv, BREAK);
}

int continue_builtin(int argc, char **argv)
{
	return skip(argc, argv, CONTINUE);
}

/* The program of that name, which the builtin hides; null if there is none. */
static const char *hidden_program(const char *name)
{
	for (char **p = find_paths(name); *p != NULL; p++)
		if (access(*p, X_OK) == 0)
			return *p;
	return NULL;
}

int return_builtin(int argc, char **argv)
{
	const char *program;
	int code = status;

	if (calls == 0 && sourced == 0) {
		program = interactive ? hidden_program(argv[0]) : NULL;
		complain("return: there is no function to leave%s%s", program != NULL ? "; the program is " : "",
		         program != NULL ? program : "");
		return MISTAKE;
	}

	if (argc > 1 && !number(argv[1], &code)) {
		complain("return: %s: is no number", argv[1]);
		return MISTAKE;
	}
	skipping = RETURN;
	return code;
}
