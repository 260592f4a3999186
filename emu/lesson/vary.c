/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lesson with other values: arguments of its program that a seed chooses. See tutorial.h. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "lesson/tutorial.h"

/* "2 from 11 to 79": which argument, and its bounds. */
static bool read_vary(const struct tutorial *t, const struct tutorial_field *f, size_t *argument, unsigned *from,
                      unsigned *to, char *error)
{
	size_t n = 0;
	int end = 0;

	while (t->words[n])
		n++;
	if (sscanf(f->text, "%zu from %u to %u%n", argument, from, to, &end) != 3 || f->text[end] || *from >= *to ||
	    *to > 1000000)
		return tutorial_wrong(t, f, error, "which argument of run, and between which numbers: 1 from 2 to 9");
	return (*argument && *argument < n) || tutorial_wrong(t, f, error, "run has no argument %zu", *argument);
}

/* A number from the seed, the lesson's name and the argument, by Fowler, Noll and Vo's hash. */
static uint32_t chosen(const struct tutorial *t, size_t argument)
{
	uint32_t hash = 2166136261u;
	char what[TUTORIAL_NAME + 32];

	snprintf(what, sizeof what, "%u %zu %s", t->seed, argument, t->name);
	for (const char *c = what; *c; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619u;
	return hash >> 8;
}

bool tutorial_vary(struct tutorial *t, unsigned seed, char error[ERROR_MAX])
{
	char *all;

	t->seed = seed;
	for (size_t i = 0; i < t->vary.count; i++) {
		size_t argument;
		unsigned from, to;

		if (!read_vary(t, &t->vary.list[i], &argument, &from, &to, error))
			return false;
		if (!seed)
			continue;
		free(t->varied[argument]);
		t->varied[argument] = alloc_format("%u", from + chosen(t, argument) % (to - from + 1));
		t->words[argument] = t->varied[argument];
	}
	if (!seed || !t->vary.count)
		return true;
	all = alloc_format("%.*s", (int)strcspn(t->run.text, " \t"), t->run.text);
	for (size_t i = 1; t->words[i]; i++) {
		char *more = alloc_format("%s %s", all, t->words[i]);

		free(all);
		all = more;
	}
	free(t->run.text);
	t->run.text = all;
	return true;
}
