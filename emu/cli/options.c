/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a command in order: see options.h. */
#include "cli/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static bool is_end(const struct poptOption *o)
{
	return !o->longName && !o->shortName && !o->arg;
}

static unsigned kind(const struct poptOption *o)
{
	return o->argInfo & POPT_ARG_MASK;
}

bool options_valued(const struct poptOption *o)
{
	return kind(o) != POPT_ARG_NONE && kind(o) != POPT_ARG_INCLUDE_TABLE;
}

void options_each(const struct poptOption *o, void (*visit)(const struct poptOption *, void *arg), void *arg)
{
	for (; !is_end(o); o++) {
		if (o->arg == poptHelpOptions)
			continue;
		visit(o, arg);
		if (kind(o) == POPT_ARG_INCLUDE_TABLE)
			options_each(o->arg, visit, arg);
	}
}

/* Is the word this option, with or without its value? *joined: with it. */
static bool is_option(const struct poptOption *o, const char *word, bool *joined)
{
	size_t n = o->longName ? strlen(o->longName) : 0;

	if (n && !strncmp(word, "--", 2) && !strncmp(word + 2, o->longName, n) &&
	    (!word[2 + n] || word[2 + n] == '=')) {
		*joined = word[2 + n];
		return true;
	}
	*joined = word[1] && word[2];
	return o->shortName && word[1] == o->shortName;
}

/* The option of the table that a word is, NULL if it is none. --help is none: whoever stands last gets it. */
static const struct poptOption *find(const struct poptOption *o, const char *word, bool *joined)
{
	for (; !is_end(o); o++) {
		const struct poptOption *found = NULL;

		if (kind(o) != POPT_ARG_INCLUDE_TABLE)
			found = is_option(o, word, joined) ? o : NULL;
		else if (o->arg != poptHelpOptions)
			found = find(o->arg, word, joined);
		if (found)
			return found;
	}
	return NULL;
}

/* Has one of the words so far this option? */
static bool given(const struct poptOption *table, const struct poptOption *o, const char **words, int n)
{
	bool joined;

	for (int i = 1; i < n; i++) {
		const struct poptOption *other = words[i][0] == '-' ? find(table, words[i], &joined) : NULL;

		if (other == o)
			return true;
		if (other && options_valued(other) && !joined)
			i++;
	}
	return false;
}

const char **options_arrange(int argc, const char **argv, const struct poptOption *table, bool last, int *n,
                             char error[ERROR_MAX])
{
	const char **words; /* for popt, which keeps them until the program ends */
	const char **others = alloc_new((size_t)argc + 1, sizeof *others);
	int nothers = 0;
	bool ended = false, ok = true, joined;

	words = alloc_new((size_t)argc + 2, sizeof *words);
	words[0] = argv[0];
	*n = 1;
	for (int i = 1; ok && i < argc; i++) {
		const char *word = argv[i];
		bool dashed = !ended && word[0] == '-' && word[1];
		const struct poptOption *o = dashed ? find(table, word, &joined) : NULL;
		bool valued = o && options_valued(o);

		if (dashed && !strcmp(word, "--") && !(last && nothers)) {
			ended = true;
			continue;
		}
		if (valued && kind(o) != POPT_ARG_ARGV && given(table, o, words, *n))
			ok = error_set(error, "%s: is given twice", word);
		else if (valued && !joined && i + 1 == argc)
			ok = error_set(error, "%s: its value is missing", word);
		if (o || (dashed && !(last && nothers)))
			words[(*n)++] = word;
		else
			others[nothers++] = word;
		if (ok && valued && !joined)
			words[(*n)++] = argv[++i];
	}
	words[(*n)++] = "--";
	memcpy(words + *n, others, (size_t)nothers * sizeof *words);
	*n += nothers;
	free(others);
	return ok ? words : NULL;
}
