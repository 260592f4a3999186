/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Variables, functions, and the positional parameters. A variable from the environment is exported again; another one
 * only when `export` says so.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

struct variable {
	struct variable *next;
	char *name;
	char *value; /* null: only exported or read-only so far */
	int exported, readonly;
};

struct parameters parameters;
const char *shell_name = "sh";
pid_t shell_pid;

static struct variable *variables; /* by name */
static struct variable *latest;    /* that was asked for by make: a loop sets the same one again and again */
static char **environment;         /* what is exported; null: that has changed */

/* What a variable was before a function's `local`, the latest first. */
static struct was {
	struct was *before;
	char *name, *value;
	int exported, readonly;
} * locals;
static struct function *functions;

int is_name(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (isalpha(s[i]) || s[i] == '_' || (i > 0 && isdigit(s[i]))))
		i++;
	return n > 0 && i == n;
}

size_t assigned_name(const char *word)
{
	size_t n = 0;

	while (isalnum(word[n]) || word[n] == '_')
		n++;
	return word[n] == '=' && is_name(word, n) ? n : 0;
}

static char *copy(const char *s)
{
	return need(strdup(s));
}

/* Its place in the list, or where it would stand. Mostly the first letter tells. */
static struct variable **find(const char *name)
{
	struct variable **v = &variables;

	while (*v != NULL && ((*v)->name[0] < name[0] || ((*v)->name[0] == name[0] && strcmp((*v)->name, name) < 0)))
		v = &(*v)->next;
	return v;
}

static struct variable *get(const char *name)
{
	struct variable *v = *find(name);

	return v != NULL && strcmp(v->name, name) == 0 ? v : NULL;
}

static struct variable *make(const char *name)
{
	struct variable **place;

	if (latest != NULL && strcmp(latest->name, name) == 0)
		return latest;
	place = find(name);
	if (*place == NULL || strcmp((*place)->name, name) != 0) {
		struct variable *v = need(calloc(1, sizeof(*v)));

		v->name = copy(name);
		v->next = *place;
		*place = v;
	}
	return latest = *place;
}

/* The commands' environment is to be made anew. */
static void environment_changed(void)
{
	for (char **e = environment; e != NULL && *e != NULL; e++)
		free(*e);
	free(environment);
	environment = NULL;
}

const char *variable(const char *name)
{
	const struct variable *v = get(name);

	return v != NULL ? v->value : NULL;
}

static int refuses(const struct variable *v)
{
	if (v == NULL || !v->readonly)
		return 0;
	complain("%s: is read-only", v->name);
	return 1;
}

int variable_fixed(const char *name)
{
	return refuses(get(name));
}

int variable_set(const char *name, const char *value)
{
	struct variable *v = make(name);
	char *had = v->value;

	if (refuses(v))
		return 1;
	if (had != NULL && strlen(value) <= strlen(had)) {
		memmove(had, value, strlen(value) + 1); /* it may be a part of the old one */
	} else {
		v->value = copy(value);
		free(had);
	}
	v->exported |= export_all;
	if (v->exported)
		environment_changed();
	if (strcmp(name, "OPTIND") == 0)
		getopts_anew();
	return 0;
}

int variable_export(const char *name)
{
	make(name)->exported = 1;
	environment_changed();
	return 0;
}

int variable_readonly(const char *name)
{
	make(name)->readonly = 1;
	return 0;
}

int variable_unset(const char *name)
{
	struct variable *v = get(name);

	if (v == NULL)
		return 0;
	if (refuses(v))
		return 1;
	if (v->exported)
		environment_changed();
	*find(name) = v->next;
	if (v == latest)
		latest = NULL;
	free(v->name);
	free(v->value);
	free(v);
	return 0;
}

void print_quoted(const char *text)
{
	if (*text == '\0')
		fputs("''", stdout);
	while (*text != '\0') {
		size_t plain = strcspn(text, "'"), quotes = strspn(text + plain, "'");

		if (plain > 0)
			printf("'%.*s'", (int)plain, text);
		if (quotes > 0)
			printf("\"%.*s\"", (int)quotes, text + plain);
		text += plain + quotes;
	}
}

void variables_print(const char *prefix, int which)
{
	for (const struct variable *v = variables; v != NULL; v = v->next) {
		if ((which == EXPORTED && !v->exported) || (which == READONLY && !v->readonly) ||
		    (which == 0 && v->value == NULL))
			continue;
		printf("%s%s", prefix, v->name);
		if (v->value != NULL) {
			putchar('=');
			print_quoted(v->value);
		}
		putchar('\n');
	}
}

void variable_keep(const char *name)
{
	const struct variable *v = get(name);
	struct was *w = need(malloc(sizeof(*w)));

	*w = (struct was){locals, copy(name), NULL, 0, 0};
	if (v != NULL) {
		w->value = v->value != NULL ? copy(v->value) : NULL;
		w->exported = v->exported;
		w->readonly = v->readonly;
	}
	locals = w;
}

