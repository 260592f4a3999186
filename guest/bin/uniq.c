/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uniq: its input without lines that repeat the one before. -c: with their numbers; -d: only those that are repeated;
 * -u: only those that are not. -N (or -f N): the first N fields, with the blanks before them, are not compared; +N (or
 * -s N): nor are N characters after them.
 */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int counts, repeated, single, fields, characters;

static void put(const char *line, int times)
{
	if (line == NULL || (repeated && times == 1) || (single && times > 1))
		return;
	if (counts)
		printf("%4d ", times);
	fputs(line, stdout);
}

/* The part of a line that is compared. */
static const char *part(const char *line)
{
	for (int i = 0; i < fields; i++) {
		while (*line == ' ' || *line == '\t')
			line++;
		while (*line != '\0' && *line != '\n' && *line != ' ' && *line != '\t')
			line++;
	}
	for (int i = 0; i < characters && *line != '\0' && *line != '\n'; i++)
		line++;
	return line;
}

static void option_number(const char *word)
{
	*(*word == '-' ? &fields : &characters) = atoi(word + 1);
}

int main(int argc, char **argv)
{
	char *line = NULL, *before = NULL;
	size_t room = 0;
	int option, times = 0;

	while (optind < argc && (argv[optind][0] == '-' || argv[optind][0] == '+') && argv[optind][1] != '\0') {
		if (isdigit((unsigned char)argv[optind][1])) {
			option_number(argv[optind++]);
			continue;
		}
		option = getopt(argc, argv, "cduf:s:");
		if (option == -1)
			break;
		counts |= option == 'c';
		repeated |= option == 'd';
		single |= option == 'u';
		fields = option == 'f' ? atoi(optarg) : fields;
		characters = option == 's' ? atoi(optarg) : characters;
		if (option == '?')
			return 2;
	}
	if (optind < argc && freopen(argv[optind], "r", stdin) == NULL)
		err(1, "%s", argv[optind]);
	if (optind + 1 < argc && freopen(argv[optind + 1], "w", stdout) == NULL)
		err(1, "%s", argv[optind + 1]);
	while (getline(&line, &room, stdin) > 0) {
		if (before != NULL && strcmp(part(line), part(before)) == 0) {
			times++;
			continue;
		}
		put(before, times);
		free(before);
		before = strdup(line);
		if (before == NULL)
			err(1, NULL);
		times = 1;
	}
	put(before, times);
	return 0;
}
