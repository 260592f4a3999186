/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * man: the manual: man [section] name, or man -k word for the pages that have the word in their first line. Section 1
 * is the programs, 2 the system calls, 6 the lessons. The pages are made from the sources when the machine is built.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct page {
	const char *name;
	int section;
	const char *text;
} pages[] = {
#include "manpages.h"
};
#define PAGES (sizeof(pages) / sizeof(pages[0]))

static int first_line_has(const char *text, const char *word)
{
	const char *found = strstr(text, word);

	return found != NULL && found < text + strcspn(text, "\n");
}

static int list(const char *word)
{
	int found = 0;

	for (const struct page *p = pages; p < pages + PAGES; p++) {
		if (!first_line_has(p->text, word) && strstr(p->name, word) == NULL)
			continue;
		printf("%s (%d) - %.*s\n", p->name, p->section, (int)strcspn(p->text, "\n"), p->text);
		found = 1;
	}
	return !found;
}

int main(int argc, char **argv)
{
	int section = argc > 2 && isdigit((unsigned char)argv[1][0]) ? atoi(argv[1]) : 0, found = 0;
	const char *name = argc > 1 ? argv[argc - 1] : "";

	if (argc == 3 && strcmp(argv[1], "-k") == 0)
		return list(name);
	if (argc != 2 + (section > 0)) {
		fprintf(stderr, "usage: man [section] name, or man -k word\n");
		return 2;
	}
	for (const struct page *p = pages; p < pages + PAGES; p++) {
		if (strcmp(p->name, name) != 0 || (section > 0 && p->section != section))
			continue;
		printf("%s(%d)\n\n%s", p->name, p->section, p->text);
		found = 1;
	}
	if (!found)
		fprintf(stderr, "No manual entry for %s.\n", name);
	return !found;
}