/* It has its value still, until the function gives it another. */
int variable_local(const char *name)
{
	if (calls == 0) {
		complain("local: there is no function");
		return 1;
	}
	variable_keep(name);
	return 0;
}

struct was *locals_mark(void)
{
	return locals;
}

void locals_restore(struct was *down_to)
{
	while (locals != down_to) {
		struct was *w = locals;
		struct variable *v = make(w->name);

		if (v->exported || w->exported)
			environment_changed();
		free(v->value);
		v->value = w->value;
		v->exported = w->exported;
		v->readonly = w->readonly;
		if (w->value == NULL && !w->exported && !w->readonly)
			variable_unset(w->name);
		locals = w->before;
		free(w->name);
		free(w);
	}
}

void variables_import(void)
{
	for (char **e = environ; *e != NULL; e++) {
		size_t n = assigned_name(*e);

		if (n == 0)
			continue;
		(*e)[n] = '\0';
		variable_set(*e, *e + n + 1);
		variable_export(*e);
		(*e)[n] = '=';
	}
}

/* What is exported, and nothing assigned before a command: mostly nothing of it has changed since the last one. */
static char **exported(void)
{
	char **made;
	int n = 0;

	if (environment != NULL)
		return environment;
	for (const struct variable *v = variables; v != NULL; v = v->next)
		n += v->exported && v->value != NULL;
	made = environment = need(calloc(n + 1, sizeof(*made)));
	for (const struct variable *v = variables; v != NULL; v = v->next) {
		if (!v->exported || v->value == NULL)
			continue;
		*made = need(malloc(strlen(v->name) + strlen(v->value) + 2));
		sprintf(*made++, "%s=%s", v->name, v->value);
	}
	return environment;
}

static int is_assigned(const struct words *assignments, const char *name)
{
	size_t n = strlen(name);

	for (int i = 0; i < assignments->n; i++)
		if (strncmp(assignments->v[i], name, n) == 0 && assignments->v[i][n] == '=')
			return 1;
	return 0;
}

static int is_assigned_again(const struct words *assignments, int i)
{
	struct words later = {assignments->v + i + 1, assignments->n - i - 1, 0};

	return is_assigned(&later, take_text(&work, assignments->v[i], assigned_name(assignments->v[i])));
}

/*
 * A command's environment, made before the vfork: a child that called putenv would change ours. What was assigned
 * before the command comes first.
 */
char **make_environment(const struct words *assignments)
{
	struct words made = {.n = 0};

	if (assignments->n == 0)
		return exported();
	for (int i = 0; i < assignments->n; i++)
		if (!is_assigned_again(assignments, i))
			words_add(&made, assignments->v[i]);
	for (char **e = exported(); *e != NULL; e++)
		if (!is_assigned(assignments, take_text(&work, *e, strchr(*e, '=') - *e)))
			words_add(&made, *e);
	return made.v;
}

/* Positional parameters
 * ---------------------------------------------------------------------------------------------- */

static void parameters_free(void)
{
	if (!parameters.owned)
		return;
	for (int i = 0; i < parameters.n; i++)
		free(parameters.v[i]);
	free(parameters.v);
}

/* They get copies of their own. */
void parameters_set(char **v, int n)
{
	char **made = need(malloc((n + 1) * sizeof(*made)));

	for (int i = 0; i < n; i++)
		made[i] = copy(v[i]);
	made[n] = NULL;
	parameters_free();
	parameters = (struct parameters){made, n, 1};
}

/* What a function's caller had. */
void parameters_restore(struct parameters saved)
{
	parameters_free();
	parameters = saved;
}

int parameters_shift(int n)
{
	if (n > parameters.n)
		return 0;
	if (!parameters.owned) {
		parameters.v += n;
		parameters.n -= n;
	} else {
		parameters_set(parameters.v + n, parameters.n - n);
	}
	return 1;
}

/* Functions
 * ---------------------------------------------------------------------------------------------------------- */

const struct function *function_find(const char *name)
{
	const struct function *f = functions;

	while (f != NULL && strcmp(f->name, name) != 0)
		f = f->next;
	return f;
}

int function_unset(const char *name)
{
	for (struct function **f = &functions; *f != NULL; f = &(*f)->next) {
		struct function *gone = *f;

		if (strcmp(gone->name, name) != 0)
			continue;
		*f = gone->next;
		arena_drop(gone->arena);
		free(gone->name);
		free(gone);
		return 1;
	}
	return 0;
}

/* A function keeps the tree that it is a part of. */
void function_define(const struct node *node)
{
	struct function *f = need(malloc(sizeof(*f)));

	node->arena->users++;
	function_unset(node->name);
	*f = (struct function){functions, copy(node->name), node->left, node->arena};
	functions = f;
}
