/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Aliases: a command's first word that stands for a text, which is read in its place. They are csh's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

struct alias {
	struct alias *next;
	char *name, *text;
};

static struct alias *aliases;

static struct alias **find(const char *name)
{
	struct alias **a = &aliases;

	while (*a != NULL && strcmp((*a)->name, name) < 0)
		a = &(*a)->next;
	return a;
}

const char *alias_text(const char *name)
{
	const struct alias *a = *find(name);

	return a != NULL && strcmp(a->name, name) == 0 ? a->text : NULL;
}

static int forget(const char *name)
{
	struct alias **place = find(name), *a = *place;

	if (a == NULL || strcmp(a->name, name) != 0)
		return 0;
	*place = a->next;
	free(a->name);
	free(a->text);
	free(a);
	return 1;
}

static void define(const char *name, const char *text)
{
	struct alias *a = need(malloc(sizeof(*a))), **place;

	forget(name);
	place = find(name);
	*a = (struct alias){*place, need(strdup(name)), need(strdup(text))};
	*place = a;
}

static void print(const char *name, const char *text)
{
	printf("%s=", name);
	print_quoted(text);
	putchar('\n');
}

int alias_builtin(int argc, char **argv)
{
	int bad = 0;

	if (argc == 1)
		for (const struct alias *a = aliases; a != NULL; a = a->next)
			print(a->name, a->text);
	for (int i = 1; i < argc; i++) {
		char *equals = strchr(argv[i], '=');

		if (equals != NULL && equals > argv[i]) {
			define(take_text(&work, argv[i], equals - argv[i]), equals + 1);
		} else if (alias_text(argv[i]) != NULL) {
			print(argv[i], alias_text(argv[i]));
		} else {
			complain("alias: %s: not found", argv[i]);
			bad = 1;
		}
	}
	return bad;
}

int unalias_builtin(int argc, char **argv)
{
	int bad = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-a") == 0) {
			while (aliases != NULL)
				forget(aliases->name);
		} else if (!forget(argv[i])) {
			complain("unalias: %s: not found", argv[i]);
			bad = 1;
		}
	}
	return bad;
}
