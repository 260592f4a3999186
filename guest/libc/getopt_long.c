/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getopt_long: words behind "--", and all else as getopt has it. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "getopt_private.h"

/* The option that these n characters name: all of its name, or the beginning of no other's. -1: none, or several. */
static int find(const struct option *options, const char *name, size_t n)
{
	int found = -1, several = 0;

	for (int i = 0; options[i].name != NULL; i++) {
		if (strncmp(options[i].name, name, n) != 0)
			continue;
		if (options[i].name[n] == '\0')
			return i;
		several |= found >= 0;
		found = i;
	}
	return several ? -1 : found;
}

static int complain(const char *program, const char *what, const char *name, int result)
{
	if (opterr)
		fprintf(stderr, "%s: %s -- %s\n", program, what, name);
	return result;
}

int getopt_long(int argc, char *const argv[], const char *options, const struct option *long_options, int *index)
{
	const char *word = optind < argc ? argv[optind] : "", *value;
	const struct option *o;
	int found;

	if (!_getopt_fresh() || strncmp(word, "--", 2) != 0 || word[2] == '\0')
		return getopt(argc, argv, options);
	optind++;
	optopt = 0;
	value = strchr(word, '=');
	found = find(long_options, word + 2, value != NULL ? (size_t)(value - word - 2) : strlen(word + 2));
	if (found < 0)
		return complain(argv[0], "illegal option", word + 2, '?');
	o = &long_options[found];
	optopt = o->val;
	optarg = value != NULL ? (char *)value + 1 : NULL;
	if (value != NULL && o->has_arg == no_argument)
		return complain(argv[0], "option takes no argument", o->name, '?');
	if (value == NULL && o->has_arg == required_argument) {
		if (optind >= argc)
			return complain(argv[0], "option requires an argument", o->name, options[0] == ':' ? ':' : '?');
		optarg = argv[optind++];
	}
	if (index != NULL)
		*index = found;
	if (o->flag == NULL)
		return o->val;
	*o->flag = o->val;
	return 0;
}
