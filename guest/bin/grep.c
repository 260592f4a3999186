/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * grep: lines of files, or of its input, that match a regular expression. The status is 0 if there are some, 1 if not,
 * 2 after a mistake.
 *
 *	-E  an extended one, as egrep's     -v  the other lines          -c  only their number
 *	-F  no pattern but a text           -x  the whole line matches   -l  only the names of files
 *	-e  here is the pattern             -i  small letters match large ones
 *	-n  with the lines' numbers         -h  without names of files   -q  only the status   -s  nothing of errors
 */
#include <err.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static int others, count_only, numbered, fixed, whole, any_case, quiet, silent, names_only, no_names, flags;
static const char *pattern;
static regex_t re;

static int matches(const char *line)
{
	regmatch_t m;

	if (!fixed)
		return regexec(&re, line, 1, &m, 0) == 0 && (!whole || (m.rm_so == 0 && line[m.rm_eo] == '\0'));
	if (whole)
		return (any_case ? strcasecmp : strcmp)(line, pattern) == 0;
	if (!any_case)
		return strstr(line, pattern) != NULL;
	for (size_t n = strlen(pattern); strlen(line) >= n; line++)
		if (strncasecmp(line, pattern, n) == 0)
			return 1;
	return 0;
}

static int search(FILE *f, const char *name)
{
	static char *line;
	static size_t room;
	int found = 0, number = 0;
	const char *shown = no_names ? NULL : name;
	ssize_t n;

	while ((n = getline(&line, &room, f)) > 0) {
		number++;
		line[n - (line[n - 1] == '\n')] = '\0';
		if (matches(line) == others)
			continue;
		found++;
		if (quiet || names_only)
			break;
		if (count_only)
			continue;
		if (shown != NULL)
			printf("%s:", shown);
		if (numbered)
			printf("%d:", number);
		puts(line);
	}
	if (names_only && found)
		puts(name != NULL ? name : "(standard input)");
	else if (count_only && !quiet)
		printf("%s%s%d\n", shown != NULL ? shown : "", shown != NULL ? ":" : "", found);
	return found;
}

static void compile(void)
{
	char why[80];
	int error = fixed ? 0 : regcomp(&re, pattern, flags);

	if (error == 0)
		return;
	regerror(error, &re, why, sizeof(why));
	errx(2, "%s: %s", pattern, why);
}

int main(int argc, char **argv)
{
	int option, found = 0, failed = 0;

	while ((option = getopt(argc, argv, "EFvcnxlihqse:")) != -1) {
		switch (option) {
		case 'E':
			flags |= REG_EXTENDED;
			break;
		case 'i':
			flags |= REG_ICASE;
			any_case = 1;
			break;
		case 'e':
			pattern = optarg;
			break;
		case '?':
			return 2;
		default:
			*(option == 'F'   ? &fixed
			  : option == 'v' ? &others
			  : option == 'c' ? &count_only
			  : option == 'n' ? &numbered
			  : option == 'x' ? &whole
			  : option == 'l' ? &names_only
			  : option == 'h' ? &no_names
			  : option == 'q' ? &quiet
			                  : &silent) = 1;
		}
	}
	if (pattern == NULL && optind == argc) {
		fprintf(stderr, "usage: grep [-EFvcnxlihqs] pattern [file ...]\n");
		return 2;
	}
	if (pattern == NULL)
		pattern = argv[optind++];
	compile();
	if (optind == argc)
		found = search(stdin, NULL);
	no_names |= argc - optind == 1 && !names_only;
	for (int i = optind; i < argc; i++) {
		FILE *f = fopen(argv[i], "r");

		if (f == NULL) {
			if (!silent)
				warn("%s", argv[i]);
			failed = 1;
			continue;
		}
		found += search(f, argv[i]);
		fclose(f);
	}
	return failed && !(quiet && found) ? 2 : found == 0;
}
