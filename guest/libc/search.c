/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash table, a table without order, and a list: see search.h. The tree is in tsearch.c. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

static ENTRY *table; /* a free place has no key */
static size_t places, used;

/* A third more places than there will be entries, so that a search soon comes to a free one. */
int hcreate(size_t most)
{
	if (table != NULL)
		return 0;
	places = most + most / 3 + 1;
	used = 0;
	table = calloc(places, sizeof(*table));
	return table != NULL;
}

void hdestroy(void)
{
	free(table);
	table = NULL;
}

ENTRY *hsearch(ENTRY item, ACTION action)
{
	size_t at = 0;

	if (table == NULL)
		return NULL;
	for (const char *p = item.key; *p != '\0'; p++)
		at = at * 31 + (unsigned char)*p;
	for (at %= places; table[at].key != NULL; at = (at + 1) % places)
		if (strcmp(table[at].key, item.key) == 0)
			return &table[at];
	if (action == FIND || used + 1 >= places)
		return NULL;
	used++;
	table[at] = item;
	return &table[at];
}

void *lfind(const void *key, const void *base, size_t *count, size_t bytes, _compare_t compare)
{
	const char *p = base;

	for (size_t i = 0; i < *count; i++, p += bytes)
		if (compare(key, p) == 0)
			return (void *)p;
	return NULL;
}

void *lsearch(const void *key, void *base, size_t *count, size_t bytes, _compare_t compare)
{
	void *found = lfind(key, base, count, bytes, compare);

	return found != NULL ? found : memcpy((char *)base + bytes * (*count)++, key, bytes);
}

struct element {
	struct element *next, *before;
};

void insque(void *element, void *before)
{
	struct element *e = element, *b = before;

	e->before = b;
	e->next = b != NULL ? b->next : NULL;
	if (b != NULL)
		b->next = e;
	if (e->next != NULL)
		e->next->before = e;
}

void remque(void *element)
{
	struct element *e = element;

	if (e->before != NULL)
		e->before->next = e->next;
	if (e->next != NULL)
		e->next->before = e->before;
}
