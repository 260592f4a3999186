/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sort: the lines of files, or of its input, in order.
 *
 *	-n  by their numbers    -r  backwards     -u  of equal ones only the first     -f  small letters as large ones
 *	-b  blanks before a field do not count         -t c  c separates fields, and not blanks
 *	-k first[,last]  by these fields; as in 4.3BSD also +first [-last], which counts from 0   -o file  written there
 */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static int numbers, backwards, once, any_case, blanks_off, separator;
static int first_field, last_field; /* from 1; 0: the whole line, up to the end */
static char **lines;
static size_t n, room;

static void read_lines(FILE *f)
{
	char *line = NULL;
	size_t bytes = 0;
	ssize_t length;

	while ((length = getline(&line, &bytes, f)) > 0) {
		line[length - (line[length - 1] == '\n')] = '\0';
		if (n == room && (lines = realloc(lines, (room = 2 * room + 64) * sizeof(*lines))) == NULL)
			err(1, NULL);
		lines[n++] = line;
		line = NULL;
		bytes = 0;
	}
}

/* Behind so many fields of a line. A field has the blanks before it. */
static const char *skip_fields(const char *p, int fields)
{
	for (; fields > 0 && *p != '\0'; fields--) {
		if (separator) {
			while (*p != '\0' && *p != separator)
				p++;
			p += *p != '\0' && fields > 1;
			continue;
		}
		while (isblank((unsigned char)*p))
			p++;
		while (*p != '\0' && !isblank((unsigned char)*p))
			p++;
	}
	return p;
}

static const char *key(const char *line, size_t *length)
{
	const char *p = line, *end;

	if (first_field > 1) {
		p = skip_fields(line, first_field - 1);
		p += separator && *p == separator;
	}
	end = last_field > 0 ? skip_fields(line, last_field) : p + strlen(p);
	if (blanks_off || numbers)
		while (p < end && isblank((unsigned char)*p))
			p++;
	*length = end > p ? end - p : 0;
	return p;
}

static int compare(const void *a, const void *b)
{
	const char *first = *(char *const *)a, *second = *(char *const *)b, *p, *q;
	size_t m, k, both;
	int result;

	p = key(first, &m);
	q = key(second, &k);
	both = m < k ? m : k;
	if (numbers) {
		double x = strtod(p, NULL), y = strtod(q, NULL);

		result = x < y ? -1 : x > y;
	} else {
		result = any_case ? strncasecmp(p, q, both) : strncmp(p, q, both);
		if (result == 0)
			result = m < k ? -1 : m > k;
	}
	if (result == 0 && !once)
		result = strcmp(first, second);
	return backwards ? -result : result;
}

/* The old way to name fields, before getopt sees it as options. */
static void old_fields(int *argc, char **argv)
{
	int to = 1, after = 0;

	for (int i = 1; i < *argc; i++) {
		char sign = argv[i][0];

		if ((sign == '+' || (sign == '-' && after)) && isdigit((unsigned char)argv[i][1])) {
			*(sign == '+' ? &first_field : &last_field) = atoi(argv[i] + 1) + (sign == '+');
			numbers |= strchr(argv[i], 'n') != NULL;
			backwards |= strchr(argv[i], 'r') != NULL;
			after = sign == '+';
			continue;
		}
		argv[to++] = argv[i];
	}
	argv[to] = NULL;
	*argc = to;
}

int main(int argc, char **argv)
{
	const char *to = NULL, *comma;
	int option;

	old_fields(&argc, argv);
	while ((option = getopt(argc, argv, "nrufbt:k:o:")) != -1) {
		switch (option) {
		case 'n':
			numbers = 1;
			break;
		case 'r':
			backwards = 1;
			break;
		case 'u':
			once = 1;
			break;
		case 'f':
			any_case = 1;
			break;
		case 'b':
			blanks_off = 1;
			break;
		case 't':
			separator = optarg[0];
			break;
		case 'k':
			first_field = atoi(optarg);
			comma = strchr(optarg, ',');
			last_field = comma != NULL ? atoi(comma + 1) : 0;
			for (const char *p = optarg; *p != '\0'; p++) {
				numbers |= *p == 'n';
				backwards |= *p == 'r';
			}
			break;
		case 'o':
			to = optarg;
			break;
		default:
			return 2;
		}
	}
	if (optind == argc)
		read_lines(stdin);
	for (; optind < argc; optind++) {
		FILE *f = strcmp(argv[optind], "-") == 0 ? stdin : fopen(argv[optind], "r");

		if (f == NULL)
			err(2, "%s", argv[optind]);
		read_lines(f);
	}
	if (n > 0)
		qsort(lines, n, sizeof(*lines), compare);
	if (to != NULL && freopen(to, "w", stdout) == NULL)
		err(2, "%s", to);
	for (size_t i = 0; i < n; i++)
		if (!once || i == 0 || compare(&lines[i - 1], &lines[i]) != 0)
			puts(lines[i]);
	return 0;
}
