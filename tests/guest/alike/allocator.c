/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A memory allocator over sbrk: first fit, blocks that are joined again, memory given back; and a long random walk that
 * checks it. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct block {
	struct block *next; /* by address */
	size_t size;        /* without this header */
	int used;
};

#define ALIGN 16
#define HEADER ((sizeof(struct block) + ALIGN - 1) / ALIGN * ALIGN)
#define CHUNK 8192

static struct block *first;
static int grown, joined, split, returned;

static char *memory_of(struct block *b)
{
	return (char *)b + HEADER;
}

static struct block *more(size_t size)
{
	size_t bytes = (size + HEADER + CHUNK - 1) / CHUNK * CHUNK;
	uintptr_t now = (uintptr_t)sbrk(0);
	struct block *b;

	if (now % ALIGN != 0)
		sbrk((intptr_t)(ALIGN - now % ALIGN));
	b = sbrk((intptr_t)bytes);
	if (b == (void *)-1)
		return NULL;
	*b = (struct block){NULL, bytes - HEADER, 0};
	grown++;
	return b;
}

static void join(struct block *b)
{
	while (b->next != NULL && !b->used && !b->next->used && memory_of(b) + b->size == (char *)b->next) {
		b->size += HEADER + b->next->size;
		b->next = b->next->next;
		joined++;
	}
}

static void *take(size_t size)
{
	struct block **place = &first, *b;

	size = (size + ALIGN - 1) / ALIGN * ALIGN;
	for (; *place != NULL; place = &(*place)->next)
		if (!(*place)->used && (*place)->size >= size)
			break;
	if (*place == NULL && (*place = more(size)) == NULL)
		return NULL;
	b = *place;
	if (b->size >= size + HEADER + ALIGN) {
		struct block *rest = (struct block *)(memory_of(b) + size);

		*rest = (struct block){b->next, b->size - size - HEADER, 0};
		b->next = rest;
		b->size = size;
		split++;
	}
	b->used = 1;
	return memory_of(b);
}

static void give(void *memory)
{
	struct block *b = (struct block *)((char *)memory - HEADER), **last;

	b->used = 0;
	for (struct block *each = first; each != NULL; each = each->next)
		join(each);
	for (last = &first; (*last)->next != NULL; last = &(*last)->next)
		;
	b = *last;
	if (!b->used && b->size >= 4 * CHUNK && memory_of(b) + b->size == (char *)sbrk(0)) {
		*last = NULL;
		sbrk(-(intptr_t)(b->size + HEADER));
		returned++;
	}
}

static uint32_t state = 1;

static uint32_t next(void)
{
	state = state * 1664525u + 1013904223u;
	return state >> 8;
}

#define PLACES 64

int main(void)
{
	struct {
		unsigned char *memory;
		size_t size;
		unsigned char mark;
	} place[PLACES] = {{NULL, 0, 0}};
	long wrong = 0, taken = 0, given = 0;
	static char buffer[BUFSIZ];
	char *begin;

	setvbuf(stdout, buffer, _IOFBF, sizeof(buffer)); /* so that only we ask for memory */
	begin = sbrk(0);
	for (int i = 0; i < 3000; i++) {
		unsigned at = next() % PLACES;

		if (place[at].memory != NULL) {
			for (size_t k = 0; k < place[at].size; k++)
				wrong += place[at].memory[k] != place[at].mark;
			give(place[at].memory);
			place[at].memory = NULL;
			given++;
			continue;
		}
		place[at].size = next() % (i % 10 == 0 ? 3000 : 200) + 1;
		place[at].mark = (unsigned char)next();
		place[at].memory = take(place[at].size);
		if (place[at].memory == NULL || (uintptr_t)place[at].memory % ALIGN != 0) {
			printf("no memory\n");
			return 1;
		}
		memset(place[at].memory, place[at].mark, place[at].size);
		taken++;
	}
	printf("taken %ld, given %ld, wrong %ld\n", taken, given, wrong);
	for (unsigned i = 0; i < PLACES; i++)
		if (place[i].memory != NULL)
			give(place[i].memory);
	printf("grew: %d, split: %d, joined: %d\n", grown > 0, split > 100, joined > 100);
	place[0].memory = take(100000);
	memset(place[0].memory, 7, 100000);
	give(place[0].memory);
	printf("given back: %d, %s\n", returned > 0,
	       first == NULL || first->next == NULL ? "one block or none" : "more");
	printf("the break is where it was: %d\n", (char *)sbrk(0) - begin < 6 * CHUNK);
	printf("too much: %d\n", sbrk((intptr_t)1 << (sizeof(intptr_t) * 8 - 2)) == (void *)-1);
	return 0;
}
