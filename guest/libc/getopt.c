/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getopt: options of one letter, several behind one '-', a ':' in `options` after those with a value. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "getopt_private.h"

char *optarg;
int optind = 1, opterr = 1, optopt;

static int complain(const char *program, const char *what, int missing)
{
	if (opterr)
		fprintf(stderr, "%s: %s -- %c\n", program, what, optopt);
	return missing;
}

static const char *letter = ""; /* the next one of those behind a '-' */

int _getopt_fresh(void)
{
	return *letter == '\0';
}

int getopt(int argc, char *const argv[], const char *options)
{
	const char *found;

	if (*letter == '\0') {
		if (optind >= argc || argv[optind][0] != '-' || argv[optind][1] == '\0')
			return -1;
		letter = argv[optind++] + 1;
		if (letter[0] == '-' && letter[1] == '\0') {
			letter = "";
			return -1;
		}
	}
	optopt = *letter++;
	found = optopt != ':' ? strchr(options, optopt) : NULL;
	if (found == NULL)
		return complain(argv[0], "illegal option", '?');
	if (found[1] != ':')
		return optopt;
	if (*letter != '\0') {
		optarg = (char *)letter;
	} else if (optind < argc) {
		optarg = argv[optind++];
	} else {
		letter = "";
		return complain(argv[0], "option requires an argument", options[0] == ':' ? ':' : '?');
	}
	letter = "";
	return optopt;
}
