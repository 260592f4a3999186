/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * grep: lines of files, or of its input, that match a regular expression. The status is 0 if there are some, 1 if not,
 * 2 after a mistake.
 *
 *	-E  an extended one, as egrep's     -v  the other lines          -c  only their number
 *	-F  no pattern but a text           -x  the whole line matches   -l  only the names of files
 *	-e  here is the pattern; there may be many     -f file  here they are, one in a line
 *	-i, -y  small letters match large ones         -w  only whole words match
 *	-n  with the lines' numbers         -h  without names of files   -q  only the status   -s  nothing of errors
 */
#include <ctype.h>
#include <err.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static int others, count_only, numbered, fixed, whole, any_case, quiet, silent, names_only, no_names, flags;
#define PATTERNS 100

static struct {
	const char *text;
	regex_t re;
} patterns[PATTERNS];
static int count, words;

static int is_word(int c)
{
	return isalnum(c) || c == '_';
}

/* Where the text stands, from `from` on; null: nowhere. */
static const char *text_in(const char *from, const char *text)
{
	size_t n = strlen(text);

	if (!any_case)
		return strstr(from, text);
	for (; strlen(from) >= n; from++)
		if (strncasecmp(from, text, n) == 0)
			return from;
	return NULL;
}

static int matches_one(const char *line, int i)
{
	regmatch_t m;

	for (const char *from = line;; from += m.rm_so + 1) {
		const char *begin, *end;

		if (fixed) {
			begin = text_in(from, patterns[i].text);
			if (begin == NULL)
				return 0;
			m.rm_so = begin - from;
			m.rm_eo = m.rm_so + (int)strlen(patterns[i].text);
		} else if (regexec(&patterns[i].re, from, 1, &m, from > line ? REG_NOTBOL : 0) != 0) {
			return 0;
		}
		begin = from + m.rm_so;
		end = from + m.rm_eo;
		if (whole ? begin == line && *end == '\0'
		          : !words || ((begin == line || !is_word((unsigned char)begin[-1])) &&
		                       !is_word((unsigned char)*end)))
			return 1;
		if (whole || *begin == '\0')
			return 0;
	}
}

static int matches(const char *line)
{
	for (int i = 0; i < count; i++)
		if (matches_one(line, i))
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

static void add(const char *text)
{
	if (count == PATTERNS)
		errx(2, "more than %d patterns", PATTERNS);
	patterns[count++].text = text;
}

static void add_file(const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (f == NULL)
		err(2, "%s", path);
	while ((n = getline(&line, &room, f)) > 0) {
		line[n - (line[n - 1] == '\n')] = '\0';
		add(line);
		line = NULL;
		room = 0;
	}
}

static void compile(void)
{
	char why[80];

	for (int i = 0; i < count && !fixed; i++) {
		int error = regcomp(&patterns[i].re, patterns[i].text, flags);

		if (error == 0)
			continue;
		regerror(error, &patterns[i].re, why, sizeof(why));
		errx(2, "%s: %s", patterns[i].text, why);
	}
}

int main(int argc, char **argv)
{
	int option, found = 0, failed = 0, given = 0;

	while ((option = getopt(argc, argv, "EFvcnxliyhqswe:f:")) != -1) {
		switch (option) {
		case 'E':
			flags |= REG_EXTENDED;
			break;
		case 'i':
		case 'y':
			flags |= REG_ICASE;
			any_case = 1;
			break;
		case 'e':
			add(optarg);
			given = 1;
			break;
		case 'f':
			add_file(optarg);
			given = 1;
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
			  : option == 'w' ? &words
			                  : &silent) = 1;
		}
	}
	if (!given && optind == argc) {
		fprintf(stderr, "usage: grep [-EFvcnxliyhqsw] pattern [file ...]\n");
		return 2;
	}
	if (!given)
		add(argv[optind++]);
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
