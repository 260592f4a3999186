/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sorting and searching arrays. */
#include <stdlib.h>

static void exchange(char *a, char *b, size_t bytes)
{
	while (bytes-- > 0) {
		char c = *a;

		*a++ = *b;
		*b++ = c;
	}
}

/* Moves the element at root down until no child of it is greater. */
static void sift(char *base, size_t root, size_t count, size_t bytes, int (*compare)(const void *, const void *))
{
	for (;;) {
		size_t child = 2 * root + 1;

		if (child >= count)
			return;
		if (child + 1 < count && compare(base + child * bytes, base + (child + 1) * bytes) < 0)
			child++;
		if (compare(base + root * bytes, base + child * bytes) >= 0)
			return;
		exchange(base + root * bytes, base + child * bytes, bytes);
		root = child;
	}
}

/* A heap sort: no worst case, and no stack that a borrower would have to take from its lender. */
void qsort(void *base, size_t count, size_t bytes, int (*compare)(const void *, const void *))
{
	for (size_t i = count / 2; i > 0; i--)
		sift(base, i - 1, count, bytes, compare);
	for (size_t i = count; i > 1; i--) {
		exchange(base, (char *)base + (i - 1) * bytes, bytes);
		sift(base, 0, i - 1, bytes, compare);
	}
}

void *bsearch(const void *key, const void *base, size_t count, size_t bytes, int (*compare)(const void *, const void *))
{
	const char *from = base;

	while (count > 0) {
		const char *middle = from + count / 2 * bytes;
		int way = compare(key, middle);

		if (way == 0)
			return (void *)middle;
		if (way > 0) {
			from = middle + bytes;
			count--;
		}
		count /= 2;
	}
	return NULL;
}
