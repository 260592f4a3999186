/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uniq: its input without lines that repeat the one before. -c: with their numbers; -d: only those that are repeated;
 * -u: only those that are not. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int counts, repeated, single;

static void put(const char *line, int times)
{
	if (line == NULL || (repeated && times == 1) || (single && times > 1))
		return;
	if (counts)
		printf("%4d ", times);
	fputs(line, stdout);
}

int main(int argc, char **argv)
{
	char *line = NULL, *before = NULL;
	size_t room = 0;
	int option, times = 0;

	while ((option = getopt(argc, argv, "cdu")) != -1) {
		counts |= option == 'c';
		repeated |= option == 'd';
		single |= option == 'u';
		if (option == '?')
			return 2;
	}
	if (optind < argc && freopen(argv[optind], "r", stdin) == NULL)
		err(1, "%s", argv[optind]);
	if (optind + 1 < argc && freopen(argv[optind + 1], "w", stdout) == NULL)
		err(1, "%s", argv[optind + 1]);
	while (getline(&line, &room, stdin) > 0) {
		if (before != NULL && strcmp(line, before) == 0) {
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
