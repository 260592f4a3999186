/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A word counter: a hash table with chains that grows, then qsort by count and word, bsearch for some. */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct word {
	struct word *next;
	int count;
	char text[];
};

static struct word **table;
static size_t size, used;

static uint32_t hash(const char *s)
{
	uint32_t h = 2166136261u;

	while (*s != '\0')
		h = (h ^ (unsigned char)*s++) * 16777619u;
	return h;
}

static void grow(void)
{
	size_t bigger = size > 0 ? 2 * size : 8;
	struct word **made = calloc(bigger, sizeof(*made)), *next;

	for (size_t i = 0; i < size; i++) {
		for (struct word *w = table[i]; w != NULL; w = next) {
			uint32_t at = hash(w->text) % bigger;

			next = w->next;
			w->next = made[at];
			made[at] = w;
		}
	}
	free(table);
	table = made;
	size = bigger;
}

static void count(const char *text)
{
	struct word **place, *w;

	if (used >= size)
		grow();
	for (place = &table[hash(text) % size]; *place != NULL; place = &(*place)->next) {
		if (strcmp((*place)->text, text) == 0) {
			(*place)->count++;
			return;
		}
	}
	w = malloc(sizeof(*w) + strlen(text) + 1);
	*w = (struct word){NULL, 1};
	strcpy(w->text, text);
	*place = w;
	used++;
}

static int by_count(const void *a, const void *b)
{
	const struct word *const *x = a, *const *y = b;

	return (*x)->count != (*y)->count ? (*y)->count - (*x)->count : strcmp((*x)->text, (*y)->text);
}

static int by_text(const void *a, const void *b)
{
	return strcmp((*(struct word *const *)a)->text, (*(struct word *const *)b)->text);
}

static int is(const void *key, const void *entry)
{
	return strcmp(key, (*(struct word *const *)entry)->text);
}

/* Words that look like some, the common ones more often, the same on every machine. */
static void write_text(FILE *f)
{
	static const char *const syllables[] = {"ba", "do", "fe", "gi", "ku", "la", "mo", "ne"};
	uint32_t x = 12345;

	for (int i = 0; i < 1500; i++) {
		int parts;

		x = x * 1103515245u + 12345u;
		parts = 1 + (int)(x >> 28) % 3;
		for (int k = 0; k < parts; k++)
			fprintf(f, "%.*s%s", k == 0 && x % 5 == 0, "The", syllables[x >> (8 + 4 * k) & 7]);
		fputs(i % 9 == 8 ? ",\n" : i % 7 == 6 ? "... " : " ", f);
	}
}

int main(void)
{
	static const char *const wanted[] = {"ba", "lamo", "nothing", "ku"};
	FILE *f = tmpfile();
	struct word **list, **found;
	char word[40];
	size_t n = 0, total = 0;
	int c, at = 0;

	write_text(f);
	rewind(f);
	while ((c = getc(f)) != EOF) {
		if (isalpha(c)) {
			word[at++] = (char)tolower(c);
		} else if (at > 0) {
			word[at] = '\0';
			count(word);
			at = 0;
		}
	}
	printf("%ld bytes, %zu words, table of %zu\n", ftell(f), used, size);
	list = malloc(used * sizeof(*list));
	for (size_t i = 0; i < size; i++)
		for (struct word *w = table[i]; w != NULL; w = w->next)
			total += (size_t)(list[n++] = w)->count;
	qsort(list, n, sizeof(*list), by_count);
	for (size_t i = 0; i < n && i < 20; i++)
		printf("%4d %s\n", list[i]->count, list[i]->text);
	printf("%zu in all\n", total);
	qsort(list, n, sizeof(*list), by_text);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		found = bsearch(wanted[i], list, n, sizeof(*list), is);
		printf("%s: %d\n", wanted[i], found != NULL ? (*found)->count : 0);
	}
	for (size_t i = 0; i < n; i++)
		free(list[i]);
	free(list);
	free(table);
	return fclose(f);
}
